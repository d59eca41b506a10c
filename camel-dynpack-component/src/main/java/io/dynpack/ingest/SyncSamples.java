package io.dynpack.ingest;

import org.jspecify.annotations.Nullable;

import io.dynpack.index.SampleTable;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Ticks;
import io.dynpack.presentation.TrackTimeline;

/** When the key frames of a video track are shown, in ticks of 10 MHz: what its groups of pictures look like. */
final class SyncSamples {
    private final TrackTimeline timeline;
    private final long[] times;
    private final long end;

    SyncSamples(TrackTimeline timeline) {
        this.timeline = timeline;
        SampleTable samples = timeline.track().samples();
        int from = samples.syncCountBefore(timeline.firstSample());
        int to = samples.syncCountBefore(timeline.endSample());
        times = new long[to - from];
        for (int i = 0; i < times.length; i++) {
            times[i] = shown(samples.syncSample(from + i));
        }
        end = Ticks.of(timeline.decodeTime(timeline.endSample()) - timeline.mediaTime(), timeline.track().timescale());
    }

    static SyncSamples of(Level level) {
        return new SyncSamples(level.timeline());
    }

    private long shown(int sample) {
        return Ticks.of(timeline.presentationTime(sample), timeline.track().timescale());
    }

    /** Of the track. */
    long end() {
        return end;
    }

    boolean startsWithOne() {
        return timeline.track().samples().isSync(timeline.firstSample());
    }

    /** A group of pictures. */
    record Gop(long start, long duration) {}

    /** The longest, or {@code null} where there is no key frame at all. */
    @Nullable
    Gop longest() {
        Gop longest = null;
        for (int i = 0; i < times.length; i++) {
            long duration = (i + 1 < times.length ? times[i + 1] : end) - times[i];
            if (longest == null || duration > longest.duration) {
                longest = new Gop(times[i], duration);
            }
        }
        return longest;
    }

    /** The first that lasts a frame or more longer or shorter than the first of all, the last left out; or {@code null}. */
    @Nullable
    Gop firstIrregular() {
        for (int i = 1; i + 1 < times.length; i++) {
            long duration = times[i + 1] - times[i];
            if (Math.abs(duration - (times[1] - times[0])) > frame() / 2) {
                return new Gop(times[i], duration);
            }
        }
        return null;
    }

    /** Where one of the two has a key frame and the other has none within half a frame; -1 where they agree. */
    long firstMismatch(SyncSamples other) {
        long half = Math.max(frame(), other.frame()) / 2;
        int i = 0;
        int j = 0;
        while (i < times.length && j < other.times.length) {
            long difference = times[i] - other.times[j];
            if (Math.abs(difference) > half) {
                return Math.min(times[i], other.times[j]);
            }
            i++;
            j++;
        }
        if (i < times.length && times[i] + half < other.end) {
            return times[i];
        }
        return j < other.times.length && other.times[j] + half < end ? other.times[j] : -1;
    }

    /** Average duration of a frame. */
    private long frame() {
        TrackTimeline t = timeline;
        long ticks = t.decodeTime(t.endSample()) - t.decodeTime(t.firstSample());
        return Ticks.of(ticks, t.track().timescale()) / Math.max(1, t.endSample() - t.firstSample());
    }
}
