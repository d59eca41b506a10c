package io.dynpack.text;

import java.math.BigInteger;

import org.jspecify.annotations.Nullable;

/**
 * A decimal number as documents write it, kept exact: media time knows no floating point.
 *
 * @param negative whether a minus stands in front
 * @param whole    the digits in front of the point
 * @param fraction the digits behind the point, as a number
 * @param scale    ten to the power of how many they are
 */
record Decimal(boolean negative, long whole, long fraction, long scale) {
    /** A year in seconds has eight digits; in ticks of 10 MHz, which TTML writes without a point, fifteen. */
    private static final int MAX_DIGITS = 15;
    /** More digits behind the point than these say nothing that a tick could hold. */
    private static final int MAX_FRACTION = 9;

    /** @return {@code null} where the text is no number, or one of more than fifteen digits */
    static @Nullable Decimal parse(String text) {
        int at = 0;
        boolean negative = text.startsWith("-");
        if (negative || text.startsWith("+")) {
            at++;
        }
        int point = text.indexOf('.', at);
        int end = point < 0 ? text.length() : point;
        if (end - at > MAX_DIGITS || end == at && point < 0 || point >= 0 && point + 1 == text.length()) {
            return null;
        }
        long whole = 0;
        for (; at < end; at++) {
            int digit = digit(text.charAt(at));
            if (digit < 0) {
                return null;
            }
            whole = 10 * whole + digit;
        }
        long fraction = 0;
        long scale = 1;
        for (at = end + 1; at < text.length(); at++) {
            int digit = digit(text.charAt(at));
            if (digit < 0) {
                return null;
            }
            if (at - end <= MAX_FRACTION) {
                fraction = 10 * fraction + digit;
                scale *= 10;
            }
        }
        return new Decimal(negative, whole, fraction, scale);
    }

    /** The value of an ASCII digit; -1 of any other character. */
    static int digit(char c) {
        return c >= '0' && c <= '9' ? c - '0' : -1;
    }

    /** The absolute value times {@code factor}, rounded down; {@link Long#MAX_VALUE} where that is more than 63 bits hold. */
    long floor(long factor) {
        return floor(factor, 1);
    }

    /** The absolute value times {@code numerator / denominator}, as {@link #floor(long)}. */
    long floor(long numerator, long denominator) {
        BigInteger exact = BigInteger.valueOf(whole).multiply(BigInteger.valueOf(scale)).add(BigInteger.valueOf(fraction))
                .multiply(BigInteger.valueOf(numerator))
                .divide(BigInteger.valueOf(scale).multiply(BigInteger.valueOf(denominator)));
        return exact.bitLength() > 63 ? Long.MAX_VALUE : exact.longValue();
    }

    /** {@code value / unit} with no more digits than are needed; {@code unit} is a power of ten. */
    static String print(long value, int unit) {
        String whole = Long.toString(value / unit);
        long rest = value % unit;
        if (rest == 0) {
            return whole;
        }
        String digits = Long.toString(unit + rest).substring(1);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return whole + "." + digits.substring(0, end);
    }
}
