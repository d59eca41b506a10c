package io.dynpack.ism;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAttribute;

import org.jspecify.annotations.Nullable;

/** {@code <param name="…" value="…" valuetype="data" />} of a track. Hand-edited files often lack {@code valuetype}. */
@XmlAccessorType(XmlAccessType.FIELD)
public class Param extends Extensible {
    @XmlAttribute
    private @Nullable String name;
    @XmlAttribute
    private @Nullable String value;
    @XmlAttribute
    private @Nullable String valuetype;

    public Param() {}

    public Param(String name, String value) {
        this.name = name;
        this.value = value;
        this.valuetype = "data";
    }

    public @Nullable String getName() {
        return name == null ? otherAttribute("name") : name;
    }

    public void setName(@Nullable String name) {
        this.name = name;
    }

    public @Nullable String getValue() {
        return value == null ? otherAttribute("value") : value;
    }

    public void setValue(@Nullable String value) {
        removeOtherAttribute("value");
        this.value = value;
    }

    public @Nullable String getValuetype() {
        return valuetype == null ? otherAttribute("valuetype") : valuetype;
    }

    public void setValuetype(@Nullable String valuetype) {
        this.valuetype = valuetype;
    }
}
