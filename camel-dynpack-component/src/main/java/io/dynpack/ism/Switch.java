package io.dynpack.ism;

import java.util.List;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAnyElement;
import jakarta.xml.bind.annotation.XmlRootElement;

import org.jspecify.annotations.Nullable;

/** The list of tracks in the body of a server manifest. */
@XmlRootElement(name = "switch")
@XmlAccessorType(XmlAccessType.FIELD)
public class Switch extends Extensible {
    @XmlAnyElement(lax = true)
    private @Nullable List<Object> content;

    /** {@link MediaElement} and, for what is unknown, DOM elements in document order, live. */
    public List<Object> getContent() {
        content = orNew(content);
        return content;
    }
}
