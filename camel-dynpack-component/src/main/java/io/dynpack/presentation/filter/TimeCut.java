package io.dynpack.presentation.filter;

import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.Ticks;
import io.dynpack.presentation.TimeWindow;

/**
 * The part of a presentation's time that filters leave, as whole fragments of its reference stream: the first video, or else
 * the first audio. Every other stream keeps the fragments that overlap it by more than {@link TimeWindow#NEGLIGIBLE}. Times stay
 * those of the whole presentation.
 *
 * <p>
 * A bound that is close to the start of a fragment means that start, since people copy times from manifests and round them; one
 * that is exact means itself. Elsewhere, the fragment that holds the bound is kept whole. A bound in a gap leaves the gap out.
 *
 * @param start ticks of 10 MHz from which on something is left; 0 where no filter sets a start
 * @param end   ticks up to which something is left, at least {@code start}; {@link #NO_END} where no filter sets an end
 */
public record TimeCut(long start, long end) {
    /** Everything to the end is left. */
    public static final long NO_END = Long.MAX_VALUE;
    /** Everything is left. */
    public static final TimeCut ALL = new TimeCut(0, NO_END);

    /** Ticks: 100 ms, more than anybody rounds by and less than a fragment lasts. */
    private static final long SNAP = Ticks.PER_SECOND / 10;

    public TimeCut {
        end = Math.max(start, end);
    }

    /**
     * Cuts a presentation that is not live, or no longer; live fields of the filters are ignored.
     *
     * @param whole as it is without filters
     */
    public static TimeCut of(FilterComposition filters, Presentation whole) {
        return of(filters, whole.reference().timeline());
    }

    /** As {@link #of(FilterComposition, Presentation)} for the timeline of the reference stream. */
    public static TimeCut of(FilterComposition filters, FragmentTimeline reference) {
        long start = 0;
        long end = NO_END;
        // what each filter leaves alone: an exact bound is not to leave what another one snaps away
        for (Filter filter : filters.filters()) {
            PresentationTimeRange range = filter.presentationTimeRange();
            long snap = range.exact() ? 0 : SNAP;
            start = Math.max(start, start(range.start(), reference, snap));
            end = Math.min(end, end(range.end(), reference, snap));
        }
        return new TimeCut(start, filters.start().ticks() >= filters.end().ticks() ? start : end);
    }

    /** @param end {@link #NO_END} for none */
    static TimeCut of(long start, long end, FragmentTimeline reference) {
        long first = start(start, reference);
        return new TimeCut(first, start >= end ? first : end(end, reference));
    }

    /** Where what is left begins if it is to begin at {@code bound}. */
    static long start(long bound, FragmentTimeline timeline) {
        return start(bound, timeline, SNAP);
    }

    private static long start(long bound, FragmentTimeline timeline, long snap) {
        if (bound <= 0) {
            return 0;
        }
        int fragment = lastFrom(bound, timeline);
        if (fragment < 0) {
            return isNear(timeline.start() - bound, 0, timeline, snap) ? timeline.start() : bound;
        }
        boolean isLast = fragment + 1 == timeline.count();
        if (bound >= timeline.end(fragment)) {
            return !isLast
                    ? timeline.start(fragment + 1)
                    : isNear(bound - timeline.end(), fragment, timeline, snap) ? timeline.end() : bound;
        }
        if (isNear(bound - timeline.start(fragment), fragment, timeline, snap)) {
            return timeline.start(fragment);
        }
        return isNearEnd(bound, fragment, timeline, snap) ? timeline.end(fragment) : timeline.start(fragment);
    }

    /** Where what is left ends if it is to end at {@code bound}. */
    static long end(long bound, FragmentTimeline timeline) {
        return end(bound, timeline, SNAP);
    }

    private static long end(long bound, FragmentTimeline timeline, long snap) {
        if (bound == NO_END) {
            return NO_END;
        }
        int fragment = lastFrom(bound, timeline);
        if (fragment < 0) {
            return isNear(timeline.start() - bound, 0, timeline, snap) ? timeline.start() : bound;
        }
        boolean isLast = fragment + 1 == timeline.count();
        if (isNear(bound - timeline.start(fragment), fragment, timeline, snap)) {
            return timeline.start(fragment);
        }
        if (bound < timeline.end(fragment)) {
            return timeline.end(fragment);
        }
        if (isLast) {
            return isNear(bound - timeline.end(), fragment, timeline, snap) ? timeline.end() : bound;
        }
        long next = timeline.start(fragment + 1);
        return isNear(next - bound, fragment + 1, timeline, snap) ? next : timeline.end(fragment);
    }

    /** The last fragment that begins at {@code time} or before, or -1. */
    static int lastFrom(long time, FragmentTimeline timeline) {
        int low = 0;
        int high = timeline.count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (timeline.start(middle) <= time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    private static boolean isNear(long distance, int fragment, FragmentTimeline timeline, long snap) {
        return distance <= snap && 2 * distance <= timeline.duration(fragment);
    }

    /** Whether a bound in a fragment is near to where the next one begins, or the timeline ends. */
    private static boolean isNearEnd(long bound, int fragment, FragmentTimeline timeline, long snap) {
        boolean meansEnd = fragment + 1 == timeline.count() || timeline.continues(fragment + 1);
        return meansEnd && isNear(timeline.end(fragment) - bound, fragment, timeline, snap);
    }

    /** Whether what is left begins later than the presentation may. */
    public boolean isStartCut() {
        return start > 0;
    }

    /** Whether what is left has an end of its own. */
    public boolean isEndCut() {
        return end != NO_END;
    }

    /** Whether nothing is left of any stream. */
    public boolean isEmpty() {
        return end == start;
    }

    /**
     * The fragments of a stream that are left: those of the {@link TimeWindow} from {@link #start} to {@link #end}.
     *
     * @param timeline of the whole stream on the presentation's time, which is {@link
     *                 io.dynpack.presentation.Stream#timeline()}; the ordinals are good for {@link
     *                 io.dynpack.presentation.Stream#smoothTimeline()} too
     */
    public FragmentWindow window(FragmentTimeline timeline) {
        if (isEmpty()) {
            return new FragmentWindow(0, 0);
        }
        TimeWindow window = new TimeWindow(start, end, start, end);
        int first = window.first(timeline);
        return new FragmentWindow(first, Math.max(first, window.end(timeline)));
    }
}
