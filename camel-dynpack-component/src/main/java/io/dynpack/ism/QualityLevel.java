package io.dynpack.ism;

import java.util.List;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAnyElement;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;

/** One level of a stream, MS-SSTR 2.2.2.5. */
@XmlAccessorType(XmlAccessType.FIELD)
public class QualityLevel extends Extensible {
    @XmlAttribute(name = "AudioTag")
    private Long audioTag;
    @XmlAttribute(name = "Index")
    private Long index;
    @XmlAttribute(name = "Id")
    private String id;
    @XmlAttribute(name = "BitsPerSample")
    private Long bitsPerSample;
    @XmlAttribute(name = "Bitrate")
    private Long bitrate;
    @XmlAttribute(name = "FourCC")
    private String fourCC;
    @XmlAttribute(name = "MaxWidth")
    private Long maxWidth;
    @XmlAttribute(name = "MaxHeight")
    private Long maxHeight;
    @XmlAttribute(name = "CodecPrivateData")
    private String codecPrivateData;
    @XmlAttribute(name = "Channels")
    private Long channels;
    @XmlAttribute(name = "PacketSize")
    private Long packetSize;
    @XmlAttribute(name = "SamplingRate")
    private Long samplingRate;
    @XmlAttribute(name = "NALUnitLengthField")
    private Long nalUnitLengthField;
    @XmlElement(name = "CustomAttributes", namespace = "")
    private CustomAttributes customAttributes;
    @XmlAnyElement(lax = true)
    private List<Object> others;

    public Long getAudioTag() {
        return audioTag;
    }

    public void setAudioTag(Long audioTag) {
        this.audioTag = audioTag;
    }

    /** From 0. */
    public Long getIndex() {
        return index;
    }

    public void setIndex(Long index) {
        this.index = index;
    }

    public String getId() {
        return id;
    }

    public void setId(String id) {
        this.id = id;
    }

    public Long getBitsPerSample() {
        return bitsPerSample;
    }

    public void setBitsPerSample(Long bitsPerSample) {
        this.bitsPerSample = bitsPerSample;
    }

    /** Bit/s. */
    public Long getBitrate() {
        return bitrate;
    }

    public void setBitrate(Long bitrate) {
        this.bitrate = bitrate;
    }

    public String getFourCC() {
        return fourCC;
    }

    public void setFourCC(String fourCC) {
        this.fourCC = fourCC;
    }

    /** Pixels. */
    public Long getMaxWidth() {
        return maxWidth;
    }

    public void setMaxWidth(Long maxWidth) {
        this.maxWidth = maxWidth;
    }

    /** Pixels. */
    public Long getMaxHeight() {
        return maxHeight;
    }

    public void setMaxHeight(Long maxHeight) {
        this.maxHeight = maxHeight;
    }

    /** Hexadecimal. */
    public String getCodecPrivateData() {
        return codecPrivateData;
    }

    public void setCodecPrivateData(String codecPrivateData) {
        this.codecPrivateData = codecPrivateData;
    }

    public Long getChannels() {
        return channels;
    }

    public void setChannels(Long channels) {
        this.channels = channels;
    }

    /** Bytes. */
    public Long getPacketSize() {
        return packetSize;
    }

    public void setPacketSize(Long packetSize) {
        this.packetSize = packetSize;
    }

    /** Hz. */
    public Long getSamplingRate() {
        return samplingRate;
    }

    public void setSamplingRate(Long samplingRate) {
        this.samplingRate = samplingRate;
    }

    /** Bytes. */
    public Long getNalUnitLengthField() {
        return nalUnitLengthField;
    }

    public void setNalUnitLengthField(Long nalUnitLengthField) {
        this.nalUnitLengthField = nalUnitLengthField;
    }

    /** {@code null} where there are none. */
    public CustomAttributes getCustomAttributes() {
        return customAttributes;
    }

    public void setCustomAttributes(CustomAttributes customAttributes) {
        this.customAttributes = customAttributes;
    }

    /** Child elements other than custom attributes, live. */
    public List<Object> getOthers() {
        others = orNew(others);
        return others;
    }
}
