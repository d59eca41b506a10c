package io.dynpack.text;

import org.jspecify.annotations.Nullable;

/** How lines follow each other: {@code vertical} of WebVTT (section 4.4), {@code tts:writingMode} of TTML. */
public enum WritingDirection {
    /** Lines are horizontal and go down. */
    HORIZONTAL("", "lrtb"),
    /** Lines are vertical and go to the left. */
    VERTICAL_GROWING_LEFT("rl", "tbrl"),
    /** Lines are vertical and go to the right. */
    VERTICAL_GROWING_RIGHT("lr", "tblr");

    private final String vertical;
    private final String writingMode;

    WritingDirection(String vertical, String writingMode) {
        this.vertical = vertical;
        this.writingMode = writingMode;
    }

    static @Nullable WritingDirection ofVertical(String keyword) {
        return switch (keyword) {
            case "rl" -> VERTICAL_GROWING_LEFT;
            case "lr" -> VERTICAL_GROWING_RIGHT;
            default -> null;
        };
    }

    static @Nullable WritingDirection ofWritingMode(String keyword) {
        return switch (keyword) {
            case "lrtb", "rltb", "lr", "rl" -> HORIZONTAL;
            case "tbrl", "tb" -> VERTICAL_GROWING_LEFT;
            case "tblr" -> VERTICAL_GROWING_RIGHT;
            default -> null;
        };
    }

    /** The value of {@code vertical:}; empty for horizontal text, which has no such setting. */
    String vertical() {
        return vertical;
    }

    String writingMode() {
        return writingMode;
    }
}
