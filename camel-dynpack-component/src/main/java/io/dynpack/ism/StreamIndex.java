package io.dynpack.ism;

import java.util.List;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAnyElement;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.adapters.XmlJavaTypeAdapter;

import org.jspecify.annotations.Nullable;

/** A stream, MS-SSTR 2.2.2.3. */
@XmlAccessorType(XmlAccessType.FIELD)
public class StreamIndex extends Extensible {
    @XmlAttribute(name = "Chunks")
    private @Nullable Long chunks;
    @XmlAttribute(name = "Type")
    private @Nullable String type;
    @XmlAttribute(name = "Url")
    private @Nullable String url;
    @XmlAttribute(name = "QualityLevels")
    private @Nullable Long qualityLevels;
    @XmlAttribute(name = "Language")
    private @Nullable String language;
    @XmlAttribute(name = "Subtype")
    private @Nullable String subtype;
    @XmlAttribute(name = "Name")
    private @Nullable String name;
    @XmlAttribute(name = "TimeScale")
    private @Nullable Long timeScale;
    @XmlAttribute(name = "Role")
    private @Nullable String role;
    @XmlAttribute(name = "Accessibility")
    private @Nullable String accessibility;
    @XmlAttribute(name = "StreamStartTimestamp")
    private @Nullable Long streamStartTimestamp;
    @XmlAttribute(name = "ParentStreamIndex")
    private @Nullable String parentStreamIndex;
    @XmlAttribute(name = "OutputFlag")
    private @Nullable Long outputFlag;
    @XmlAttribute(name = "ManifestOutput")
    @XmlJavaTypeAdapter(BooleanInAnyCase.class)
    private @Nullable Boolean manifestOutput;
    @XmlAttribute(name = "MaxWidth")
    private @Nullable Long maxWidth;
    @XmlAttribute(name = "MaxHeight")
    private @Nullable Long maxHeight;
    @XmlAttribute(name = "DisplayWidth")
    private @Nullable Long displayWidth;
    @XmlAttribute(name = "DisplayHeight")
    private @Nullable Long displayHeight;
    @XmlAttribute(name = "TargetFragmentDuration")
    private @Nullable Long targetFragmentDuration;
    @XmlAttribute(name = "TargetPartialFragmentDuration")
    private @Nullable Long targetPartialFragmentDuration;
    @XmlElement(name = "QualityLevel", namespace = "")
    private @Nullable List<QualityLevel> levels;
    @XmlElement(name = "c", namespace = "")
    private @Nullable List<Chunk> runs;
    @XmlAnyElement(lax = true)
    private @Nullable List<Object> others;

    /** Number of fragments. */
    public @Nullable Long getChunks() {
        return chunks;
    }

    public void setChunks(@Nullable Long chunks) {
        this.chunks = chunks;
    }

    /** {@code video}, {@code audio} or {@code text}. */
    public @Nullable String getType() {
        return type;
    }

    public void setType(@Nullable String type) {
        this.type = type;
    }

    /** Template with {@code {bitrate}} and {@code {start time}}. */
    public @Nullable String getUrl() {
        return url;
    }

    public void setUrl(@Nullable String url) {
        this.url = url;
    }

    /** Number of levels. */
    public @Nullable Long getQualityLevels() {
        return qualityLevels;
    }

    public void setQualityLevels(@Nullable Long qualityLevels) {
        this.qualityLevels = qualityLevels;
    }

    public @Nullable String getLanguage() {
        return language;
    }

    public void setLanguage(@Nullable String language) {
        this.language = language;
    }

    public @Nullable String getSubtype() {
        return subtype;
    }

    public void setSubtype(@Nullable String subtype) {
        this.subtype = subtype;
    }

    /** {@code null} for the video of a VOD asset. */
    public @Nullable String getName() {
        return name;
    }

    public void setName(@Nullable String name) {
        this.name = name;
    }

    /** Ticks per second; {@code null} for the one of the presentation. */
    public @Nullable Long getTimeScale() {
        return timeScale;
    }

    public void setTimeScale(@Nullable Long timeScale) {
        this.timeScale = timeScale;
    }

    public @Nullable String getRole() {
        return role;
    }

    public void setRole(@Nullable String role) {
        this.role = role;
    }

    public @Nullable String getAccessibility() {
        return accessibility;
    }

    public void setAccessibility(@Nullable String accessibility) {
        this.accessibility = accessibility;
    }

    /** Ticks. */
    public @Nullable Long getStreamStartTimestamp() {
        return streamStartTimestamp;
    }

    public void setStreamStartTimestamp(@Nullable Long streamStartTimestamp) {
        this.streamStartTimestamp = streamStartTimestamp;
    }

    /** Name of the parent stream of a sparse track. */
    public @Nullable String getParentStreamIndex() {
        return parentStreamIndex;
    }

    public void setParentStreamIndex(@Nullable String parentStreamIndex) {
        this.parentStreamIndex = parentStreamIndex;
    }

    /** 3 where shown. */
    public @Nullable Long getOutputFlag() {
        return outputFlag;
    }

    public void setOutputFlag(@Nullable Long outputFlag) {
        this.outputFlag = outputFlag;
    }

    public @Nullable Boolean getManifestOutput() {
        return manifestOutput;
    }

    public void setManifestOutput(@Nullable Boolean manifestOutput) {
        this.manifestOutput = manifestOutput;
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

    /** Pixels. */
    public @Nullable Long getDisplayWidth() {
        return displayWidth;
    }

    public void setDisplayWidth(@Nullable Long displayWidth) {
        this.displayWidth = displayWidth;
    }

    /** Pixels. */
    public @Nullable Long getDisplayHeight() {
        return displayHeight;
    }

    public void setDisplayHeight(@Nullable Long displayHeight) {
        this.displayHeight = displayHeight;
    }

    /** Ticks. */
    public @Nullable Long getTargetFragmentDuration() {
        return targetFragmentDuration;
    }

    public void setTargetFragmentDuration(@Nullable Long targetFragmentDuration) {
        this.targetFragmentDuration = targetFragmentDuration;
    }

    /** Ticks. */
    public @Nullable Long getTargetPartialFragmentDuration() {
        return targetPartialFragmentDuration;
    }

    public void setTargetPartialFragmentDuration(@Nullable Long targetPartialFragmentDuration) {
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
