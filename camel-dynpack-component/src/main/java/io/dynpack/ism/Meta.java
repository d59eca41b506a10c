package io.dynpack.ism;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAttribute;

/** {@code <meta name="…" content="…" />} in the head of a server manifest. */
@XmlAccessorType(XmlAccessType.FIELD)
public class Meta extends Extensible {
    @XmlAttribute
    private String name;
    @XmlAttribute
    private String content;

    public Meta() {}

    public Meta(String name, String content) {
        this.name = name;
        this.content = content;
    }

    public String getName() {
        return name == null ? otherAttribute("name") : name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getContent() {
        return content == null ? otherAttribute("content") : content;
    }

    public void setContent(String content) {
        removeOtherAttribute("content");
        this.content = content;
    }
}
