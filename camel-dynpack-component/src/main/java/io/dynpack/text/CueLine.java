package io.dynpack.text;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** Where a cue stands across its lines: the setting {@code line} of WebVTT (section 4.4). */
public sealed interface CueLine {

    /** Which edge of the cue stands there. */
    enum Alignment {
        START,
        CENTER,
        END;

        static @Nullable Alignment of(String keyword) {
            return switch (keyword) {
                case "start" -> START;
                case "center", "middle" -> CENTER;
                case "end" -> END;
                default -> null;
            };
        }
    }

    Alignment alignment();

    /**
     * A row of text.
     *
     * @param number from 0 at the first row, or from -1 at the last one backwards
     */
    record Row(int number, Alignment alignment) implements CueLine {
        @Override
        public String toString() {
            return number + suffix(alignment);
        }
    }

    /** A share of the video's height; of its width, from the left, where text is vertical. */
    record Offset(Percent offset, Alignment alignment) implements CueLine {
        @Override
        public String toString() {
            return offset + suffix(alignment);
        }
    }

    /** @return {@code null} where the value is none of WebVTT */
    static @Nullable CueLine parse(String value) {
        int comma = value.indexOf(',');
        Alignment alignment = comma < 0 ? Alignment.START : Alignment.of(value.substring(comma + 1));
        String place = comma < 0 ? value : value.substring(0, comma);
        if (alignment == null) {
            return null;
        }
        if (place.endsWith("%")) {
            Percent offset = Percent.parse(place);
            return offset == null ? null : new Offset(offset, alignment);
        }
        Decimal number = Decimal.parse(place);
        if (number == null || place.startsWith("+")) {
            return null;
        }
        // no screen has so many rows
        int row = (int) Math.min(number.whole(), 1000);
        return new Row(number.negative() ? -row : row, alignment);
    }

    private static String suffix(Alignment alignment) {
        return alignment == Alignment.START ? "" : "," + alignment.name().toLowerCase(Locale.ROOT);
    }
}
