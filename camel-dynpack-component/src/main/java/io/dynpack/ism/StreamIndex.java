package io.dynpack.ism;

import java.util.List;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAnyElement;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.adapters.XmlJavaTypeAdapter;

/** A stream, MS-SSTR 2.2.2.3. */
@XmlAccessorType(XmlAccessType.FIELD)
public class StreamIndex extends Extensible {
    @XmlAttribute(name = "Chunks")
    private Long chunks;
    @XmlAttribute(name = "Type")
    private String type;
    @XmlAttribute(name = "Url")
    private String url;
    @XmlAttribute(name = "QualityLevels")
    private Long qualityLevels;
    @XmlAttribute(name = "Language")
    private String language;
    @XmlAttribute(name = "Subtype")
    private String subtype;
    @XmlAttribute(name = "Name")
    private String name;
    @XmlAttribute(name = "TimeScale")
    private Long timeScale;
    @XmlAttribute(name = "Role")
    private String role;
    @XmlAttribute(name = "Accessibility")
    private String accessibility;
    @XmlAttribute(name = "StreamStartTimestamp")
    private Long streamStartTimestamp;
    @XmlAttribute(name = "ParentStreamIndex")
    private String parentStreamIndex;
    @XmlAttribute(name = "OutputFlag")
    private Long outputFlag;
    @XmlAttribute(name = "ManifestOutput")
    @XmlJavaTypeAdapter(BooleanInAnyCase.class)
    private Boolean manifestOutput;
    @XmlAttribute(name = "MaxWidth")
    private Long maxWidth;
    @XmlAttribute(name = "MaxHeight")
    private Long maxHeight;
    @XmlAttribute(name = "DisplayWidth")
    private Long displayWidth;
    @XmlAttribute(name = "DisplayHeight")
    private Long displayHeight;
    @XmlAttribute(name = "TargetFragmentDuration")
    private Long targetFragmentDuration;
    @XmlAttribute(name = "TargetPartialFragmentDuration")
    private Long targetPartialFragmentDuration;
    @XmlElement(name = "QualityLevel", namespace = "")
    private List<QualityLevel> levels;
    @XmlElement(name = "c", namespace = "")
    private List<Chunk> runs;
    @XmlAnyElement(lax = true)
    private List<Object> others;

    /** Number of fragments. */
    public Long getChunks() {
        return chunks;
    }

    public void setChunks(Long chunks) {
        this.chunks = chunks;
    }

    /** {@code video}, {@code audio} or {@code text}. */
    public String getType() {
        return type;
    }

    public void setType(String type) {
        this.type = type;
    }

    /** Template with {@code {bitrate}} and {@code {start time}}. */
    public String getUrl() {
        return url;
    }

    public void setUrl(String url) {
        this.url = url;
    }

    /** Number of levels. */
    public Long getQualityLevels() {
        return qualityLevels;
    }

    public void setQualityLevels(Long qualityLevels) {
        this.qualityLevels = qualityLevels;
    }

    public String getLanguage() {
        return language;
    }

    public void setLanguage(String language) {
        this.language = language;
    }

    public String getSubtype() {
        return subtype;
    }

    public void setSubtype(String subtype) {
        this.subtype = subtype;
    }

    /** {@code null} for the video of a VOD asset. */
    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    /** Ticks per second; {@code null} for the one of the presentation. */
    public Long getTimeScale() {
        return timeScale;
    }

    public void setTimeScale(Long timeScale) {
        this.timeScale = timeScale;
    }

    public String getRole() {
        return role;
    }

    public void setRole(String role) {
        this.role = role;
    }

    public String getAccessibility() {
        return accessibility;
    }

    public void setAccessibility(String accessibility) {
        this.accessibility = accessibility;
    }

    /** Ticks. */
    public Long getStreamStartTimestamp() {
        return streamStartTimestamp;
    }

    public void setStreamStartTimestamp(Long streamStartTimestamp) {
        this.streamStartTimestamp = streamStartTimestamp;
    }

    /** Name of the parent stream of a sparse track. */
    public String getParentStreamIndex() {
        return parentStreamIndex;
    }

    public void setParentStreamIndex(String parentStreamIndex) {
        this.parentStreamIndex = parentStreamIndex;
    }

    /** 3 where shown. */
    public Long getOutputFlag() {
        return outputFlag;
    }

    public void setOutputFlag(Long outputFlag) {
        this.outputFlag = outputFlag;
    }

    public Boolean getManifestOutput() {
        return manifestOutput;
    }

    public void setManifestOutput(Boolean manifestOutput) {
        this.manifestOutput = manifestOutput;
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

    /** Pixels. */
    public Long getDisplayWidth() {
        return displayWidth;
    }

    public void setDisplayWidth(Long displayWidth) {
        this.displayWidth = displayWidth;
    }

    /** Pixels. */
    public Long getDisplayHeight() {
        return displayHeight;
    }

    public void setDisplayHeight(Long displayHeight) {
        this.displayHeight = displayHeight;
    }

    /** Ticks. */
    public Long getTargetFragmentDuration() {
        return targetFragmentDuration;
    }

    public void setTargetFragmentDuration(Long targetFragmentDuration) {
        this.targetFragmentDuration = targetFragmentDuration;
    }

    /** Ticks. */
    public Long getTargetPartialFragmentDuration() {
        return targetPartialFragmentDuration;
    }

    public void setTargetPartialFragmentDuration(Long targetPartialFragmentDuration) {
        this.targetPartialFragmentDuration = targetPartialFragmentDuration;
    }

    /** In document order, live. */
    public List<QualityLevel> getLevels() {
        levels = orNew(levels);
        return levels;
    }

    /** In order of time, live. */
    public List<Chunk> getRuns() {
        runs = orNew(runs);
        return runs;
    }

    /** Child elements such as {@code Discontinuities}, live. */
    public List<Object> getOthers() {
        others = orNew(others);
        return others;
    }
}
