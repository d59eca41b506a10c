package io.dynpack.ingest;

import io.dynpack.index.SampleTable;
import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.PresentationBuilder;
import io.dynpack.presentation.Ticks;

/**
 * The bitrate to state for a level. ISO/IEC 23009-1, 5.3.5.2: over a channel of constant {@code bandwidth}, whichever segment a
 * client starts with, playback that begins {@code minBufferTime} after the first bit never runs dry. So for all segments
 * {@code i <= j}, with {@code S} their bits and {@code T} their start times,
 *
 * <pre>
 * S(i) + … + S(j) &lt;= bandwidth · (minBufferTime + T(j) - T(i))
 * </pre>
 *
 * which takes a segment as needed whole when its first sample is. The least integer that satisfies all pairs is found by
 * bisection; for a given rate one pass decides, as the worst {@code i} for each {@code j} is where the channel was last ahead.
 */
final class BufferModel {
    /** {@code styp}, {@code moof} without samples and the header of {@code mdat} in a CMAF segment, rounded up; bytes. */
    private static final int SEGMENT_HEADER = 160;

    private final long[] bits;
    private final long[] starts;
    private final long minBufferTime;

    /**
     * @param bits          of each segment
     * @param starts        ticks of 10 MHz, ascending
     * @param minBufferTime ticks of 10 MHz, at least 1
     */
    BufferModel(long[] bits, long[] starts, long minBufferTime) {
        this.bits = bits.clone();
        this.starts = starts.clone();
        this.minBufferTime = minBufferTime;
    }

    /** The larger of the average and the rate of the buffer model, bits per second. */
    static long bitrate(Level level, FragmentTimeline timeline, long minBufferTime) {
        SampleTable samples = level.samples();
        long perSample = 4 + (samples.hasNoCompositionOffsets() ? 0 : 4) + (samples.hasConstantDuration() ? 0 : 4);
        long[] bits = new long[timeline.count()];
        long[] starts = new long[timeline.count()];
        for (int i = 0; i < bits.length; i++) {
            long header = SEGMENT_HEADER + perSample * (level.endSample(i) - level.firstSample(i));
            bits[i] = 8 * (level.indexed(i).bytes() + header);
            starts[i] = timeline.start(i);
        }
        return Math.max(PresentationBuilder.averageBitrate(level.track()),
                new BufferModel(bits, starts, minBufferTime).smallestRate());
    }

    /** As the MPD states it: the longest fragment in whole seconds and one more; ticks of 10 MHz. */
    static long minBufferTime(long longestFragment) {
        return (longestFragment / Ticks.PER_SECOND + 1) * Ticks.PER_SECOND;
    }

    /** Bits per second, at least 1. */
    long smallestRate() {
        long high = 1;
        while (!suffices(high)) {
            high = Math.multiplyExact(high, 2);
        }
        long low = high / 2;
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            if (suffices(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /** Bits are whole, so comparing them with the floor of what the channel carried loses nothing. */
    private boolean suffices(long rate) {
        long sum = 0;
        long from = starts[0];
        for (int j = 0; j < bits.length; j++) {
            if (sum <= carried(rate, starts[j] - from)) {
                sum = 0;
                from = starts[j];
            }
            sum += bits[j];
            if (sum > carried(rate, minBufferTime + starts[j] - from)) {
                return false;
            }
        }
        return true;
    }

    private static long carried(long rate, long ticks) {
        return Ticks.convert(rate, Ticks.PER_SECOND, ticks);
    }
}
