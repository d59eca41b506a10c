package io.dynpack.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The text of one SubRip cue: the tags {@code <i> <b> <u> <font color>}, which may be nested wrongly, and codes in braces that came
 * from SubStation Alpha, of which {@code \an} says where the cue stands. What is neither is text.
 */
final class SubRipText {
    private static final int MAX_TAG = 256;

    private final TextFindings findings;
    private final int line;
    private final PartList parts = new PartList();
    private final List<@Nullable Colour> colours = new ArrayList<>();
    private CueSettings settings = CueSettings.DEFAULT;
    private int italic;
    private int bold;
    private int underline;
    private SpanStyle style = SpanStyle.PLAIN;

    /** @param line of the document, for findings */
    SubRipText(TextFindings findings, int line) {
        this.findings = findings;
        this.line = line;
    }

    /** What the codes say about the place. */
    CueSettings settings() {
        return settings;
    }

    /** @return empty where the lines have no text */
    List<CuePart> parse(List<String> lines) {
        int from = 0;
        int to = lines.size();
        while (from < to && lines.get(from).isBlank()) {
            from++;
        }
        while (to > from && lines.get(to - 1).isBlank()) {
            to--;
        }
        for (int i = from; i < to; i++) {
            if (i > from) {
                parts.lineBreak();
            }
            line(lines.get(i).strip());
        }
        List<CuePart> all = parts.build();
        return all.stream().anyMatch(CuePart.Text.class::isInstance) ? all : List.of();
    }

    private void line(String text) {
        int start = 0;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end = c == '<' ? close(text, at, '>') : c == '{' ? close(text, at, '}') : -1;
            if (end >= 0) {
                SpanStyle before = style;
                boolean known = c == '<' ? tag(text.substring(at + 1, end)) : code(text.substring(at + 1, end));
                if (known) {
                    parts.text(CueText.unescaped(text, start, at), before);
                    if (text.startsWith("br", at + 1) || text.startsWith("BR", at + 1)) {
                        parts.lineBreak();
                    }
                    start = end + 1;
                    at = end;
                }
            }
            at++;
        }
        parts.text(CueText.unescaped(text, start, text.length()), style);
    }

    private static int close(String text, int at, char closing) {
        int last = Math.min(text.length(), at + MAX_TAG);
        for (int i = at + 1; i < last; i++) {
            if (text.charAt(i) == closing) {
                return i;
            }
        }
        return -1;
    }

    private boolean tag(String content) {
        String tag = content.stripTrailing().toLowerCase(Locale.ROOT);
        switch (tag) {
            case "i" -> italic++;
            case "b" -> bold++;
            case "u" -> underline++;
            case "/i" -> italic = Math.max(0, italic - 1);
            case "/b" -> bold = Math.max(0, bold - 1);
            case "/u" -> underline = Math.max(0, underline - 1);
            case "/font" -> {
                if (!colours.isEmpty()) {
                    colours.remove(colours.size() - 1);
                }
            }
            case "s", "/s" -> findings.addOnce(line, "WebVTT has no struck text, <s> is left out");
            case "br", "br/", "br /" -> {
                return true;
            }
            default -> {
                if (!tag.startsWith("font") || tag.length() > 4 && !CueText.isBlank(tag.charAt(4))) {
                    return false;
                }
                if (colours.size() < CueText.MAX_DEPTH) {
                    colours.add(fontColour(tag));
                }
            }
        }
        Colour color = colours.isEmpty() ? null : colours.get(colours.size() - 1);
        style = new SpanStyle(italic > 0, bold > 0, underline > 0, color, null, null, null, Ruby.NONE);
        return true;
    }

    private @Nullable Colour fontColour(String tag) {
        int color = tag.indexOf("color");
        int equals = color < 0 ? -1 : tag.indexOf('=', color);
        Colour outer = colours.isEmpty() ? null : colours.get(colours.size() - 1);
        if (equals < 0) {
            findings.addOnce(line, "of <font> the color counts only, others are left out");
            return outer;
        }
        String value = tag.substring(equals + 1).strip();
        boolean quoted = value.startsWith("\"") || value.startsWith("'");
        int from = quoted ? 1 : 0;
        int to = from;
        while (to < value.length() && (quoted ? value.charAt(to) != value.charAt(0) : !CueText.isBlank(value.charAt(to)))) {
            to++;
        }
        String name = value.substring(from, to);
        Colour known = Colour.parse(name, 1);
        if (known == null) {
            known = name.length() == 6 ? Colour.hexadecimal(name) : null;
        }
        if (known == null) {
            findings.addOnce(line, TextFindings.quote(name) + " is no colour, it is left out");
            return outer;
        }
        return known;
    }

    /** {@code \an8} and the like; others are left out. Braces without a backslash are text. */
    private boolean code(String content) {
        if (!content.startsWith("\\")) {
            return false;
        }
        for (String code : content.substring(1).split("\\\\")) {
            String name = code.strip();
            switch (name) {
                case "i1" -> italic = Math.max(1, italic);
                case "i0" -> italic = 0;
                case "b1" -> bold = Math.max(1, bold);
                case "b0" -> bold = 0;
                case "u1" -> underline = Math.max(1, underline);
                case "u0" -> underline = 0;
                default -> {
                    if (!place(name)) {
                        findings.addOnce(line, "WebVTT has nothing for the code {\\" + quotable(name) + "}, it is left out");
                    }
                }
            }
        }
        Colour color = colours.isEmpty() ? null : colours.get(colours.size() - 1);
        style = new SpanStyle(italic > 0, bold > 0, underline > 0, color, null, null, null, Ruby.NONE);
        return true;
    }

    private static String quotable(String name) {
        int end = 0;
        while (end < name.length() && end < 8 && Character.isLetter(name.charAt(end))) {
            end++;
        }
        return name.substring(0, end);
    }

    /** {@code an} counts as the numeric keypad of a keyboard: 1 to 3 at the bottom, 4 to 6 in the middle, 7 to 9 at the top. */
    private boolean place(String code) {
        int key;
        if (code.length() == 3 && code.startsWith("an")) {
            key = Decimal.digit(code.charAt(2));
        } else if (code.length() >= 2 && code.length() <= 3 && code.startsWith("a") && Decimal.digit(code.charAt(1)) >= 0) {
            // older programs count from 1 to 3 at the bottom, from 5 to 7 at the top, from 9 to 11 in the middle
            int number = Decimal.digit(code.charAt(1)) * (code.length() == 3 ? 10 : 1)
                    + (code.length() == 3 ? Decimal.digit(code.charAt(2)) : 0);
            key = number >= 9 && number <= 11 ? number - 5 : number >= 5 && number <= 7 ? number + 2 : number <= 3 ? number : 0;
        } else {
            return false;
        }
        if (key < 1) {
            return false;
        }
        CueLine place = key >= 7
                ? new CueLine.Row(0, CueLine.Alignment.START)
                : key >= 4 ? new CueLine.Offset(Percent.of(50), CueLine.Alignment.CENTER) : null;
        TextAlignment align = key % 3 == 1 ? TextAlignment.LEFT : key % 3 == 2 ? TextAlignment.CENTER : TextAlignment.RIGHT;
        settings = new CueSettings(WritingDirection.HORIZONTAL, place, null, Percent.HUNDRED, align, null);
        return true;
    }
}
