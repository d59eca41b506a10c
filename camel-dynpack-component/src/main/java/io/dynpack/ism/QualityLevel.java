package io.dynpack.ism;

import java.util.List;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAnyElement;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;

import org.jspecify.annotations.Nullable;

/** One level of a stream, MS-SSTR 2.2.2.5. */
@XmlAccessorType(XmlAccessType.FIELD)
public class QualityLevel extends Extensible {
    @XmlAttribute(name = "AudioTag")
    private @Nullable Long audioTag;
    @XmlAttribute(name = "Index")
    private @Nullable Long index;
    @XmlAttribute(name = "Id")
    private @Nullable String id;
    @XmlAttribute(name = "BitsPerSample")
    private @Nullable Long bitsPerSample;
    @XmlAttribute(name = "Bitrate")
    private @Nullable Long bitrate;
    @XmlAttribute(name = "FourCC")
    private @Nullable String fourCC;
    @XmlAttribute(name = "MaxWidth")
    private @Nullable Long maxWidth;
    @XmlAttribute(name = "MaxHeight")
    private @Nullable Long maxHeight;
    @XmlAttribute(name = "CodecPrivateData")
    private @Nullable String codecPrivateData;
    @XmlAttribute(name = "Channels")
    private @Nullable Long channels;
    @XmlAttribute(name = "PacketSize")
    private @Nullable Long packetSize;
    @XmlAttribute(name = "SamplingRate")
    private @Nullable Long samplingRate;
    @XmlAttribute(name = "NALUnitLengthField")
    private @Nullable Long nalUnitLengthField;
    @XmlElement(name = "CustomAttributes", namespace = "")
    private @Nullable CustomAttributes customAttributes;
    @XmlAnyElement(lax = true)
    private @Nullable List<Object> others;

    public @Nullable Long getAudioTag() {
        return audioTag;
    }

    public void setAudioTag(@Nullable Long audioTag) {
        this.audioTag = audioTag;
    }

    /** From 0. */
    public @Nullable Long getIndex() {
        return index;
    }

    public void setIndex(@Nullable Long index) {
        this.index = index;
    }

    public @Nullable String getId() {
        return id;
    }

    public void setId(@Nullable String id) {
        this.id = id;
    }

    public @Nullable Long getBitsPerSample() {
        return bitsPerSample;
    }

    public void setBitsPerSample(@Nullable Long bitsPerSample) {
        this.bitsPerSample = bitsPerSample;
    }

    /** Bit/s. */
    public @Nullable Long getBitrate() {
        return bitrate;
    }

    public void setBitrate(@Nullable Long bitrate) {
        this.bitrate = bitrate;
    }

    public @Nullable String getFourCC() {
        return fourCC;
    }

    public void setFourCC(@Nullable String fourCC) {
        this.fourCC = fourCC;
    }

    /** Pixels. */
    public @Nullable Long getMaxWidth() {
        return maxWidth;
    }

    public void setMaxWidth(@Nullable Long maxWidth) {
        this.maxWidth = maxWidth;
    }

    /** Pixels. */
    public @Nullable Long getMaxHeight() {
        return maxHeight;
    }

    public void setMaxHeight(@Nullable Long maxHeight) {
        this.maxHeight = maxHeight;
    }

    /** Hexadecimal. */
    public @Nullable String getCodecPrivateData() {
        return codecPrivateData;
    }

    public void setCodecPrivateData(@Nullable String codecPrivateData) {
        this.codecPrivateData = codecPrivateData;
    }

    public @Nullable Long getChannels() {
        return channels;
    }

    public void setChannels(@Nullable Long channels) {
        this.channels = channels;
    }

    /** Bytes. */
    public @Nullable Long getPacketSize() {
        return packetSize;
    }

    public void setPacketSize(@Nullable Long packetSize) {
        this.packetSize = packetSize;
    }

    /** Hz. */
    public @Nullable Long getSamplingRate() {
        return samplingRate;
    }

    public void setSamplingRate(@Nullable Long samplingRate) {
        this.samplingRate = samplingRate;
    }

    /** Bytes. */
    public @Nullable Long getNalUnitLengthField() {
        return nalUnitLengthField;
    }

    public void setNalUnitLengthField(@Nullable Long nalUnitLengthField) {
        this.nalUnitLengthField = nalUnitLengthField;
    }

    /** {@code null} where there are none. */
    public @Nullable CustomAttributes getCustomAttributes() {
        return customAttributes;
    }

    public void setCustomAttributes(@Nullable CustomAttributes customAttributes) {
        this.customAttributes = customAttributes;
    }

    /** Child elements other than custom attributes, live. */
    public List<Object> getOthers() {
        others = orNew(others);
        return others;
    }
}
