package io.dynpack.ism;

import java.util.List;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;

/** A fragment or a run of fragments of equal duration, MS-SSTR 2.2.2.6. */
@XmlAccessorType(XmlAccessType.FIELD)
public class Chunk extends Extensible {
    @XmlAttribute
    private Long t;
    @XmlAttribute
    private Long d;
    @XmlAttribute
    private Long r;
    @XmlAttribute
    private Long n;
    @XmlElement(name = "f", namespace = "")
    private List<ChunkData> data;

    /** Start in ticks; {@code null} where the previous one ends. */
    public Long getT() {
        return t;
    }

    public void setT(Long t) {
        this.t = t;
    }

    /** Ticks; {@code null} where the next one starts. */
    public Long getD() {
        return d;
    }

    public void setD(Long d) {
        this.d = d;
    }

    /** Number of fragments in the run, this one included; {@code null} for 1. */
    public Long getR() {
        return r;
    }

    public void setR(Long r) {
        this.r = r;
    }

    /** Ordinal, without meaning. */
    public Long getN() {
        return n;
    }

    public void setN(Long n) {
        this.n = n;
    }

    /** What a sparse track carries in the manifest, live. */
    public List<ChunkData> getData() {
        data = orNew(data);
        return data;
    }
}
