package io.dynpack.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Prints pieces of text as the text of a WebVTT cue. Such text has neither an empty line nor {@code -->}, either of which would end
 * the cue: an empty line gets a no-break space, and {@code >} is always written as a reference.
 */
final class CueTextPrinter {
    private final StringBuilder out = new StringBuilder();
    private final List<String> open = new ArrayList<>();
    /** Whether the line that is being written has nothing that is shown. */
    private boolean empty = true;
    /** Line breaks that are not written yet, so that tags are closed in front of them. */
    private int breaks;

    private CueTextPrinter() {}

    /** @param colours gets the colours that WebVTT has no class for, as {@link #rule} writes them */
    static String print(List<CuePart> parts, Set<String> colours) {
        CueTextPrinter printer = new CueTextPrinter();
        for (CuePart part : parts) {
            printer.print(part, colours);
        }
        printer.open(List.of());
        printer.endLine();
        return printer.out.toString();
    }

    private void print(CuePart part, Set<String> colours) {
        if (part instanceof CuePart.Text text) {
            open(tags(text.style(), colours));
            escape(out, text.text());
            empty = false;
        } else if (part instanceof CuePart.Timestamp timestamp) {
            breakLines();
            out.append('<').append(CueTime.print(timestamp.time())).append('>');
            empty = false;
        } else {
            breaks++;
        }
    }

    private void breakLines() {
        for (; breaks > 0; breaks--) {
            endLine();
            out.append('\n');
            empty = true;
        }
    }

    private void endLine() {
        if (empty) {
            out.append("&nbsp;");
        }
    }

    /** Closes and opens tags until just these are open. */
    private void open(List<String> tags) {
        int common = 0;
        while (common < tags.size() && common < open.size() && tags.get(common).equals(open.get(common))) {
            common++;
        }
        while (open.size() > common) {
            String tag = open.remove(open.size() - 1);
            int end = 0;
            while (end < tag.length() && tag.charAt(end) != ' ' && tag.charAt(end) != '.') {
                end++;
            }
            out.append("</").append(tag, 0, end).append('>');
        }
        breakLines();
        for (String tag : tags.subList(common, tags.size())) {
            out.append('<').append(tag).append('>');
            open.add(tag);
        }
    }

    /** From the outermost to the innermost; {@code rt} stands right in {@code ruby}, as the standard wants it. */
    private static List<String> tags(SpanStyle style, Set<String> colours) {
        List<String> tags = new ArrayList<>();
        if (style.ruby() != Ruby.NONE) {
            tags.add("ruby");
        }
        if (style.ruby() == Ruby.TEXT) {
            tags.add("rt");
        }
        if (style.language() != null) {
            tags.add("lang " + annotation(style.language()));
        }
        if (style.voice() != null) {
            tags.add("v " + annotation(style.voice()));
        }
        Colour color = style.color();
        Colour background = style.background();
        if (color != null || background != null) {
            StringBuilder tag = new StringBuilder("c");
            if (color != null) {
                tag.append('.').append(color.className());
                define(color, color.className(), "color", colours);
            }
            if (background != null) {
                tag.append('.').append(background.backgroundClassName());
                define(background, background.backgroundClassName(), "background-color", colours);
            }
            tags.add(tag.toString());
        }
        if (style.bold()) {
            tags.add("b");
        }
        if (style.italic()) {
            tags.add("i");
        }
        if (style.underline()) {
            tags.add("u");
        }
        return tags;
    }

    private static void define(Colour color, String className, String property, Set<String> colours) {
        if (!color.hasClass()) {
            colours.add(rule(className, property, color));
        }
    }

    /** {@code ::cue(.color_ff8800) { color: #ff8800; }} */
    private static String rule(String className, String property, Colour color) {
        return "::cue(." + className + ") { " + property + ": #" + color.hexadecimal() + "; }";
    }

    private static String annotation(String text) {
        StringBuilder out = new StringBuilder(text.length());
        escape(out, CueText.collapsed(text));
        return out.toString();
    }

    static void escape(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                default -> out.append(c);
            }
        }
    }
}
