package io.dynpack.text;

import org.jspecify.annotations.Nullable;

/**
 * Where a cue stands along its lines: the setting {@code position} of WebVTT (section 4.4).
 *
 * @param offset    share of the video's width; of its height where text is vertical
 * @param alignment which edge of the cue stands there
 */
public record CuePosition(Percent offset, Alignment alignment) {

    /** In the order of the standard. */
    public enum Alignment {
        /** Follows from how the text is aligned. */
        AUTO(""),
        LINE_LEFT(",line-left"),
        CENTER(",center"),
        LINE_RIGHT(",line-right");

        private final String suffix;

        Alignment(String suffix) {
            this.suffix = suffix;
        }

        static @Nullable Alignment of(String keyword) {
            return switch (keyword) {
                case "line-left", "start" -> LINE_LEFT;
                case "center", "middle" -> CENTER;
                case "line-right", "end" -> LINE_RIGHT;
                default -> null;
            };
        }
    }

    /** @return {@code null} where the value is none of WebVTT */
    static @Nullable CuePosition parse(String value) {
        int comma = value.indexOf(',');
        Percent offset = Percent.parse(comma < 0 ? value : value.substring(0, comma));
        Alignment alignment = comma < 0 ? Alignment.AUTO : Alignment.of(value.substring(comma + 1));
        return offset == null || alignment == null ? null : new CuePosition(offset, alignment);
    }

    @Override
    public String toString() {
        return offset + alignment.suffix;
    }
}
