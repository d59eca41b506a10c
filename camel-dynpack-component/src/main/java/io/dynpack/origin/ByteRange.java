package io.dynpack.origin;

import org.jspecify.annotations.Nullable;

/**
 * A single byte range of a GET (RFC 9110, 14.1.2).
 *
 * @param start first byte
 * @param end   exclusive
 */
record ByteRange(long start, long end) {

    /** Returned where a range cannot be satisfied. */
    static final ByteRange UNSATISFIABLE = new ByteRange(-1, -1);

    /**
     * Parses a {@code Range} header.
     *
     * @return {@code null} where the whole content is to be sent: no header, another unit, several ranges, bad syntax
     */
    static @Nullable ByteRange parse(@Nullable String header, long length) {
        if (header == null || header.length() > 64 || !header.regionMatches(true, 0, "bytes=", 0, 6)) {
            return null;
        }
        String spec = header.substring(6).strip();
        int dash = spec.indexOf('-');
        if (dash < 0) {
            return null;
        }
        long first = number(spec.substring(0, dash));
        long last = number(spec.substring(dash + 1));
        if (first == BAD || last == BAD) {
            return null;
        }
        if (first == ABSENT) {
            if (last == ABSENT) {
                return null;
            }
            return last == 0 || length == 0 ? UNSATISFIABLE : new ByteRange(Math.max(0, length - last), length);
        }
        if (last != ABSENT && last < first) {
            return null;
        }
        if (first >= length) {
            return UNSATISFIABLE;
        }
        return new ByteRange(first, last == ABSENT ? length : Math.min(length, last + 1));
    }

    private static final long ABSENT = -1;
    private static final long BAD = -2;

    private static long number(String digits) {
        if (digits.isEmpty()) {
            return ABSENT;
        }
        if (digits.length() > 18 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return BAD;
        }
        return Long.parseLong(digits);
    }
}
