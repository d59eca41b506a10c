package io.dynpack.text;

import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A colour of text or of what lies behind it.
 *
 * @param rgba eight bits each of red, green, blue and opacity, red in the highest
 */
public record Colour(int rgba) {
    /** What WebVTT writes text in where nothing else is said (section 7.4). */
    static final Colour WHITE = new Colour(0xFFFFFFFF);
    static final Colour TRANSPARENT = new Colour(0);
    /** What WebVTT puts behind text where nothing else is said: {@code rgba(0, 0, 0, 0.8)}. */
    static final Colour DEFAULT_BACKGROUND = new Colour(0x000000CC);

    /** The classes of WebVTT, section 5; a class for what lies behind has {@code bg_} in front. */
    private static final Map<String, Colour> CLASSES = Map.of("white", WHITE, "lime", opaque(0x00FF00), "cyan",
            opaque(0x00FFFF), "red", opaque(0xFF0000), "yellow", opaque(0xFFFF00), "magenta", opaque(0xFF00FF), "blue",
            opaque(0x0000FF), "black", opaque(0x000000));
    /** The named colours of TTML2, section 10.3.3, which CSS has as well, and CSS's orange. */
    private static final Map<String, Colour> NAMES = Map.ofEntries(Map.entry("transparent", TRANSPARENT),
            Map.entry("black", opaque(0x000000)), Map.entry("silver", opaque(0xC0C0C0)), Map.entry("gray", opaque(0x808080)),
            Map.entry("grey", opaque(0x808080)), Map.entry("white", WHITE), Map.entry("maroon", opaque(0x800000)),
            Map.entry("red", opaque(0xFF0000)), Map.entry("purple", opaque(0x800080)), Map.entry("fuchsia", opaque(0xFF00FF)),
            Map.entry("magenta", opaque(0xFF00FF)), Map.entry("green", opaque(0x008000)), Map.entry("lime", opaque(0x00FF00)),
            Map.entry("olive", opaque(0x808000)), Map.entry("yellow", opaque(0xFFFF00)), Map.entry("navy", opaque(0x000080)),
            Map.entry("blue", opaque(0x0000FF)), Map.entry("teal", opaque(0x008080)), Map.entry("aqua", opaque(0x00FFFF)),
            Map.entry("cyan", opaque(0x00FFFF)), Map.entry("orange", opaque(0xFFA500)));
    /** Longer texts are no colour. */
    private static final int MAX_LENGTH = 64;

    static Colour opaque(int rgb) {
        return new Colour(rgb << 8 | 0xFF);
    }

    /** @return {@code null} where WebVTT has no such class */
    static @Nullable Colour ofClass(String name) {
        return CLASSES.get(name);
    }

    /**
     * {@code #rgb}, {@code #rrggbb}, {@code #rrggbbaa}, {@code rgb(r, g, b)}, {@code rgba(r, g, b, a)} or a name, as TTML and CSS
     * write it.
     *
     * @param opaqueIs the {@code a} of an opaque colour: 255 in TTML (TTML2, 10.3.3), 1 in CSS
     * @return {@code null} where the text is none of these
     */
    static @Nullable Colour parse(String text, int opaqueIs) {
        String value = text.strip();
        if (value.length() > MAX_LENGTH) {
            return null;
        }
        value = value.toLowerCase(Locale.ROOT);
        if (value.startsWith("#")) {
            return hexadecimal(value.substring(1));
        }
        if (value.startsWith("rgb") && value.endsWith(")")) {
            return function(value, opaqueIs);
        }
        return NAMES.get(value);
    }

    static @Nullable Colour hexadecimal(String digits) {
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), 16);
            if (digit < 0 || digits.charAt(i) > 'f') {
                return null;
            }
            value = value << 4 | digit;
        }
        return switch (digits.length()) {
            case 3 -> opaque((int) ((value & 0xF00) * 0x1100 | (value & 0xF0) * 0x110 | (value & 0xF) * 0x11));
            case 6 -> opaque((int) value);
            case 8 -> new Colour((int) value);
            default -> null;
        };
    }

    private static @Nullable Colour function(String value, int opaqueIs) {
        boolean withOpacity = value.startsWith("rgba(");
        if (!withOpacity && !value.startsWith("rgb(")) {
            return null;
        }
        String[] parts = value.substring(withOpacity ? 5 : 4, value.length() - 1).split(",", -1);
        if (parts.length != (withOpacity ? 4 : 3)) {
            return null;
        }
        int rgba = 0;
        for (int i = 0; i < 4; i++) {
            Decimal number = i < parts.length ? Decimal.parse(parts[i].strip()) : new Decimal(false, opaqueIs, 0, 1);
            if (number == null) {
                return null;
            }
            // half a step is added, so that 0.8 of 255 is 204
            long component = i < 3 ? number.floor(1) : (number.floor(2 * 255) / opaqueIs + 1) / 2;
            rgba = rgba << 8 | (int) (number.negative() ? 0 : Math.min(255, component));
        }
        return new Colour(rgba);
    }

    /** As a style of TTML: {@code #rrggbb}, and {@code aa} behind it where it is not opaque. */
    String hexadecimal() {
        String digits = Long.toHexString(1L << 32 | rgba & 0xFFFFFFFFL).substring(1);
        return digits.endsWith("ff") ? digits.substring(0, 6) : digits;
    }

    /** The class of WebVTT that means it; or, where the standard has none, one that a STYLE block has to define. */
    String className() {
        for (Map.Entry<String, Colour> entry : CLASSES.entrySet()) {
            if (entry.getValue().equals(this)) {
                return entry.getKey();
            }
        }
        return "color_" + hexadecimal();
    }

    /** Whether WebVTT defines {@link #className} itself. */
    boolean hasClass() {
        return CLASSES.containsValue(this);
    }

    /** As {@link #className}, for what lies behind text. */
    String backgroundClassName() {
        return hasClass() ? "bg_" + className() : "bg_" + hexadecimal();
    }
}
