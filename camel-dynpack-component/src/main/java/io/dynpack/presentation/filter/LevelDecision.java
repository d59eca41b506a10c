package io.dynpack.presentation.filter;

import java.util.List;

/** What one filter makes of one level, and why. */
public sealed interface LevelDecision {
    /** In place of an ordinal, for a filter without a rule for tracks. */
    int NO_RULE = -1;

    Filter filter();

    /**
     * The filter keeps the level.
     *
     * @param selection ordinal in {@link Filter#tracks} of the first one that matches, or {@link #NO_RULE}
     */
    record Kept(Filter filter, int selection) implements LevelDecision {}

    /**
     * The filter hides the level.
     *
     * @param failures for each of {@link Filter#tracks} the ordinal of its first condition that does not hold
     */
    record Hidden(Filter filter, List<Integer> failures) implements LevelDecision {
        public Hidden {
            failures = List.copyOf(failures);
        }
    }
}
