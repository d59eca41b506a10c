package io.dynpack.ism;

import java.util.List;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;

import org.jspecify.annotations.Nullable;

/** A fragment or a run of fragments of equal duration, MS-SSTR 2.2.2.6. */
@XmlAccessorType(XmlAccessType.FIELD)
public class Chunk extends Extensible {
    @XmlAttribute
    private @Nullable Long t;
    @XmlAttribute
    private @Nullable Long d;
    @XmlAttribute
    private @Nullable Long r;
    @XmlAttribute
    private @Nullable Long n;
    @XmlElement(name = "f", namespace = "")
    private @Nullable List<ChunkData> data;

    /** Start in ticks; {@code null} where the previous one ends. */
    public @Nullable Long getT() {
        return t;
    }

    public void setT(@Nullable Long t) {
        this.t = t;
    }

    /** Ticks; {@code null} where the next one starts. */
    public @Nullable Long getD() {
        return d;
    }

    public void setD(@Nullable Long d) {
        this.d = d;
    }

    /** Number of fragments in the run, this one included; {@code null} for 1. */
    public @Nullable Long getR() {
        return r;
    }

    public void setR(@Nullable Long r) {
        this.r = r;
    }

    /** Ordinal, without meaning. */
    public @Nullable Long getN() {
        return n;
    }

    public void setN(@Nullable Long n) {
        this.n = n;
    }

    /** What a sparse track carries in the manifest, live. */
    public List<ChunkData> getData() {
        data = orNew(data);
        return data;
    }
}
