package io.dynpack.ism;

import java.util.List;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAnyElement;
import jakarta.xml.bind.annotation.XmlElement;

import org.jspecify.annotations.Nullable;

/** The head of a server manifest. */
@XmlAccessorType(XmlAccessType.FIELD)
public class Head extends Extensible {
    @XmlElement(name = "meta")
    private @Nullable List<Meta> metas;
    @XmlAnyElement(lax = true)
    private @Nullable List<Object> others;

    /** In document order, live. */
    public List<Meta> getMetas() {
        metas = orNew(metas);
        return metas;
    }

    /** Child elements other than {@code meta}, live. */
    public List<Object> getOthers() {
        others = orNew(others);
        return others;
    }
}
