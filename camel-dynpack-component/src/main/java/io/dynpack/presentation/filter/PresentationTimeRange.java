package io.dynpack.presentation.filter;

import io.dynpack.presentation.Ticks;

/**
 * Which part of a presentation's time a filter keeps, as it is stated. Times are those of the manifest, not counted from its
 * first fragment. JSON that went through a program with floating-point numbers has damaged values for what is not set, so
 * every value from 2⁶³ − 10⁶ on counts as not set.
 *
 * @param startTimestamp             ticks of {@code timescale}; 0 for no start
 * @param endTimestamp               ticks, after the start; {@link #UNSET} for no end. Applies to what is not live, and to a live
 *                                   event with {@code forceEndTimestamp}
 * @param presentationWindowDuration of a live event: ticks before its live edge that are shown; {@link #UNSET} for all
 * @param liveBackoffDuration        of a live event: ticks before its live edge that are hidden
 * @param timescale                  ticks per second, at least 1
 * @param forceEndTimestamp          whether the end applies while an event is live
 * @param exact                      whether the bounds are meant to the tick rather than to the fragment; not a field of Azure
 *                                   Media Services
 */
public record PresentationTimeRange(long startTimestamp, long endTimestamp, long presentationWindowDuration,
        long liveBackoffDuration, long timescale, boolean forceEndTimestamp, boolean exact) {

    /** An end or a window that is not set. */
    public static final long UNSET = Long.MAX_VALUE;
    /** Of a filter that does not state one. */
    public static final long DEFAULT_TIMESCALE = Ticks.PER_SECOND;
    /** All of the time. */
    public static final PresentationTimeRange ALL = new PresentationTimeRange(0, UNSET, UNSET, 0, DEFAULT_TIMESCALE, false,
            false);

    /**
     * @throws FilterFieldException for a value that is negative or too large for 10 MHz, an end that is not after the start, or
     *                              a forced end that is none
     */
    public PresentationTimeRange {
        if (timescale < 1) {
            throw new FilterFieldException("timescale", "is " + timescale + " ticks per second, less than 1");
        }
        startTimestamp = isUnset(startTimestamp) ? 0 : startTimestamp;
        endTimestamp = isUnset(endTimestamp) ? UNSET : endTimestamp;
        presentationWindowDuration = isUnset(presentationWindowDuration) ? UNSET : presentationWindowDuration;
        liveBackoffDuration = isUnset(liveBackoffDuration) ? 0 : liveBackoffDuration;
        require("startTimestamp", startTimestamp, timescale);
        require("endTimestamp", endTimestamp, timescale);
        require("presentationWindowDuration", presentationWindowDuration, timescale);
        require("liveBackoffDuration", liveBackoffDuration, timescale);
        if (endTimestamp <= startTimestamp) {
            throw new FilterFieldException("endTimestamp",
                    "is " + endTimestamp + ", which is not after the startTimestamp " + startTimestamp);
        }
        if (forceEndTimestamp && endTimestamp == UNSET) {
            throw new FilterFieldException("forceEndTimestamp", "is true and there is no endTimestamp");
        }
    }

    private static boolean isUnset(long value) {
        // 2^63 - 10^6 and above
        return value > Long.MAX_VALUE - 1_000_000;
    }

    private static void require(String field, long value, long timescale) {
        if (value < 0) {
            throw new FilterFieldException(field, "is " + value + ", less than 0");
        }
        try {
            ticks(value, timescale);
        } catch (ArithmeticException e) {
            throw new FilterFieldException(field, "is " + value + " ticks of a timescale of " + timescale
                    + ", a time that no manifest can have");
        }
    }

    private static long ticks(long value, long timescale) {
        return value == UNSET ? UNSET : Ticks.of(value, timescale);
    }

    /** A range without live fields, in ticks of 10 MHz. */
    public static PresentationTimeRange of(long start, long end) {
        return new PresentationTimeRange(start, end, UNSET, 0, DEFAULT_TIMESCALE, false, false);
    }

    /** {@link #startTimestamp} in ticks of 10 MHz. */
    public long start() {
        return ticks(startTimestamp, timescale);
    }

    /** {@link #endTimestamp} in ticks of 10 MHz, or {@link #UNSET}. */
    public long end() {
        return ticks(endTimestamp, timescale);
    }

    /** {@link #presentationWindowDuration} in ticks of 10 MHz, or {@link #UNSET}. */
    public long window() {
        return ticks(presentationWindowDuration, timescale);
    }

    /** {@link #liveBackoffDuration} in ticks of 10 MHz. */
    public long backoff() {
        return ticks(liveBackoffDuration, timescale);
    }
}
