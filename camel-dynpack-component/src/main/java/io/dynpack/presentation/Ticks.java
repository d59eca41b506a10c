package io.dynpack.presentation;

import java.math.BigInteger;

/** Exact conversion of times between timescales. */
public final class Ticks {
    /** The timescale of manifests and URLs: 10 MHz, one tick is 100 nanoseconds. */
    public static final long PER_SECOND = 10_000_000;

    private Ticks() {}

    /**
     * {@code floor(ticks * to / from)}, without loss for any arguments whose result fits.
     *
     * @param ticks may be negative
     * @param from  ticks per second of {@code ticks}, at least 1
     * @param to    ticks per second of the result, at least 1
     * @throws ArithmeticException when the result does not fit into 63 bits
     */
    public static long convert(long ticks, long from, long to) {
        if (from == to) {
            return ticks;
        }
        long high = Math.multiplyHigh(ticks, to);
        long low = ticks * to;
        if (high == low >> 63) {
            return Math.floorDiv(low, from);
        }
        BigInteger[] parts = BigInteger.valueOf(ticks).multiply(BigInteger.valueOf(to))
                .divideAndRemainder(BigInteger.valueOf(from));
        BigInteger quotient = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
        return quotient.longValueExact();
    }

    /** {@link #convert} to the timescale of manifests. */
    public static long of(long ticks, long timescale) {
        return convert(ticks, timescale, PER_SECOND);
    }

    /** {@code ticks} of one timescale in another, rounded to the nearest tick. */
    static long round(long ticks, long from, long to) {
        return Math.floorDiv(convert(ticks, from, Math.multiplyExact(to, 2)) + 1, 2);
    }
}
