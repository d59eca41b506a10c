package io.dynpack.segment.ts;

import java.util.List;

import io.dynpack.presentation.Level;
import io.dynpack.presentation.Ticks;

/**
 * Times of one level on the time base that all tracks and renditions share: ticks of 90 kHz, {@value #BASE} at the start of the
 * presentation. Not yet taken modulo 2³³; writers do that.
 *
 * @param mediaTime that the edit list hides, ticks of the media
 * @param timescale of the media, ticks per second
 * @param shift     how much earlier everything is decoded, the same for all levels of a stream: samples whose composition offset
 *                  is negative would be decoded after they are shown
 */
record TransportClock(long mediaTime, long timescale, long shift) {
    static final long FREQUENCY = 90_000;
    /** What lies before the presentation, priming and reordering, stays positive. */
    static final long BASE = 900_000;
    static final long MASK = (1L << 33) - 1;
    /** How far the clock reference is behind the decoding time: what a decoder may buffer. */
    static final long LAG = 63_000;

    /** @param levels all of the stream, which share a shift */
    static TransportClock of(List<Level> levels, Level level) {
        long shift = 0;
        for (Level other : levels) {
            long offset = other.samples().minCompositionOffset();
            if (offset < 0) {
                shift = Math.max(shift, -Ticks.convert(offset, other.track().timescale(), FREQUENCY));
            }
        }
        return new TransportClock(level.timeline().mediaTime(), level.track().timescale(), shift);
    }

    /** @param decodeTime of the sample in the timeline, ticks of the media */
    long dts(long decodeTime) {
        return ticks(decodeTime) - shift;
    }

    /** @param offset composition offset, ticks of the media */
    long pts(long decodeTime, int offset) {
        return ticks(decodeTime + offset);
    }

    private long ticks(long time) {
        return BASE + Ticks.convert(time - mediaTime, timescale, FREQUENCY);
    }
}
