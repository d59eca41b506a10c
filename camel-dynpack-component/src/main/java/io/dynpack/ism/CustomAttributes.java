package io.dynpack.ism;

import java.util.List;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlElement;

import org.jspecify.annotations.Nullable;

/** Custom attributes of a quality level, MS-SSTR 2.2.2.5.1. */
@XmlAccessorType(XmlAccessType.FIELD)
public class CustomAttributes extends Extensible {
    @XmlElement(name = "Attribute", namespace = "")
    private @Nullable List<CustomAttribute> attributes;

    /** In document order, live. */
    public List<CustomAttribute> getAttributes() {
        attributes = orNew(attributes);
        return attributes;
    }
}
