package io.dynpack.ism;

import java.util.List;
import java.util.Optional;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAnyElement;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlTransient;

import org.jspecify.annotations.Nullable;

/**
 * A track of a server manifest as it is written there. Values are text as found; {@link TrackReference} is what they mean.
 */
@XmlTransient
@XmlAccessorType(XmlAccessType.FIELD)
public abstract class MediaElement extends Extensible {
    @XmlAttribute
    private @Nullable String src;
    @XmlAttribute
    private @Nullable String systemBitrate;
    @XmlAttribute
    private @Nullable String systemLanguage;
    @XmlAttribute
    private @Nullable String title;
    @XmlElement(name = "param")
    private @Nullable List<Param> params;
    @XmlAnyElement(lax = true)
    private @Nullable List<Object> others;

    MediaElement() {}

    MediaElement(String src) {
        this.src = src;
    }

    abstract TrackReference.Kind kind();

    /** Object name relative to the server manifest. */
    public @Nullable String getSrc() {
        return src == null ? otherAttribute("src") : src;
    }

    public void setSrc(@Nullable String src) {
        removeOtherAttribute("src");
        this.src = src;
    }

    /** Bit/s. */
    public @Nullable String getSystemBitrate() {
        return systemBitrate == null ? otherAttribute("systemBitrate") : systemBitrate;
    }

    public void setSystemBitrate(@Nullable String systemBitrate) {
        removeOtherAttribute("systemBitrate");
        this.systemBitrate = systemBitrate;
    }

    /** ISO 639-2 or BCP 47; may be empty. */
    public @Nullable String getSystemLanguage() {
        return systemLanguage == null ? otherAttribute("systemLanguage") : systemLanguage;
    }

    public void setSystemLanguage(@Nullable String systemLanguage) {
        removeOtherAttribute("systemLanguage");
        this.systemLanguage = systemLanguage;
    }

    public @Nullable String getTitle() {
        return title == null ? otherAttribute("title") : title;
    }

    public void setTitle(@Nullable String title) {
        removeOtherAttribute("title");
        this.title = title;
    }

    /** In document order, live. */
    public List<Param> getParams() {
        params = orNew(params);
        return params;
    }

    /** Child elements other than {@code param}, live. */
    public List<Object> getOthers() {
        others = orNew(others);
        return others;
    }

    /** The value of the first param of this name, whatever its case. */
    public Optional<String> param(String name) {
        for (Param param : getParams()) {
            if (name.equalsIgnoreCase(param.getName()) && param.getValue() != null) {
                return Optional.of(param.getValue());
            }
        }
        return Optional.empty();
    }

    /** Replaces, adds or, with {@code null}, removes the param of this name. */
    public void setParam(String name, @Nullable String value) {
        if (value == null) {
            getParams().removeIf(param -> name.equalsIgnoreCase(param.getName()));
            return;
        }
        for (Param param : getParams()) {
            if (name.equalsIgnoreCase(param.getName())) {
                param.setValue(value);
                return;
            }
        }
        getParams().add(new Param(name, value));
    }
}
