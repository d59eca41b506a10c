package io.dynpack.ism;

import java.nio.ByteBuffer;
import java.util.List;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAnyElement;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlRootElement;
import jakarta.xml.bind.annotation.adapters.XmlJavaTypeAdapter;

/**
 * A client manifest {@code .ismc} of Smooth Streaming, MS-SSTR 2.2.2: a hint beside files, the fragment index of a live archive. A
 * mutable model; not safe for use by many threads.
 */
@XmlRootElement(name = "SmoothStreamingMedia", namespace = "")
@XmlAccessorType(XmlAccessType.FIELD)
public class ClientManifest extends Extensible {
    /** An archive of some days lists each fragment of each stream. */
    private static final int MAX_BYTES = 32 << 20;
    private static final ManifestXml<ClientManifest> XML = new ManifestXml<>(ClientManifest.class, MAX_BYTES, "");

    @XmlAttribute(name = "MajorVersion")
    private Long majorVersion;
    @XmlAttribute(name = "MinorVersion")
    private Long minorVersion;
    @XmlAttribute(name = "Duration")
    private Long duration;
    @XmlAttribute(name = "TimeScale")
    private Long timeScale;
    @XmlAttribute(name = "IsLive")
    @XmlJavaTypeAdapter(BooleanInAnyCase.class)
    private Boolean isLive;
    @XmlAttribute(name = "LookAheadFragmentCount")
    private Long lookAheadFragmentCount;
    @XmlAttribute(name = "DVRWindowLength")
    private Long dvrWindowLength;
    @XmlAttribute(name = "CanSeek")
    @XmlJavaTypeAdapter(BooleanInAnyCase.class)
    private Boolean canSeek;
    @XmlAttribute(name = "CanPause")
    @XmlJavaTypeAdapter(BooleanInAnyCase.class)
    private Boolean canPause;
    @XmlElement(name = "Protection", namespace = "")
    private Protection protection;
    @XmlElement(name = "StreamIndex", namespace = "")
    private List<StreamIndex> streams;
    @XmlAnyElement(lax = true)
    private List<Object> others;

    /**
     * @param name for messages
     * @throws IsmException for what is no client manifest, has a document type, a malformed number or more than 32 MiB
     */
    public static ClientManifest read(byte[] bytes, String name) {
        return XML.read(bytes, 0, bytes.length, name);
    }

    /** As {@link #read(byte[], String)}; the buffer's position stays. */
    public static ClientManifest read(ByteBuffer bytes, String name) {
        return XML.read(bytes, name);
    }

    /** UTF-8 with an indentation of two blanks; equal models give equal bytes. */
    public byte[] write() {
        return XML.write(this);
    }

    public Long getMajorVersion() {
        return majorVersion;
    }

    public void setMajorVersion(Long majorVersion) {
        this.majorVersion = majorVersion;
    }

    public Long getMinorVersion() {
        return minorVersion;
    }

    public void setMinorVersion(Long minorVersion) {
        this.minorVersion = minorVersion;
    }

    /** Ticks; 0 while live. */
    public Long getDuration() {
        return duration;
    }

    public void setDuration(Long duration) {
        this.duration = duration;
    }

    /** Ticks per second; {@code null} for 10 MHz. */
    public Long getTimeScale() {
        return timeScale;
    }

    public void setTimeScale(Long timeScale) {
        this.timeScale = timeScale;
    }

    public Boolean getIsLive() {
        return isLive;
    }

    public void setIsLive(Boolean isLive) {
        this.isLive = isLive;
    }

    public Long getLookAheadFragmentCount() {
        return lookAheadFragmentCount;
    }

    public void setLookAheadFragmentCount(Long lookAheadFragmentCount) {
        this.lookAheadFragmentCount = lookAheadFragmentCount;
    }

    /** Ticks. */
    public Long getDvrWindowLength() {
        return dvrWindowLength;
    }

    public void setDvrWindowLength(Long dvrWindowLength) {
        this.dvrWindowLength = dvrWindowLength;
    }

    public Boolean getCanSeek() {
        return canSeek;
    }

    public void setCanSeek(Boolean canSeek) {
        this.canSeek = canSeek;
    }

    public Boolean getCanPause() {
        return canPause;
    }

    public void setCanPause(Boolean canPause) {
        this.canPause = canPause;
    }

    /** {@code null} where the presentation is clear. */
    public Protection getProtection() {
        return protection;
    }

    public void setProtection(Protection protection) {
        this.protection = protection;
    }

    /** In document order, live. */
    public List<StreamIndex> getStreams() {
        streams = orNew(streams);
        return streams;
    }

    /** Other child elements, live. */
    public List<Object> getOthers() {
        others = orNew(others);
        return others;
    }
}
