package io.dynpack.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a WebVTT cue (W3C WebVTT, sections 4.2.2 and 6.4): tags, timestamps and character references. A {@code <} that
 * nothing closes is text, since people write so; the standard would drop the rest of the cue. Takes time in proportion to the text.
 */
final class CueText {
    /** Tags deeper than these say nothing; what they enclose is kept. */
    static final int MAX_DEPTH = 64;
    /** Further classes of a tag say nothing. */
    private static final int MAX_CLASSES = 32;
    /** Of a speaker or a language; each document of IMSC names its speakers once more. */
    private static final int MAX_ANNOTATION = 256;
    private static final int MAX_REFERENCE = 10;
    private static final Map<String, String> REFERENCES = Map.ofEntries(Map.entry("amp", "&"), Map.entry("lt", "<"),
            Map.entry("gt", ">"), Map.entry("quot", "\""), Map.entry("apos", "'"), Map.entry("nbsp", "\u00a0"),
            Map.entry("lrm", "\u200e"), Map.entry("rlm", "\u200f"), Map.entry("shy", "\u00ad"), Map.entry("ensp", "\u2002"),
            Map.entry("emsp", "\u2003"), Map.entry("ndash", "\u2013"), Map.entry("mdash", "\u2014"),
            Map.entry("hellip", "\u2026"), Map.entry("lsquo", "\u2018"), Map.entry("rsquo", "\u2019"),
            Map.entry("ldquo", "\u201c"), Map.entry("rdquo", "\u201d"), Map.entry("laquo", "\u00ab"),
            Map.entry("raquo", "\u00bb"), Map.entry("copy", "\u00a9"), Map.entry("deg", "\u00b0"));

    /** An open tag and the style of what it encloses. */
    private record Open(String tag, SpanStyle style) {}

    private final String source;
    private final StyleSheet styles;
    private final List<Open> open = new ArrayList<>();
    private final PartList parts = new PartList();
    private SpanStyle style;
    /** Tags that were not opened since they were too deep. */
    private int beyond;

    private CueText(String source, StyleSheet styles) {
        this.source = source;
        this.styles = styles;
        this.style = SpanStyle.PLAIN.with(styles.root());
    }

    static List<CuePart> parse(String source, StyleSheet styles) {
        return new CueText(source, styles).parse();
    }

    private List<CuePart> parse() {
        int lastClose = source.lastIndexOf('>');
        int at = 0;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '<' && at < lastClose) {
                int close = source.indexOf('>', at);
                tag(source.substring(at + 1, close));
                at = close + 1;
            } else if (c == '\n') {
                parts.lineBreak();
                at++;
            } else {
                int end = at + 1;
                while (end < source.length() && source.charAt(end) != '\n'
                        && (source.charAt(end) != '<' || end > lastClose)) {
                    end++;
                }
                parts.text(unescaped(source, at, end), style);
                at = end;
            }
        }
        return parts.build();
    }

    private void tag(String tag) {
        if (tag.startsWith("/")) {
            end(tag.substring(1).strip());
        } else if (!tag.isEmpty() && Decimal.digit(tag.charAt(0)) >= 0) {
            long time = CueTime.parse(tag);
            if (time >= 0) {
                parts.timestamp(time);
            }
        } else {
            start(tag);
        }
    }

    private void start(String tag) {
        int end = 0;
        while (end < tag.length() && !isBlank(tag.charAt(end))) {
            end++;
        }
        String annotation = collapsed(unescaped(tag, end, tag.length()));
        annotation = annotation.substring(0, Math.min(annotation.length(), MAX_ANNOTATION));
        String[] names = tag.substring(0, end).split("\\.", MAX_CLASSES + 2);
        List<String> classes = Arrays.asList(names).subList(1, Math.min(names.length, MAX_CLASSES + 1));
        String name = names[0];
        SpanStyle inner;
        switch (name) {
            case "c", "i", "b", "u" -> inner = style;
            case "v" -> inner = style.withVoice(annotation.isEmpty() ? null : annotation);
            case "lang" -> inner = style.withLanguage(annotation.isEmpty() ? null : annotation);
            case "ruby" -> inner = style.withRuby(Ruby.BASE);
            case "rt" -> {
                if (open.isEmpty() || !open.get(open.size() - 1).tag().equals("ruby")) {
                    return;
                }
                inner = style.withRuby(Ruby.TEXT);
            }
            default -> {
                return;
            }
        }
        if (open.size() == MAX_DEPTH) {
            beyond++;
            return;
        }
        open.add(new Open(name, style));
        style = inner.with(styles.of(name, classes, name.equals("v") ? annotation : null));
    }

    private void end(String name) {
        if (beyond > 0) {
            beyond--;
            return;
        }
        if (open.isEmpty()) {
            return;
        }
        String innermost = open.get(open.size() - 1).tag();
        if (innermost.equals("rt") && name.equals("ruby")) {
            pop();
            pop();
        } else if (innermost.equals(name)) {
            pop();
        }
    }

    private void pop() {
        style = open.remove(open.size() - 1).style();
    }

    /** With character references replaced by what they mean; those that are not known stay. */
    static String unescaped(String text, int from, int to) {
        int reference = text.indexOf('&', from);
        if (reference < 0 || reference >= to) {
            return text.substring(from, to);
        }
        StringBuilder out = new StringBuilder(to - from);
        int at = from;
        while (at < to) {
            char c = text.charAt(at);
            String meaning = null;
            int semicolon = at;
            if (c == '&') {
                while (semicolon < to && semicolon - at <= MAX_REFERENCE && text.charAt(semicolon) != ';') {
                    semicolon++;
                }
                if (semicolon < to && text.charAt(semicolon) == ';') {
                    meaning = meaning(text.substring(at + 1, semicolon));
                }
            }
            if (meaning == null) {
                out.append(c);
                at++;
            } else {
                out.append(meaning);
                at = semicolon + 1;
            }
        }
        return out.toString();
    }

    private static @Nullable String meaning(String reference) {
        if (!reference.startsWith("#")) {
            return REFERENCES.get(reference);
        }
        boolean hexadecimal = reference.startsWith("#x") || reference.startsWith("#X");
        int code = 0;
        for (int i = hexadecimal ? 2 : 1; i < reference.length(); i++) {
            int digit = Character.digit(reference.charAt(i), hexadecimal ? 16 : 10);
            if (digit < 0 || reference.charAt(i) > 'f') {
                return null;
            }
            code = code * (hexadecimal ? 16 : 10) + digit;
            if (code > Character.MAX_CODE_POINT) {
                return "\ufffd";
            }
        }
        if (code == '\n' || code == '\r') {
            // a line break in a line is a blank, as HTML shows it
            return " ";
        }
        return code == 0 || code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE
                ? "\ufffd"
                : Character.toString(code);
    }

    /** Blanks at both ends go, and several are one. */
    static String collapsed(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean blank = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isBlank(c)) {
                blank = !out.isEmpty();
            } else {
                if (blank) {
                    out.append(' ');
                }
                blank = false;
                out.append(c);
            }
        }
        return out.toString();
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }
}
