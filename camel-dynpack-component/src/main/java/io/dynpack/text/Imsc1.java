package io.dynpack.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Prints cues as TTML of the IMSC 1 Text profile (W3C TTML Profiles for Internet Media Subtitles and Captions 1.0.1 and 1.1),
 * as the samples of {@code stpp} have it. Each document is complete: regions, styles and speakers of its cues stand in its
 * head. The same cues and the same window give the same text.
 *
 * <p>
 * Timestamps within a cue, ids that are no names of XML, and what STYLE blocks say beyond colours, italics, weight and underlining
 * have no counterpart and are left out. WebVTT lets cues overlap each other, IMSC allows neither that nor more than four
 * regions at a time: such cues make a document that players show, but that does not conform in this.
 */
public final class Imsc1 {
    /** The media type of a document (W3C registry of TTML profiles). */
    public static final String MEDIA_TYPE = "application/ttml+xml";

    private static final String PROFILE_10 = "ttp:profile=\"http://www.w3.org/ns/ttml/profile/imsc1/text\"";
    private static final String PROFILE_11 = "ttp:contentProfiles=\"http://www.w3.org/ns/ttml/profile/imsc1.1/text\"";
    /** Of a name in XML that needs no look at the tables of Unicode; those that are generated here are none of them. */
    private static final Pattern NAME = Pattern.compile("(?!(region|style|agent)\\d)[A-Za-z_][A-Za-z0-9_.-]{0,255}");

    private final CueList cues;
    private final StringBuilder body = new StringBuilder(1 << 10);
    /** Attributes to the number of the element that has them, in the order of their first use. */
    private final Map<String, Integer> regions = new LinkedHashMap<>();
    private final Map<String, Integer> styles = new LinkedHashMap<>();
    private final Map<String, Integer> agents = new LinkedHashMap<>();
    private final Set<String> ids = new HashSet<>();

    private Imsc1(CueList cues) {
        this.cues = cues;
    }

    /**
     * The document of one window, with times on the track's timeline.
     *
     * <p>
     * A cue that goes on beyond the window is cut at its bounds, and stands in the next document again. ISO/IEC 14496-30 shows a
     * document during its sample only; a player that goes by the times in the document alone would show a cue twice that is
     * repeated with its whole length.
     *
     * @param from ticks of 10 MHz
     * @param to   ticks of 10 MHz
     * @throws TextTooLargeException when it would be larger than the document's limits allow
     */
    public static String document(CueList cues, long from, long to) {
        return document(cues, from, to, 0);
    }

    /**
     * As {@link #document(CueList, long, long)} with times that count from another instant.
     *
     * @param origin ticks of 10 MHz, at most {@code from}
     */
    public static String document(CueList cues, long from, long to, long origin) {
        Imsc1 document = new Imsc1(cues);
        for (int cue : cues.overlapping(from, to)) {
            document.append(cue, Math.max(from, cues.start(cue)) - origin, Math.min(to, cues.end(cue)) - origin);
            WebVtt.requireSize(document.body, cues.limits());
        }
        return document.print();
    }

