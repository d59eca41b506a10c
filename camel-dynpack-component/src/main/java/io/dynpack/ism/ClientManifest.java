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

import org.jspecify.annotations.Nullable;

/**
 * A client manifest {@code .ismc} of Smooth Streaming, MS-SSTR 2.2.2: a hint beside files, the fragment index of a live archive. A
 * mutable model; not safe for use by many threads.
 */
@XmlRootElement(name = "SmoothStreamingMedia", namespace = "")
@XmlAccessorType(XmlAccessType.FIELD)
public class ClientManifest extends Extensible {
    /** An archive of some days lists each fragment of each stream. */
    private static final int MAX_BYTES = 32 << 20;
    /** Fragments of two seconds of six streams in a week are 1.8 million. */
    private static final int MAX_ELEMENTS = 2_000_000;
    private static final ManifestXml<ClientManifest> XML = new ManifestXml<>(ClientManifest.class, MAX_BYTES, MAX_ELEMENTS, "");

    @XmlAttribute(name = "MajorVersion")
    private @Nullable Long majorVersion;
    @XmlAttribute(name = "MinorVersion")
    private @Nullable Long minorVersion;
    @XmlAttribute(name = "Duration")
    private @Nullable Long duration;
    @XmlAttribute(name = "TimeScale")
    private @Nullable Long timeScale;
    @XmlAttribute(name = "IsLive")
    @XmlJavaTypeAdapter(BooleanInAnyCase.class)
    private @Nullable Boolean isLive;
    @XmlAttribute(name = "LookAheadFragmentCount")
    private @Nullable Long lookAheadFragmentCount;
    @XmlAttribute(name = "DVRWindowLength")
    private @Nullable Long dvrWindowLength;
    @XmlAttribute(name = "CanSeek")
    @XmlJavaTypeAdapter(BooleanInAnyCase.class)
    private @Nullable Boolean canSeek;
    @XmlAttribute(name = "CanPause")
    @XmlJavaTypeAdapter(BooleanInAnyCase.class)
    private @Nullable Boolean canPause;
    @XmlElement(name = "Protection", namespace = "")
    private @Nullable Protection protection;
    @XmlElement(name = "StreamIndex", namespace = "")
    private @Nullable List<StreamIndex> streams;
    @XmlAnyElement(lax = true)
    private @Nullable List<Object> others;

    /**
     * @param name for messages
     * @throws IsmException for what is no client manifest, has a document type, a malformed number, more than 32 MiB, or more
     *                      elements or attributes than manifests have
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

    public @Nullable Long getMajorVersion() {
        return majorVersion;
    }

    public void setMajorVersion(@Nullable Long majorVersion) {
        this.majorVersion = majorVersion;
    }

    public @Nullable Long getMinorVersion() {
        return minorVersion;
    }

    public void setMinorVersion(@Nullable Long minorVersion) {
        this.minorVersion = minorVersion;
    }

    /** Ticks; 0 while live. */
    public @Nullable Long getDuration() {
        return duration;
    }

    public void setDuration(@Nullable Long duration) {
        this.duration = duration;
    }

    /** Ticks per second; {@code null} for 10 MHz. */
    public @Nullable Long getTimeScale() {
        return timeScale;
    }

    public void setTimeScale(@Nullable Long timeScale) {
        this.timeScale = timeScale;
    }

    public @Nullable Boolean getIsLive() {
        return isLive;
    }

    public void setIsLive(@Nullable Boolean isLive) {
        this.isLive = isLive;
    }

    public @Nullable Long getLookAheadFragmentCount() {
        return lookAheadFragmentCount;
    }

    public void setLookAheadFragmentCount(@Nullable Long lookAheadFragmentCount) {
        this.lookAheadFragmentCount = lookAheadFragmentCount;
    }

    /** Ticks. */
    public @Nullable Long getDvrWindowLength() {
        return dvrWindowLength;
    }

    public void setDvrWindowLength(@Nullable Long dvrWindowLength) {
        this.dvrWindowLength = dvrWindowLength;
    }

    public @Nullable Boolean getCanSeek() {
        return canSeek;
    }

    public void setCanSeek(@Nullable Boolean canSeek) {
        this.canSeek = canSeek;
    }

    public @Nullable Boolean getCanPause() {
        return canPause;
    }

    public void setCanPause(@Nullable Boolean canPause) {
        this.canPause = canPause;
    }

    /** {@code null} where the presentation is clear. */
    public @Nullable Protection getProtection() {
        return protection;
    }

    public void setProtection(@Nullable Protection protection) {
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
