package io.dynpack.text;

import org.jspecify.annotations.Nullable;

/**
 * A line with the times of a cue (W3C WebVTT, section 6.3), as WebVTT and SubRip have it.
 *
 * @param start ticks of 10 MHz
 * @param end   ticks of 10 MHz
 * @param rest  what stands behind the times, without blanks around it
 */
record CueTiming(long start, long end, String rest) {
    static final String ARROW = "-->";

    /** Whether such a line was meant: what stands in front of the arrow begins as a time does, and has a colon. */
    static boolean isMeant(String line) {
        int arrow = line.indexOf(ARROW);
        if (arrow < 0) {
            return false;
        }
        int first = skip(line, 0);
        int colon = line.indexOf(':');
        return (Decimal.digit(line.charAt(first)) >= 0 || line.charAt(first) == '-' && first < arrow) && colon >= 0
                && colon < arrow;
    }

    /** @return {@code null} where the line is none, or has times that are none */
    static @Nullable CueTiming parse(String line) {
        int arrow = line.indexOf(ARROW);
        if (arrow < 0) {
            return null;
        }
        int begin = skip(line, arrow + ARROW.length());
        int end = begin;
        // a time ends at a blank, except where people put one behind its point
        while (end < line.length() && isTime(line, end)) {
            end++;
        }
        long from = CueTime.parse(line.substring(0, arrow).replace('\t', ' ').strip());
        long to = CueTime.parse(line.substring(begin, end));
        return from < 0 || to < 0 ? null : new CueTiming(from, to, line.substring(end).strip());
    }

    private static boolean isTime(String line, int at) {
        char c = line.charAt(at);
        return Decimal.digit(c) >= 0 || c == ':' || c == '.' || c == ','
                || c == ' ' && at > 0 && at + 1 < line.length() && Decimal.digit(line.charAt(at + 1)) >= 0
                        && (line.charAt(at - 1) == ',' || line.charAt(at - 1) == '.');
    }

    private static int skip(String line, int at) {
        int next = at;
        while (next < line.length() && CueText.isBlank(line.charAt(next))) {
            next++;
        }
        return next;
    }
}
