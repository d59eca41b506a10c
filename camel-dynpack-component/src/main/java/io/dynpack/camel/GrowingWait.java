package io.dynpack.camel;

import java.time.Duration;

/** How long what failed is left alone where a listing brings it up again: waits that double up to ten minutes. */
final class GrowingWait {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private GrowingWait() {}

    /**
     * None after the first failure: the time between two listings is a wait already.
     *
     * @param failures in a row, at least 1
     */
    static Duration after(int failures) {
        if (failures == 1) {
            return Duration.ZERO;
        }
        Duration wait = SHORTEST.multipliedBy(1L << Math.min(failures - 2, 20));
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
