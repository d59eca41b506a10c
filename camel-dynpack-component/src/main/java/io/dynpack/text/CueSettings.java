package io.dynpack.text;

import org.jspecify.annotations.Nullable;

/**
 * Where a cue stands and how it is written: the settings of a WebVTT cue (section 4.4).
 *
 * @param direction how lines follow each other
 * @param line      across the lines; {@code null} for the bottom, or wherever there is room
 * @param position  along the lines; {@code null} where it follows from {@code align}
 * @param size      the length of a line, of the video's width, or height where text is vertical
 * @param align     how lines are aligned
 * @param region    the id of the region it stands in, or {@code null}
 */
public record CueSettings(WritingDirection direction, @Nullable CueLine line, @Nullable CuePosition position, Percent size,
        TextAlignment align, @Nullable String region) {

    /** Of a cue that has none: centred at the bottom. */
    public static final CueSettings DEFAULT = new CueSettings(WritingDirection.HORIZONTAL, null, null, Percent.HUNDRED,
            TextAlignment.CENTER, null);

    /** A region takes only cues that have no place of their own (section 6.3). */
    CueSettings withRegion(String id) {
        return line != null || !size.equals(Percent.HUNDRED) || direction != WritingDirection.HORIZONTAL
                ? this
                : new CueSettings(direction, line, position, size, align, id);
    }

    /**
     * These settings with one more.
     *
     * @return {@code null} where WebVTT knows no such name or value; {@code region} is not read here
     */
    @Nullable
    CueSettings with(String name, String value) {
        switch (name) {
            case "vertical" -> {
                WritingDirection vertical = WritingDirection.ofVertical(value);
                return vertical == null ? null : new CueSettings(vertical, line, position, size, align, null);
            }
            case "line" -> {
                CueLine place = "auto".equals(value) ? null : CueLine.parse(value);
                return place == null && !"auto".equals(value)
                        ? null
                        : new CueSettings(direction, place, position, size, align, null);
            }
            case "position" -> {
                CuePosition place = "auto".equals(value) ? null : CuePosition.parse(value);
                return place == null && !"auto".equals(value)
                        ? null
                        : new CueSettings(direction, line, place, size, align, region);
            }
            case "size" -> {
                Percent length = Percent.parse(value);
                return length == null ? null : new CueSettings(direction, line, position, length, align, null);
            }
            case "align" -> {
                TextAlignment alignment = TextAlignment.of(value);
                return alignment == null ? null : new CueSettings(direction, line, position, size, alignment, region);
            }
            default -> {
                return null;
            }
        }
    }

    /** As WebVTT writes them behind the times, what differs from {@link #DEFAULT} only; empty where nothing does. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        if (direction != WritingDirection.HORIZONTAL) {
            out.append(" vertical:").append(direction.vertical());
        }
        if (line != null) {
            out.append(" line:").append(line);
        }
        if (position != null) {
            out.append(" position:").append(position);
        }
        if (!size.equals(Percent.HUNDRED)) {
            out.append(" size:").append(size);
        }
        if (align != TextAlignment.CENTER) {
            out.append(" align:").append(align.keyword());
        }
        if (region != null) {
            out.append(" region:").append(region);
        }
        return out.isEmpty() ? "" : out.substring(1);
    }
}
