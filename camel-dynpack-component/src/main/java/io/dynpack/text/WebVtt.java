package io.dynpack.text;

import org.jspecify.annotations.Nullable;

/**
 * Prints cues as WebVTT. Times are rounded down to milliseconds; a cue that would have none left lasts one. The same cues give the
 * same text.
 */
public final class WebVtt {
    /** The media type of what is printed here (W3C WebVTT, section 10.1). */
    public static final String MEDIA_TYPE = "text/vtt";

    private static final int LENGTH_OF_TIMES = 40;
    private static final String LANGUAGE = "Language";

    private WebVtt() {}

    /** The whole track. */
    public static String document(CueList cues) {
        return document(cues, 0, Long.MAX_VALUE);
    }

    /**
     * A file of its own with all cues that are shown at some time of a window, with the times of the document.
     *
     * @param from ticks of 10 MHz
     * @param to   ticks of 10 MHz
     */
    public static String document(CueList cues, long from, long to) {
        StringBuilder out = new StringBuilder(1 << 12).append(WebVttReader.SIGNATURE).append('\n');
        boolean told = cues.language() == null;
        for (String header : cues.headers()) {
            out.append(header).append('\n');
            told |= header.regionMatches(true, 0, LANGUAGE, 0, LANGUAGE.length());
        }
        if (!told) {
            out.append(LANGUAGE).append(": ").append(cues.language()).append('\n');
        }
        definitions(out, cues);
        for (int cue : cues.overlapping(from, to)) {
            append(out, cues, cue);
        }
        return out.toString();
    }

    /**
     * What stands in front of the first cue, without an empty line at its end: the signature, STYLE blocks and regions. It is the
     * configuration of {@code wvtt} (ISO/IEC 14496-30), too.
     */
    public static String header(CueList cues) {
        StringBuilder out = new StringBuilder().append(WebVttReader.SIGNATURE).append('\n');
        definitions(out, cues);
        return out.toString();
    }

    /**
     * A segment of HLS (RFC 8216, section 3.5): all cues that are shown at some time of a window, with the times of the document,
     * so that a player recognizes a cue that stands in two segments.
     *
     * @param from         ticks of 10 MHz
     * @param to           ticks of 10 MHz
     * @param timestampMap how times of cues are times of the other streams, or {@code null} to say nothing of it
     * @throws TextTooLargeException when it would be larger than the document's limits allow
     */
    public static String segment(CueList cues, long from, long to, @Nullable TimestampMap timestampMap) {
        StringBuilder out = new StringBuilder(1 << 10).append(WebVttReader.SIGNATURE).append('\n');
        if (timestampMap != null) {
            out.append(timestampMap).append('\n');
        }
        definitions(out, cues);
        for (int cue : cues.overlapping(from, to)) {
            append(out, cues, cue);
            requireSize(out, cues.limits());
        }
        return out.toString();
    }

    static void requireSize(CharSequence out, TextLimits limits) {
        if (out.length() > limits.segmentBytes()) {
            throw new TextTooLargeException("a segment has more than " + limits.segmentBytes() + " characters");
        }
    }

    private static void definitions(StringBuilder out, CueList cues) {
        for (String style : cues.styles()) {
            out.append("\nSTYLE\n").append(style).append('\n');
        }
        for (CueRegion region : cues.regions()) {
            out.append('\n').append(region);
        }
    }

    private static void append(StringBuilder out, CueList cues, int cue) {
        String text = cues.text(cue);
        String id = cues.id(cue);
        out.ensureCapacity(out.length() + text.length() + LENGTH_OF_TIMES);
        out.append('\n');
        if (id != null) {
            out.append(id).append('\n');
        }
        long start = cues.start(cue) / CueTime.PER_MILLISECOND;
        long end = Math.max(start + 1, cues.end(cue) / CueTime.PER_MILLISECOND);
        out.append(CueTime.print(start * CueTime.PER_MILLISECOND)).append(" --> ")
                .append(CueTime.print(end * CueTime.PER_MILLISECOND));
        String settings = cues.settings(cue).toString();
        if (!settings.isEmpty()) {
            out.append(' ').append(settings);
        }
        out.append('\n').append(text).append('\n');
    }
}
