package io.dynpack.ism;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAttribute;

/** {@code <param name="…" value="…" valuetype="data" />} of a track. Hand-edited files often lack {@code valuetype}. */
@XmlAccessorType(XmlAccessType.FIELD)
public class Param extends Extensible {
    @XmlAttribute
    private String name;
    @XmlAttribute
    private String value;
    @XmlAttribute
    private String valuetype;

    public Param() {}

    public Param(String name, String value) {
        this.name = name;
        this.value = value;
        this.valuetype = "data";
    }

    public String getName() {
        return name == null ? otherAttribute("name") : name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getValue() {
        return value == null ? otherAttribute("value") : value;
    }

    public void setValue(String value) {
        removeOtherAttribute("value");
        this.value = value;
    }

    public String getValuetype() {
        return valuetype == null ? otherAttribute("valuetype") : valuetype;
    }

    public void setValuetype(String valuetype) {
        this.valuetype = valuetype;
    }
}
