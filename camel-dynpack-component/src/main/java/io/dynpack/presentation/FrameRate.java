package io.dynpack.presentation;

import org.jspecify.annotations.Nullable;

import io.dynpack.index.SampleTable;

/**
 * How many pictures a second a level shows at most, as {@code FRAME-RATE} (RFC 8216bis, 4.4.6.2) and {@code @frameRate} state it:
 * the highest rate that lasts for some pictures, since one odd duration is no rate.
 *
 * @param thousandths pictures in a thousand seconds, at least 1
 */
public record FrameRate(long thousandths) {
    /** Pictures that a rate has to last for. */
    private static final int SUSTAINED = 8;
    /** Rates of television that no decimals state exactly, as thousandths and as what they are times 1001. */
    private static final long[][] TELEVISION = {{23_976, 24_000}, {29_970, 30_000}, {47_952, 48_000}, {59_940, 60_000},
            {119_880, 120_000}};

    /**
     * The rate of the samples from {@code first} to {@code end}.
     *
     * @return {@code null} where they last no time
     */
    static @Nullable FrameRate of(SampleTable samples, int first, int end, long timescale) {
        if (samples.hasConstantDuration()) {
            return of(1, samples.duration(first), timescale);
        }
        FrameRate highest = null;
        long frames = 0;
        long ticks = 0;
        for (int i = first; i < end; i++) {
            long duration = samples.duration(i);
            // within a tenth, or the tick that a rounded duration is off
            boolean same = frames > 0 && Math.abs(duration * frames - ticks) <= Math.max(frames, ticks / 10);
            if (!same) {
                highest = frames >= SUSTAINED ? higher(highest, of(frames, ticks, timescale)) : highest;
                frames = 0;
                ticks = 0;
            }
            if (duration > 0) {
                frames++;
                ticks += duration;
            }
        }
        highest = frames >= SUSTAINED ? higher(highest, of(frames, ticks, timescale)) : highest;
        return highest != null ? highest : of(end - first, samples.decodeTime(end) - samples.decodeTime(first), timescale);
    }

    private static @Nullable FrameRate of(long frames, long ticks, long timescale) {
        return ticks == 0 ? null : new FrameRate(Math.max(1, (Ticks.convert(frames, ticks, timescale * 2000) + 1) / 2));
    }

    private static @Nullable FrameRate higher(@Nullable FrameRate one, @Nullable FrameRate other) {
        return one == null || other != null && other.thousandths > one.thousandths ? other : one;
    }

    /** With three decimals. */
    public String decimal() {
        return thousandths / 1000 + "." + String.valueOf(1000 + thousandths % 1000).substring(1);
    }

    /** As MPDs state it (ISO/IEC 23009-1, 5.3.7): {@code 25}, {@code 30000/1001}, or a fraction of thousandths. */
    public String fraction() {
        for (long[] rate : TELEVISION) {
            if (Math.abs(thousandths - rate[0]) <= 1) {
                return rate[1] + "/1001";
            }
        }
        // what is counted in milliseconds is off by as much
        long whole = (thousandths + 500) / 1000;
        if (whole > 0 && Math.abs(thousandths - whole * 1000) <= 1) {
            return Long.toString(whole);
        }
        return thousandths + "/1000";
    }
}
