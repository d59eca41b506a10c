package io.dynpack.presentation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Which levels of a stream are complete. Encoders end levels some frames apart; a level that ends much earlier than the others is
 * a broken-off upload, whatever its bitrate and however many of them there are.
 */
final class LevelEnds {
    private final long[] ends;
    private final long[] lastStarts;
    private final long tolerance;
    private final int longest;

    /** @param target shortest fragment, ticks of 10 MHz */
    LevelEnds(List<TrackTimeline> levels, long target) {
        ends = new long[levels.size()];
        lastStarts = new long[levels.size()];
        int last = 0;
        for (int i = 0; i < ends.length; i++) {
            TrackTimeline timeline = levels.get(i);
            long scale = timeline.track().timescale();
            ends[i] = Ticks.of(timeline.decodeTime(timeline.endSample()) - timeline.mediaTime(), scale);
            lastStarts[i] = Ticks.of(timeline.decodeTime(timeline.endSample() - 1) - timeline.mediaTime(), scale);
            // levels whose ends are a rounding apart end together: the first of them counts
            last = ends[i] > ends[last] + Ticks.PER_SECOND / 1000 ? i : last;
        }
        longest = last;
        tolerance = Math.max(Ticks.PER_SECOND, Math.min(target, ends[longest] / 10));
    }

    /** Ordinal of the level that ends last; the first of those that do. */
    int longest() {
        return longest;
    }

    /** The complete levels: the longest, then the others in their order. */
    List<Integer> longestFirst() {
        List<Integer> complete = new ArrayList<>();
        complete.add(longest);
        for (int i = 0; i < ends.length; i++) {
            if (i != longest && isComplete(i)) {
                complete.add(i);
            }
        }
        return complete;
    }

    /** Whether a level goes on to the end, but for some frames: by its last sample, or by how long that one stays. */
    boolean isComplete(int level) {
        long latest = 0;
        for (long start : lastStarts) {
            latest = Math.max(latest, start);
        }
        return ends[level] >= ends[longest] - tolerance || lastStarts[level] >= latest - tolerance;
    }

    /** Why an incomplete level is left out. */
    String reason(int level, String other) {
        return "it ends " + seconds(ends[longest] - ends[level]) + " s before " + other
                + "; check whether the file was written to its end";
    }

    /** With one decimal. */
    static String seconds(long ticks) {
        return BigDecimal.valueOf(ticks, 7).setScale(1, RoundingMode.HALF_UP).toPlainString();
    }
}
