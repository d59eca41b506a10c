package io.dynpack.ism;

import java.util.List;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlElement;

import org.jspecify.annotations.Nullable;

/** How a presentation is protected, MS-SSTR 2.2.2.2. */
@XmlAccessorType(XmlAccessType.FIELD)
public class Protection extends Extensible {
    @XmlElement(name = "ProtectionHeader", namespace = "")
    private @Nullable List<ProtectionHeader> headers;

    /** In document order, live. */
    public List<ProtectionHeader> getHeaders() {
        headers = orNew(headers);
        return headers;
    }
}
