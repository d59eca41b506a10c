package io.dynpack.ism;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlValue;

import org.jspecify.annotations.Nullable;

/** The fragment of one track inside of a manifest, MS-SSTR 2.2.2.7. */
@XmlAccessorType(XmlAccessType.FIELD)
public class ChunkData extends Extensible {
    @XmlAttribute
    private @Nullable Long i;
    @XmlValue
    private @Nullable String value;

    /** Index of the quality level. */
    public @Nullable Long getI() {
        return i;
    }

    public void setI(@Nullable Long i) {
        this.i = i;
    }

    /** Base64. */
    public @Nullable String getValue() {
        return value;
    }

    public void setValue(@Nullable String value) {
        this.value = value;
    }
}