    private String print() {
        String language = cues.language();
        StringBuilder out = new StringBuilder(body.length() + (1 << 10));
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tt xmlns=\"http://www.w3.org/ns/ttml\""
                + " xmlns:ttm=\"http://www.w3.org/ns/ttml#metadata\" xmlns:ttp=\"http://www.w3.org/ns/ttml#parameter\""
                + " xmlns:tts=\"http://www.w3.org/ns/ttml#styling\" ")
                .append(cues.hasRuby() ? PROFILE_11 : PROFILE_10).append(" xml:lang=\"");
        escape(out, language == null ? "" : language);
        out.append("\" xml:space=\"preserve\">\n<head>\n");
        if (!agents.isEmpty()) {
            out.append("<metadata>\n");
            agents.forEach((name, number) -> {
                out.append("<ttm:agent xml:id=\"agent").append(number)
                        .append("\" type=\"character\"><ttm:name type=\"alias\">");
                escape(out, name);
                out.append("</ttm:name></ttm:agent>\n");
            });
            out.append("</metadata>\n");
        }
        if (!styles.isEmpty()) {
            out.append("<styling>\n");
            styles.forEach((attributes, number) -> out.append("<style xml:id=\"style").append(number).append('"')
                    .append(attributes).append("/>\n"));
            out.append("</styling>\n");
        }
        if (!regions.isEmpty()) {
            out.append("<layout>\n");
            regions.forEach((attributes, number) -> out.append("<region xml:id=\"region").append(number).append('"')
                    .append(attributes).append("/>\n"));
            out.append("</layout>\n");
        }
        out.append("</head>\n");
        if (body.isEmpty()) {
            out.append("<body/>\n");
        } else {
            // 80 % of a cell, whose height is a fifteenth, is the size of text in WebVTT, 5 % of the video's height, and a little
            out.append("<body tts:fontFamily=\"proportionalSansSerif\" tts:fontSize=\"80%\">\n<div>\n").append(body)
                    .append("</div>\n</body>\n");
        }
        return out.append("</tt>\n").toString();
    }

    private void append(int cue, long begin, long end) {
        List<CuePart> parts = PartList.withoutTimestamps(cues.parts(cue));
        if (parts.stream().noneMatch(CuePart.Text.class::isInstance)) {
            return;
        }
        boolean rightToLeft = isRightToLeft(parts);
        CueSettings settings = cues.settings(cue);
        String id = cues.id(cue);
        CueBox box = CueBox.of(settings, settings.region() == null ? null : cues.region(settings.region()), rightToLeft);
        body.append("<p");
        if (id != null && NAME.matcher(id).matches() && ids.add(id)) {
            body.append(" xml:id=\"").append(id).append('"');
        }
        // how lines are aligned is a style that is referred to: hls.js sees it there and in a region, but what Shaka sees in a
        // region it does to each span, which puts them in the wrong order
        TextAlignment side = rightToLeft ? box.align().resolved(true) : box.align();
        body.append(" region=\"region").append(number(regions, attributes(box))).append("\" style=\"style")
                .append(number(styles, " tts:textAlign=\"" + side.keyword() + '"')).append("\" begin=\"")
                .append(CueTime.printExact(begin)).append("\" end=\"").append(CueTime.printExact(end)).append('"')
                .append(rightToLeft ? " tts:direction=\"rtl\">" : ">");
        int at = 0;
        while (at < parts.size()) {
            int text = endOf(parts, at, Ruby.BASE);
            int after = endOf(parts, text, Ruby.TEXT);
            if (text > at && after > text) {
                body.append("<span tts:ruby=\"container\"><span tts:ruby=\"base\">");
                appendAll(parts.subList(at, text));
                body.append("</span><span tts:ruby=\"text\">");
                appendAll(parts.subList(text, after));
                body.append("</span></span>");
                at = after;
            } else {
                // a base without text, or a text without a base, is text like any other
                appendAll(parts.subList(at, at + 1));
                at++;
            }
        }
        body.append("</p>\n");
    }

    /** Behind the last of the pieces that play that part in ruby, from {@code at} on. */
    private static int endOf(List<CuePart> parts, int at, Ruby part) {
        int end = at;
        while (end < parts.size() && parts.get(end) instanceof CuePart.Text text && text.style().ruby() == part) {
            end++;
        }
        return end;
    }

    private void appendAll(List<CuePart> parts) {
        for (CuePart part : parts) {
            if (part instanceof CuePart.LineBreak) {
                body.append("<br/>");
            } else if (part instanceof CuePart.Text text) {
                SpanStyle style = text.style();
                body.append("<span style=\"style").append(number(styles, attributes(style))).append('"');
                if (style.language() != null) {
                    body.append(" xml:lang=\"");
                    escape(body, style.language());
                    body.append('"');
                }
                if (style.voice() != null) {
                    body.append(" ttm:agent=\"agent").append(number(agents, style.voice())).append('"');
                }
                body.append('>');
                escape(body, text.text());
                body.append("</span>");
            }
        }
    }

    private static int number(Map<String, Integer> numbers, String of) {
        return numbers.computeIfAbsent(of, key -> numbers.size() + 1);
    }

    private static String attributes(CueBox box) {
        boolean horizontal = box.direction() == WritingDirection.HORIZONTAL;
        return " tts:origin=\"" + new Percent(box.x()) + " " + new Percent(box.y()) + "\" tts:extent=\""
                + new Percent(box.width()) + " " + new Percent(box.height()) + "\" tts:displayAlign=\""
                + switch (box.place()) {
                    case BEFORE -> "before";
                    case CENTER -> "center";
                    case AFTER -> "after";
                } + (horizontal ? "" : "\" tts:writingMode=\"" + box.direction().writingMode())
                // a cue of more lines than its place has room for is shown nevertheless
                + "\" tts:overflow=\"visible\"";
    }

    /** What WebVTT says by saying nothing is written out: TTML has no colour behind text of itself. */
    private static String attributes(SpanStyle style) {
        StringBuilder out = new StringBuilder();
        append(out, "color", style.color(), Colour.WHITE);
        append(out, "backgroundColor", style.background(), Colour.DEFAULT_BACKGROUND);
        return out.append(style.italic() ? " tts:fontStyle=\"italic\"" : "")
                .append(style.bold() ? " tts:fontWeight=\"bold\"" : "")
                .append(style.underline() ? " tts:textDecoration=\"underline\"" : "").toString();
    }

    private static void append(StringBuilder out, String name, @Nullable Colour colour, Colour otherwise) {
        out.append(" tts:").append(name).append("=\"#").append((colour == null ? otherwise : colour).hexadecimal()).append('"');
    }

    /** By the first character that has a direction, as WebVTT does (section 7.2). */
    private static boolean isRightToLeft(List<CuePart> parts) {
        List<String> texts = new ArrayList<>();
        for (CuePart part : parts) {
            if (part instanceof CuePart.Text text) {
                texts.add(text.text());
            }
        }
        for (String text : texts) {
            for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
                switch (Character.getDirectionality(text.codePointAt(i))) {
                    case Character.DIRECTIONALITY_LEFT_TO_RIGHT -> {
                        return false;
                    }
                    case Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC -> {
                        return true;
                    }
                    default -> {
                        // digits and punctuation have the direction of what is around them
                    }
                }
            }
        }
        return false;
    }

    /** What XML cannot carry becomes U+FFFD. */
    private static void escape(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c) && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                out.append(c).append(text.charAt(++i));
                continue;
            }
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\t' -> out.append("&#9;");
                default -> out.append(c < ' ' || c >= '\ufffe' || Character.isSurrogate(c) ? '\ufffd' : c);
            }
        }
    }
}
