package io.dynpack.ism;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAttribute;

import org.jspecify.annotations.Nullable;

/** {@code <Attribute Name="…" Value="…" />}, MS-SSTR 2.2.2.5.1. */
@XmlAccessorType(XmlAccessType.FIELD)
public class CustomAttribute extends Extensible {
    @XmlAttribute(name = "Name")
    private @Nullable String name;
    @XmlAttribute(name = "Value")
    private @Nullable String value;

    public @Nullable String getName() {
        return name;
    }

    public void setName(@Nullable String name) {
        this.name = name;
    }

    public @Nullable String getValue() {
        return value;
    }

    public void setValue(@Nullable String value) {
        this.value = value;
    }
}
