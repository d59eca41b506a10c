package io.dynpack.text;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the STYLE blocks of a WebVTT document (section 8.2.1) say, as far as it can be said in TTML: rules for {@code ::cue} and for
 * {@code ::cue(…)} with a tag, a class, both, or a voice. Other selectors and properties are for players that read WebVTT.
 */
final class StyleSheet {
    static final StyleSheet EMPTY = new StyleSheet(Map.of());
    private static final String CUE = "::cue";

    private final Map<String, Declarations> rules;

    private StyleSheet(Map<String, Declarations> rules) {
        this.rules = rules;
    }

    /** Work and memory are in proportion to the text. */
    static StyleSheet parse(List<String> blocks) {
        if (blocks.isEmpty()) {
            return EMPTY;
        }
        Map<String, Declarations> rules = new HashMap<>();
        for (String block : blocks) {
            String css = withoutComments(block);
            int at = 0;
            while (true) {
                int open = css.indexOf('{', at);
                int close = open < 0 ? -1 : css.indexOf('}', open);
                if (close < 0) {
                    break;
                }
                Declarations declared = Declarations.parse(css.substring(open + 1, close));
                for (String selector : css.substring(at, open).split(",")) {
                    String key = key(selector.strip());
                    if (key != null && !declared.equals(Declarations.NONE)) {
                        rules.merge(key, declared, Declarations::and);
                    }
                }
                at = close + 1;
            }
        }
        return new StyleSheet(rules);
    }

    private static String withoutComments(String css) {
        StringBuilder out = new StringBuilder(css.length());
        int at = 0;
        while (at < css.length()) {
            int open = css.indexOf("/*", at);
            int close = open < 0 ? -1 : css.indexOf("*/", open + 2);
            if (open < 0) {
                break;
            }
            out.append(css, at, open);
            at = close < 0 ? css.length() : close + 2;
        }
        return out.append(css, at, css.length()).toString();
    }

    /** {@code ""} of a bare {@code ::cue}, {@code tag}, {@code .class}, {@code tag.class} or {@code v=speaker}. */
    private static @Nullable String key(String selector) {
        int cue = selector.indexOf(CUE);
        if (cue < 0 || selector.substring(0, cue).indexOf(' ') >= 0) {
            return null;
        }
        String rest = selector.substring(cue + CUE.length());
        if (rest.isEmpty()) {
            return "";
        }
        if (!rest.startsWith("(") || !rest.endsWith(")")) {
            return null;
        }
        String inner = rest.substring(1, rest.length() - 1).strip();
        String voice = voice(inner);
        if (voice != null) {
            return "v=" + voice;
        }
        boolean simple = inner.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.')
                && inner.indexOf('.') == inner.lastIndexOf('.');
        return simple && !inner.isEmpty() ? inner : null;
    }

    private static @Nullable String voice(String selector) {
        for (String start : List.of("v[voice=", "[voice=")) {
            if (selector.startsWith(start) && selector.endsWith("]") && selector.length() > start.length() + 2) {
                return selector.substring(start.length() + 1, selector.length() - 2);
            }
        }
        return null;
    }

    /** Of all text. */
    Declarations root() {
        return rules.getOrDefault("", Declarations.NONE);
    }

    boolean isEmpty() {
        return rules.isEmpty();
    }

    /**
     * What holds for a tag: its own meaning, then the colours of its classes, then the rules from the general to the
     * particular.
     */
    Declarations of(String tag, List<String> classes, @Nullable String voice) {
        Declarations all = switch (tag) {
            case "i" -> Declarations.ITALIC;
            case "b" -> Declarations.BOLD;
            case "u" -> Declarations.UNDERLINE;
            default -> Declarations.NONE;
        };
        for (String name : classes) {
            boolean behind = name.startsWith("bg_");
            Colour color = Colour.ofClass((behind ? name.substring(3) : name).toLowerCase(Locale.ROOT));
            if (color != null) {
                all = all.and(behind ? Declarations.background(color) : Declarations.color(color));
            }
        }
        if (rules.isEmpty()) {
            return all;
        }
        all = all.and(rules.getOrDefault(tag, Declarations.NONE));
        for (String name : classes) {
            all = all.and(rules.getOrDefault("." + name, Declarations.NONE));
        }
        for (String name : classes) {
            all = all.and(rules.getOrDefault(tag + "." + name, Declarations.NONE));
        }
        return voice == null ? all : all.and(rules.getOrDefault("v=" + voice, Declarations.NONE));
    }
}
