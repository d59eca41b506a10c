package io.dynpack.text;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** How the lines of a cue are aligned: {@code align} of WebVTT (section 4.4), {@code tts:textAlign} of TTML. */
public enum TextAlignment {
    /** The side where a line of the cue's text begins. */
    START,
    CENTER,
    END,
    LEFT,
    RIGHT;

    /** {@code middle} is what WebVTT called {@code center} in its drafts. */
    static @Nullable TextAlignment of(String keyword) {
        return switch (keyword) {
            case "start" -> START;
            case "center", "middle" -> CENTER;
            case "end" -> END;
            case "left" -> LEFT;
            case "right" -> RIGHT;
            default -> null;
        };
    }

    String keyword() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The physical side. */
    TextAlignment resolved(boolean rightToLeft) {
        return switch (this) {
            case START -> rightToLeft ? RIGHT : LEFT;
            case END -> rightToLeft ? LEFT : RIGHT;
            default -> this;
        };
    }
}
