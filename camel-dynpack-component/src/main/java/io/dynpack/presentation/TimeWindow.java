package io.dynpack.presentation;

/**
 * The part of a presentation's time that is shown, in ticks of 10 MHz on the timeline of HLS and DASH. Whole fragments are shown;
 * where somebody asked for a time to the frame, players are told to begin or end there.
 *
 * <p>
 * Fragments of sound seldom begin with those of video: sound that lasts 6.016 s lies 16 ms under the picture of 6 s. Kept for
 * that, it would begin a whole fragment before the picture; HLS and Smooth Streaming cannot tell players to pass over it, and some
 * then stop. So a fragment that lies in the window by no more than {@link #NEGLIGIBLE} is left out at either bound. Nobody hears
 * that so little is missing under the first picture or the last one; of what is missing more, whole words would be gone.
 *
 * @param start      where the first fragment of the reference stream begins; 0 where the start is not cut
 * @param end        where its last fragment ends; {@link #UNCUT} where the end is not cut
 * @param exactStart where players begin, at least {@code start} and mostly the same
 * @param exactEnd   where players end, at most {@code end} and mostly the same
 */
public record TimeWindow(long start, long end, long exactStart, long exactEnd) {
    public static final long UNCUT = Long.MAX_VALUE;
    /** Ticks: 100 ms, about five frames of AAC. */
    public static final long NEGLIGIBLE = Ticks.PER_SECOND / 10;
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

    /** The first fragment that is shown of a stream of video or sound; the timeline's count where none is. */
    public int first(FragmentTimeline timeline) {
        int first = timeline.firstEndingAfter(start);
        boolean straddles = first < timeline.count() && timeline.start(first) < start;
        return straddles && timeline.end(first) - start <= NEGLIGIBLE ? first + 1 : first;
    }

    /** Behind the last fragment that is shown of a stream of video or sound; at most {@link #first} where none is. */
    public int end(FragmentTimeline timeline) {
        int behind = timeline.firstBeginningFrom(end);
        boolean straddles = behind > 0 && timeline.end(behind - 1) > end;
        return straddles && end - timeline.start(behind - 1) <= NEGLIGIBLE ? behind - 1 : behind;
    }
}
