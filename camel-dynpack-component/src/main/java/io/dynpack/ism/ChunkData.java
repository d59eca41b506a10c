package io.dynpack.ism;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlValue;

/** The fragment of one track inside of a manifest, MS-SSTR 2.2.2.7. */
@XmlAccessorType(XmlAccessType.FIELD)
public class ChunkData extends Extensible {
    @XmlAttribute
    private Long i;
    @XmlValue
    private String value;

    /** Index of the quality level. */
    public Long getI() {
        return i;
    }

    public void setI(Long i) {
        this.i = i;
    }

    /** Base64. */
    public String getValue() {
        return value;
    }

    public void setValue(String value) {
        this.value = value;
    }
}
