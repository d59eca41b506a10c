package io.dynpack.manifest.hls;

import java.util.Arrays;

import io.dynpack.presentation.FragmentGroups;
import io.dynpack.presentation.KeyFrames;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.SegmentSizes;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.presentation.Ticks;

/** Bandwidths of one level in bits per second. */
final class Bandwidth {
    private final SelectedStream stream;
    /** A few milliseconds. */
    private static final long MAX_STEPS = 1 << 23;
    /** In a target duration, where entries are taken together. */
    private static final int RUN_ENTRIES = 256;

    private final Level level;
    private final SegmentSizes sizes;
    private final long targetDuration;
    private final long[] durations;
    private final long[] bytes;

    /**
     * @param segments       of the stream
     * @param targetDuration of the playlists, seconds
     */
    Bandwidth(SelectedStream stream, Level level, FragmentGroups segments, SegmentSizes sizes, long targetDuration) {
        this.stream = stream;
        this.level = level;
        this.sizes = sizes;
        this.targetDuration = targetDuration;
        this.durations = new long[segments.count()];
        this.bytes = new long[segments.count()];
        for (int i = 0; i < durations.length; i++) {
            durations[i] = segments.duration(i);
            for (int fragment = segments.first(i); fragment < segments.end(i); fragment++) {
                bytes[i] += sizes.segment(stream.stream(), level, fragment);
            }
        }
    }

    /** What AMS announced for a track: {@code floor(1.022 · bitrate + 8160)}. */
    static long announced(long bitrate) {
        return bitrate / 1000 * 1022 + bitrate % 1000 * 1022 / 1000 + 8160;
    }

    /**
     * The peak segment bit rate of RFC 8216bis, 4.4.6.2: the largest of any run of segments that lasts 0.5 to 1.5 target
     * durations; rounded up.
     */
    long peak() {
        return peak(durations, bytes, targetDuration * Ticks.PER_SECOND);
    }

    /** The average over all that is shown, rounded up. */
    long average() {
        return rate(Arrays.stream(bytes).sum(), Arrays.stream(durations).sum());
    }

    /** The peak of the key frames alone, each lasting until the next. */
    long keyFramePeak() {
        KeyFrames keyFrames = new KeyFrames(stream.stream(), level);
        int first = keyFrames.firstFrom(stream.first());
        int end = keyFrames.firstFrom(stream.end());
        long[] lasting = new long[end - first];
        long[] frames = new long[end - first];
        for (int i = 0; i < lasting.length; i++) {
            lasting[i] = keyFrames.duration(first + i);
            frames[i] = sizes.keyFrame(stream.stream(), level, keyFrames.sample(first + i));
        }
        return peak(lasting, frames, targetDuration * Ticks.PER_SECOND);
    }

    /**
     * The largest rate of any run of entries that lasts 0.5 to 1.5 target durations. That takes as many steps as there are entries,
     * times those in a run: where these are too many, neighbours count as one entry, which makes the peak a little too high.
     */
    static long peak(long[] durations, long[] bytes, long target) {
        long duration = Arrays.stream(durations).sum();
        double run = duration <= 0 ? durations.length : Math.min(durations.length, 1.5 * target * durations.length / duration);
        if (durations.length * run <= MAX_STEPS) {
            return exactPeak(durations, bytes, target);
        }
        long[] lasting = new long[durations.length];
        long[] sizes = new long[durations.length];
        int count = 0;
        for (int i = 0; i < durations.length; i++) {
            lasting[count] += durations[i];
            sizes[count] += bytes[i];
            count += lasting[count] >= target / RUN_ENTRIES ? 1 : 0;
        }
        count += count < lasting.length && sizes[count] > 0 ? 1 : 0;
        long peak = exactPeak(Arrays.copyOf(lasting, count), Arrays.copyOf(sizes, count), target);
        return peak + peak / RUN_ENTRIES * 4;
    }

    private static long exactPeak(long[] durations, long[] bytes, long target) {
        long peak = 0;
        long total = 0;
        long totalBytes = 0;
        for (int from = 0; from < durations.length; from++) {
            long duration = 0;
            long sum = 0;
            for (int to = from; to < durations.length && duration + durations[to] <= target + target / 2; to++) {
                duration += durations[to];
                sum += bytes[to];
                if (duration >= target / 2) {
                    peak = Math.max(peak, rate(sum, duration));
                }
            }
            total += durations[from];
            totalBytes += bytes[from];
        }
        return peak == 0 ? rate(totalBytes, total) : peak;
    }

    private static long rate(long bytes, long duration) {
        if (duration <= 0) {
            return bytes * 8;
        }
        return -Ticks.convert(-bytes * 8, duration, Ticks.PER_SECOND);
    }
}
