package io.dynpack.manifest.hls;

import io.dynpack.presentation.Selection;
import io.dynpack.presentation.Ticks;

/** {@code EXT-X-TARGETDURATION}: the same in all playlists of a selection (RFC 8216bis, 4.4.3.1). */
final class TargetDuration {
    private TargetDuration() {}

    /** Seconds: the longest segment of any stream, rounded to the nearest, at least 1. */
    static long of(Selection selection, Dialect dialect) {
        long longest = selection.streams().stream()
                .mapToLong(stream -> dialect.segments(selection, stream).longest()).max().orElse(0);
        return Math.max(1, (longest + Ticks.PER_SECOND / 2) / Ticks.PER_SECOND);
    }
}
