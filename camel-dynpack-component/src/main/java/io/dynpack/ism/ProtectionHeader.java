package io.dynpack.ism;

import java.util.List;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAnyElement;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlMixed;

import org.jspecify.annotations.Nullable;

/** Header of one protection system, MS-SSTR 2.2.2.2. */
@XmlAccessorType(XmlAccessType.FIELD)
public class ProtectionHeader extends Extensible {
    @XmlAttribute(name = "SystemID")
    private @Nullable String systemId;
    @XmlMixed
    @XmlAnyElement
    private @Nullable List<Object> content;

    /** GUID. */
    public @Nullable String getSystemId() {
        return systemId;
    }

    public void setSystemId(@Nullable String systemId) {
        this.systemId = systemId;
    }

    /** Text and DOM elements, live. */
    public List<Object> getContent() {
        content = orNew(content);
        return content;
    }
}
