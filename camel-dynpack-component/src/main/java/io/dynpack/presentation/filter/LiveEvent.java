package io.dynpack.presentation.filter;

import io.dynpack.presentation.FragmentTimeline;

/**
 * What there is of a live event at an instant. Times are ticks of 10 MHz.
 *
 * @param reference     the fragments of the reference stream that are there now; its end is the live edge
 * @param begin         where the event began; less than the start of {@code reference} once fragments were forgotten
 * @param archiveWindow how much of the past the event keeps, {@link PresentationTimeRange#UNSET} for all of it
 * @param isOver        whether no fragment will follow
 */
public record LiveEvent(FragmentTimeline reference, long begin, long archiveWindow, boolean isOver) {

    /** @throws IllegalArgumentException for a begin behind the first fragment, or a window without length */
    public LiveEvent {
        if (begin > reference.start() || archiveWindow <= 0) {
            throw new IllegalArgumentException("an event from " + begin + " that keeps " + archiveWindow + " and begins with "
                    + reference.start());
        }
    }
}
