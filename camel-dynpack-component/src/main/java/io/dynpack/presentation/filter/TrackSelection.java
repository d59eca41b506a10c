package io.dynpack.presentation.filter;

import java.util.List;

import io.dynpack.presentation.Level;
import io.dynpack.presentation.Stream;

/**
 * One entry of a filter's {@code tracks}: levels for which all conditions hold.
 *
 * @param conditions at least one
 */
public record TrackSelection(List<TrackPropertyCondition> conditions) {

    /** @throws FilterFieldException where there is no condition: such an entry would keep everything */
    public TrackSelection {
        conditions = List.copyOf(conditions);
        if (conditions.isEmpty()) {
            throw new FilterFieldException("trackSelections", "is empty");
        }
    }

    public static TrackSelection of(TrackPropertyCondition... conditions) {
        return new TrackSelection(List.of(conditions));
    }

    /** As {@link #firstFailure(TrackProperties)} for a level of a stream. */
    public int firstFailure(Stream stream, Level level) {
        return firstFailure(TrackProperties.of(stream, level));
    }

    /** The ordinal of the first condition that does not hold for a track, or -1 where all hold. */
    public int firstFailure(TrackProperties track) {
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).holds(track)) {
                return i;
            }
        }
        return -1;
    }
}
