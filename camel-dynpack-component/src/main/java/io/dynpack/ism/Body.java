package io.dynpack.ism;

import java.util.List;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAnyElement;

import org.jspecify.annotations.Nullable;

/** The body of a server manifest. */
@XmlAccessorType(XmlAccessType.FIELD)
public class Body extends Extensible {
    @XmlAnyElement(lax = true)
    private @Nullable List<Object> content;

    /** {@link Switch}, {@link MediaElement} and DOM elements in document order, live. */
    public List<Object> getContent() {
        content = orNew(content);
        return content;
    }
}
