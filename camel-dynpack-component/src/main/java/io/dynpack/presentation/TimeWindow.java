package io.dynpack.presentation;

/**
 * The part of a presentation's time that is shown, in ticks of 10 MHz on the timeline of HLS and DASH. Whole fragments are shown;
 * where somebody asked for a time to the frame, players are told to begin or end there.
 *
 * @param start      where the first fragment of the reference stream begins; 0 where the start is not cut
 * @param end        where its last fragment ends; {@link #UNCUT} where the end is not cut
 * @param exactStart where players begin, at least {@code start} and mostly the same
 * @param exactEnd   where players end, at most {@code end} and mostly the same
 */
public record TimeWindow(long start, long end, long exactStart, long exactEnd) {
    public static final long UNCUT = Long.MAX_VALUE;
    /** All the time. */
    public static final TimeWindow ALL = new TimeWindow(0, UNCUT, 0, UNCUT);

    public TimeWindow {
        if (start < 0 || end <= start || exactStart < start || exactEnd > end || exactEnd <= exactStart) {
            throw new IllegalArgumentException(
                    "a window from " + start + " to " + end + " that plays from " + exactStart + " to " + exactEnd);
        }
    }

    /** Whether less than all the time is shown. */
    public boolean isCut() {
        return start > 0 || end != UNCUT;
    }
}
