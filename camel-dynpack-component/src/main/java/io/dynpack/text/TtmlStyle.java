package io.dynpack.text;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Values of those style attributes of TTML (TTML2, section 10.2) that WebVTT has a counterpart for, by their local names.
 */
record TtmlStyle(Map<String, String> values) {
    static final TtmlStyle NONE = new TtmlStyle(Map.of());

    /** Those that content takes from the region it stands in, and from the content around it. */
    private static final Set<String> INHERITED = Set.of("color", "fontStyle", "fontWeight", "textDecoration", "textAlign",
            "direction", "visibility");
    /** Those that hold for the text of an element and of all within. What lies behind text belongs to them: WebVTT has no boxes. */
    private static final Set<String> OF_CONTENT = Set.of("color", "fontStyle", "fontWeight", "textDecoration", "textAlign",
            "direction", "visibility", "backgroundColor");
    private static final Set<String> OF_ELEMENT = Set.of("display", "displayAlign", "extent", "origin", "position", "ruby",
            "writingMode");
    /** Longer ones are no value of these. */
    private static final int MAX_VALUE = 128;

    static boolean isKnown(String name) {
        return OF_CONTENT.contains(name) || OF_ELEMENT.contains(name);
    }

    @Nullable
    String get(String name) {
        return values.get(name);
    }

    /** These, and where the others say something, theirs. */
    TtmlStyle and(TtmlStyle others) {
        if (others.values.isEmpty()) {
            return this;
        }
        if (values.isEmpty()) {
            return others;
        }
        Map<String, String> all = new HashMap<>(values);
        all.putAll(others.values);
        return new TtmlStyle(all);
    }

    /** What content that stands in a region of this style takes from it. */
    TtmlStyle inherited() {
        return only(INHERITED::contains);
    }

    /** What content within an element of this style takes from it. */
    TtmlStyle ofContent() {
        return only(OF_CONTENT::contains);
    }

    private TtmlStyle only(Predicate<String> names) {
        if (values.keySet().stream().allMatch(names)) {
            return this;
        }
        Map<String, String> some = new HashMap<>(values);
        some.keySet().removeIf(names.negate());
        return new TtmlStyle(some);
    }

    /** Of the attributes of the element whose start was read; those without a counterpart are left out with a finding. */
    static TtmlStyle ofAttributes(TtmlXml element, TextFindings findings) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < element.getAttributeCount(); i++) {
            String name = element.getAttributeLocalName(i);
            if (TtmlVocabulary.of(element.getAttributeNamespace(i)) == TtmlVocabulary.STYLING) {
                String value = element.getAttributeValue(i).strip();
                if (isKnown(name) && value.length() <= MAX_VALUE) {
                    values.put(name, value);
                } else {
                    findings.addOnce(element.line(),
                            "tts:" + TextFindings.quote(name) + " has no counterpart in WebVTT, it is left out");
                }
            }
        }
        return values.isEmpty() ? NONE : new TtmlStyle(values);
    }

    boolean isHidden() {
        return "hidden".equals(get("visibility")) || "none".equals(get("display"));
    }

    boolean isRightToLeft() {
        String mode = get("writingMode");
        return "rtl".equals(get("direction")) || "rltb".equals(mode) || "rl".equals(mode);
    }

    /** The style of text; colours that are none are left out with a finding. */
    SpanStyle span(int line, TextFindings findings) {
        String weight = get("fontWeight");
        String slant = get("fontStyle");
        String decoration = get("textDecoration");
        boolean underline = false;
        if (decoration != null) {
            for (String keyword : decoration.split(" ")) {
                underline |= keyword.equals("underline");
                if (keyword.equals("lineThrough") || keyword.equals("overline")) {
                    findings.addOnce(line, "tts:textDecoration " + keyword + " has no counterpart in WebVTT, it is left out");
                }
            }
        }
        return new SpanStyle(slant != null && (slant.equals("italic") || slant.contains("blique")),
                "bold".equals(weight), underline, colour("color", line, findings), colour("backgroundColor", line, findings),
                null, null, Ruby.NONE);
    }

    private @Nullable Colour colour(String name, int line, TextFindings findings) {
        String value = get(name);
        if (value == null) {
            return null;
        }
        Colour colour = Colour.parse(value, 255);
        if (colour == null) {
            findings.addOnce(line, "tts:" + name + " is no colour, it is left out: " + TextFindings.quote(value));
        }
        return colour;
    }
}
