package io.dynpack.text;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What a rule of a style sheet says of text, as far as WebVTT and TTML both know it; {@code null} where it says nothing.
 */
record Declarations(@Nullable Boolean italic, @Nullable Boolean bold, @Nullable Boolean underline, @Nullable Colour color,
        @Nullable Colour background) {

    static final Declarations NONE = new Declarations(null, null, null, null, null);

    static final Declarations ITALIC = new Declarations(true, null, null, null, null);
    static final Declarations BOLD = new Declarations(null, true, null, null, null);
    static final Declarations UNDERLINE = new Declarations(null, null, true, null, null);

    static Declarations color(Colour color) {
        return new Declarations(null, null, null, color, null);
    }

    static Declarations background(Colour color) {
        return new Declarations(null, null, null, null, color);
    }

    /** These, and where the others say something, theirs. */
    Declarations and(Declarations others) {
        return new Declarations(others.italic == null ? italic : others.italic, others.bold == null ? bold : others.bold,
                others.underline == null ? underline : others.underline, others.color == null ? color : others.color,
                others.background == null ? background : others.background);
    }

    /** Reads {@code color: red; font-style: italic}; properties and values that are not known say nothing. */
    static Declarations parse(String block) {
        Declarations all = NONE;
        for (String declaration : block.split(";")) {
            int colon = declaration.indexOf(':');
            if (colon >= 0) {
                all = all.and(parse(declaration.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        declaration.substring(colon + 1).replace("!important", "").strip()));
            }
        }
        return all;
    }

    private static Declarations parse(String property, String value) {
        String keyword = value.toLowerCase(Locale.ROOT);
        switch (property) {
            case "color" -> {
                Colour color = Colour.parse(value, 1);
                return color == null ? NONE : color(color);
            }
            case "background-color", "background" -> {
                Colour color = Colour.parse(value, 1);
                return color == null ? NONE : background(color);
            }
            case "font-style" -> {
                return new Declarations(keyword.equals("italic") || keyword.startsWith("oblique"), null, null, null, null);
            }
            case "font-weight" -> {
                Decimal weight = Decimal.parse(keyword);
                return new Declarations(null, keyword.startsWith("bold") || weight != null && weight.whole() >= 600, null, null,
                        null);
            }
            case "text-decoration", "text-decoration-line" -> {
                return new Declarations(null, null, keyword.contains("underline"), null, null);
            }
            default -> {
                return NONE;
            }
        }
    }
}
