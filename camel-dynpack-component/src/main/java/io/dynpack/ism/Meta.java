package io.dynpack.ism;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAttribute;

import org.jspecify.annotations.Nullable;

/** {@code <meta name="…" content="…" />} in the head of a server manifest. */
@XmlAccessorType(XmlAccessType.FIELD)
public class Meta extends Extensible {
    @XmlAttribute
    private @Nullable String name;
    @XmlAttribute
    private @Nullable String content;

    public Meta() {}

    public Meta(String name, String content) {
        this.name = name;
        this.content = content;
    }

    public @Nullable String getName() {
        return name == null ? otherAttribute("name") : name;
    }

    public void setName(@Nullable String name) {
        this.name = name;
    }

    public @Nullable String getContent() {
        return content == null ? otherAttribute("content") : content;
    }

    public void setContent(@Nullable String content) {
        removeOtherAttribute("content");
        this.content = content;
    }
}
