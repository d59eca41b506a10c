package io.dynpack.text;

/**
 * Times of cues: ticks of 10 MHz since the start of the track's timeline. A millisecond is a whole number of ticks; a frame of
 * TTML that is none is rounded down.
 */
public final class CueTime {
    /** One tick is 100 nanoseconds. */
    public static final long PER_SECOND = 10_000_000;
    static final long PER_MILLISECOND = 10_000;
    /** A year. No programme is longer, and sums of two such times need no check. */
    static final long MAX = 366L * 24 * 3600 * PER_SECOND;
    private static final int MAX_GROUPS = 4;

    private CueTime() {}

    /**
     * A timestamp of WebVTT (W3C WebVTT, section 4.1) or of SubRip, read as people write them: hours may be missing, a group may
     * have fewer digits, a comma counts as a point. Behind a point stands a decimal fraction; behind a comma or a third colon
     * stand milliseconds where there are at most three digits, since programs that print {@code ,5} mean {@code ,005}.
     *
     * @return ticks; -1 where the text is no timestamp, or beyond {@link #MAX}
     */
    static long parse(String text) {
        long[] groups = new long[MAX_GROUPS];
        int count = 0;
        int at = 0;
        int length = text.length();
        char separator = ':';
        int digits = 0;
        while (count < MAX_GROUPS) {
            while (at < length && text.charAt(at) == ' ') {
                at++;
            }
            digits = 0;
            long value = 0;
            while (at < length && Decimal.digit(text.charAt(at)) >= 0) {
                // what lies behind the seventh digit is less than a tick, or more than a year
                if (digits < 7) {
                    value = 10 * value + Decimal.digit(text.charAt(at));
                    digits++;
                } else if (separator == ':') {
                    return -1;
                }
                at++;
            }
            if (digits == 0) {
                return -1;
            }
            groups[count++] = value;
            while (at < length && text.charAt(at) == ' ') {
                at++;
            }
            if (at == length || separator != ':') {
                break;
            }
            separator = text.charAt(at++);
            if (separator != ':' && separator != '.' && separator != ',') {
                return -1;
            }
        }
        if (at != length) {
            return -1;
        }
        long fraction = 0;
        if (separator != ':' || count == MAX_GROUPS) {
            fraction = separator != '.' && digits <= 3
                    ? groups[--count] * PER_MILLISECOND
                    : groups[--count] * PER_SECOND / power(digits);
        }
        if (count < 2 || count > 3) {
            return -1;
        }
        long hours = count == 3 ? groups[0] : 0;
        long minutes = groups[count - 2];
        long seconds = groups[count - 1];
        // without hours some count minutes on; sixty seconds are what a rounding leaves
        if (seconds > 99 || count == 3 && minutes > 99) {
            return -1;
        }
        long ticks = (hours * 3600 + minutes * 60 + seconds) * PER_SECOND + fraction;
        return ticks > MAX ? -1 : ticks;
    }

    private static long power(int digits) {
        long power = 1;
        for (int i = 0; i < digits; i++) {
            power *= 10;
        }
        return power;
    }

    /** As WebVTT writes it, {@code 00:01:02.345}, rounded down to milliseconds; the hours have two digits or more. */
    static String print(long ticks) {
        return clock(ticks, 3);
    }

    /** As TTML writes it, a clock time with as many digits of a second as there are, at least three. */
    static String printExact(long ticks) {
        String clock = clock(ticks, 7);
        int end = clock.length();
        int shortest = end - 4;
        while (end > shortest && clock.charAt(end - 1) == '0') {
            end--;
        }
        return clock.substring(0, end);
    }

    private static String clock(long ticks, int digits) {
        long seconds = ticks / PER_SECOND;
        long fraction = ticks % PER_SECOND / (PER_SECOND / power(digits));
        StringBuilder out = new StringBuilder(16);
        two(out, seconds / 3600).append(':');
        two(out, seconds / 60 % 60).append(':');
        two(out, seconds % 60).append('.');
        return out.append(Long.toString(power(digits) + fraction), 1, digits + 1).toString();
    }

    private static StringBuilder two(StringBuilder out, long value) {
        return (value < 10 ? out.append('0') : out).append(value);
    }
}
