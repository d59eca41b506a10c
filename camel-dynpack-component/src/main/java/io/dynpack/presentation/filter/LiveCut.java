package io.dynpack.presentation.filter;

import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.presentation.Ticks;
import io.dynpack.presentation.filter.FilterComposition.Bound;

/**
 * The part of a live event that filters leave at an instant. While the event grows, both ends of the part only move on; a
 * fragment that was shown stays until the window has left it behind.
 *
 * <p>
 * The presentation window and the back-off are counted back from the live edge. A fragment at the left edge of the window is kept
 * whole, one that reaches into the back-off is hidden whole.
 *
 * @param cut     may be empty, where nothing may be shown yet
 * @param isEnded whether what is left is complete: the event is over, or its forced end was reached
 */
public record LiveCut(TimeCut cut, boolean isEnded) {
    /** Ticks of 10 MHz; a smaller presentation window counts as this one, so that players have something to buffer. */
    public static final long MIN_WINDOW = 60 * Ticks.PER_SECOND;
    /** Ticks of 10 MHz; a larger back-off counts as this one. */
    public static final long MAX_BACKOFF = 300 * Ticks.PER_SECOND;

    /**
     * @throws FilterException where the back-off hides all of the presentation window or of what the event keeps, and where a
     *         forced end, or the start that goes with it, was left behind by the event
     */
    public static LiveCut of(FilterComposition filters, LiveEvent event) {
        FragmentTimeline reference = event.reference();
        if (event.isOver()) {
            return new LiveCut(TimeCut.of(filters, reference), true);
        }
        long backoff = Math.min(filters.backoff().ticks(), MAX_BACKOFF);
        long window = Math.max(filters.window().ticks(), MIN_WINDOW);
        requireSomethingToShow(filters.backoff(), backoff, window, event);
        long edge = reference.end();
        long left = filters.window().isSet() ? leftEdge(edge - window, reference) : 0;
        long right = backoff == 0 ? TimeCut.NO_END : rightEdge(edge - backoff, reference);
        long start = TimeCut.start(filters.start().ticks(), reference);
        Bound forced = filters.forcedEnd();
        if (!forced.isSet()) {
            return new LiveCut(new TimeCut(Math.max(start, left), right), false);
        }
        long end = TimeCut.end(forced.ticks(), reference);
        requireNotLeftBehind(filters, start, end, left, event);
        boolean isEnded = end <= Math.min(right, edge);
        long shownEnd = filters.start().ticks() < forced.ticks() ? Math.min(right, end) : 0;
        return new LiveCut(new TimeCut(Math.max(start, left), shownEnd), isEnded);
    }

    private static void requireSomethingToShow(Bound stated, long backoff, long window, LiveEvent event) {
        if (backoff >= window) {
            throw new FilterException(FilterException.Code.FILTER_LIVE_BACKOFF_OVER_PRESENTATION_WINDOW,
                    "the liveBackoffDuration hides all of the presentationWindowDuration", stated.filters());
        }
        if (backoff >= event.archiveWindow()) {
            throw new FilterException(FilterException.Code.FILTER_LIVE_BACKOFF_OVER_DVRWINDOW,
                    "the liveBackoffDuration hides all that the live event keeps", stated.filters());
        }
    }

    private static void requireNotLeftBehind(FilterComposition filters, long start, long end, long left, LiveEvent event) {
        long first = event.reference().start();
        boolean isForgetting = event.begin() < first;
        boolean isStartGone = isForgetting && filters.start().isSet() && start < first;
        long leftmost = Math.max(first, left);
        boolean isEndGone = end <= leftmost && event.begin() < leftmost;
        if (isStartGone || isEndGone) {
            throw new FilterException(FilterException.Code.FILTER_FORCE_END_LEFT_EDGE_CROSSED_DVR_WINDOW,
                    "the " + (isEndGone ? "endTimestamp" : "startTimestamp") + " lies before what the live event still shows",
                    isEndGone ? filters.forcedEnd().filters() : filters.start().filters());
        }
    }

    /** The start of the fragment that holds {@code time}, or of the next one; 0 where nothing lies before it. */
    private static long leftEdge(long time, FragmentTimeline reference) {
        int fragment = TimeCut.lastFrom(time, reference);
        if (fragment < 0) {
            return 0;
        }
        // the live edge is behind it, so there is a next one
        return time < reference.end(fragment) ? reference.start(fragment) : reference.start(fragment + 1);
    }

    /** The end of the last fragment that ends at {@code time} or before; 0 where there is none. */
    private static long rightEdge(long time, FragmentTimeline reference) {
        int fragment = TimeCut.lastFrom(time, reference);
        while (fragment >= 0 && reference.end(fragment) > time) {
            fragment--;
        }
        return fragment < 0 ? 0 : reference.end(fragment);
    }
}
