package io.dynpack.presentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.dynpack.codec.AudioCodec;
import io.dynpack.index.SampleEntryRuns;
import io.dynpack.index.SampleTable;
import io.dynpack.index.TrackIndex;

/**
 * Where the fragments of an audio stream begin: after a constant number of frames, the smallest that is not shorter than the
 * target, and wherever the sample entry changes; where frames differ in length, at the first one that makes the fragment not
 * shorter than the target; with a sync sample, where decoders of the codec begin with nothing else. The times are those of the
 * longest level; levels whose frames lie elsewhere in time are left out.
 */
final class AudioCuts {
    private AudioCuts() {}

    /**
     * @param names  of the files of the levels, for {@link Cuts#leftOut}
     * @param target ticks of 10 MHz
     */
    static Cuts of(List<TrackTimeline> levels, List<String> names, long target) {
        LevelEnds ends = new LevelEnds(levels, target);
        Cuts best = null;
        for (int i : ends.longestFirst()) {
            if (best == null || best.kept().size() < levels.size()) {
                Cuts cuts = of(levels, names, ends, i, target);
                best = best == null || cuts != null && cuts.kept().size() > best.kept().size() ? cuts : best;
            }
        }
        if (best == null) {
            throw new IllegalArgumentException("its configuration changes for frames that last no time");
        }
        return best;
    }

    /** How many cuts a track may have, its end among them. */
    static long most(TrackIndex track, long target) {
        int count = track.samples().count();
        AudioCodec codec = (AudioCodec) track.codec();
        long full = codec.frameLength() > 0
                ? count / frames(codec, target) + 1
                : Ticks.of(track.samples().decodeTime(count), track.timescale()) / target + 1;
        return Math.min(count, full + track.entries().changeCount()) + 1L;
    }

    /** Of a fragment: the fewest that are not shorter than the target. */
    private static long frames(AudioCodec codec, long target) {
        return Math.max(1, -Math.floorDiv(-target * codec.frameRateBase(), Ticks.PER_SECOND * codec.frameLength()));
    }

    /** With the times of one level; {@code null} where it cannot be cut. */
    private static @Nullable Cuts of(List<TrackTimeline> levels, List<String> names, LevelEnds ends, int ordinal, long target) {
        TrackTimeline reference = levels.get(ordinal);
        AudioCodec codec = (AudioCodec) reference.track().codec();
        boolean constant = codec.frameLength() > 0;
        int[] samples = samples(reference, target, constant
                ? shortest(levels, ends, reference.track().timescale())
                : shortest(levels, ends, reference));
        if (samples == null) {
            return null;
        }
        long frame = constant
                ? Ticks.PER_SECOND * codec.frameLength() / codec.frameRateBase()
                : averageFrame(reference);
        List<Integer> kept = new ArrayList<>();
        List<int[]> cuts = new ArrayList<>();
        Map<Integer, String> leftOut = new HashMap<>();
        for (int level = 0; level < levels.size(); level++) {
            int[] shifted = constant
                    ? counted(samples, reference, levels.get(level), frame / 2)
                    : nearest(samples, reference, levels.get(level), frame);
            if (level == ordinal) {
                kept.add(level);
                cuts.add(samples);
            } else if (!ends.isComplete(level)) {
                leftOut.put(level, ends.reason(level, names.get(ends.longest())));
            } else if (shifted == null && endsBeforeChange(levels.get(level), reference)) {
                leftOut.put(level, "it ends before " + names.get(ordinal) + " changes its configuration for the last time;"
                        + " encode all levels with one configuration");
            } else if (shifted == null) {
                leftOut.put(level, "its frames are not where those of " + names.get(ordinal)
                        + " are"
                        + (isAnywhere(levels.get(level)) ? "" : ", or not those that decoders begin with")
                        + "; encode all levels with the same sampling rate and start");
            } else {
                kept.add(level);
                cuts.add(shifted);
            }
        }
        return new Cuts(ordinal, kept, cuts, leftOut);
    }

    /** Ticks of 10 MHz. */
    private static long averageFrame(TrackTimeline level) {
        return Math.max(1, (time(level, level.endSample()) - time(level, level.firstSample()))
                / (level.endSample() - level.firstSample()));
    }

    /** Samples of the reference until the shortest complete level ends, none of which is to lack the last fragment. */
    private static int shortest(List<TrackTimeline> levels, LevelEnds ends, TrackTimeline reference) {
        int shortest = Integer.MAX_VALUE;
        for (int i = 0; i < levels.size(); i++) {
            if (ends.isComplete(i)) {
                long end = time(levels.get(i), levels.get(i).endSample());
                shortest = Math.min(shortest, firstFrom(reference, reference.firstSample(), end) - reference.firstSample());
            }
        }
        return shortest;
    }

    /** The first sample behind {@code from}, itself included, whose time is at least this; the end where none is. */
    private static int firstFrom(TrackTimeline level, int from, long time) {
        int low = from;
        int high = level.endSample();
        while (low < high) {
            int middle = low + high >>> 1;
            if (time(level, middle) < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Samples of the shortest complete level, none of which is to lack the last fragment. */
    private static int shortest(List<TrackTimeline> levels, LevelEnds ends, long timescale) {
        int shortest = Integer.MAX_VALUE;
        for (int i = 0; i < levels.size(); i++) {
            TrackTimeline level = levels.get(i);
            if (ends.isComplete(i) && level.track().timescale() == timescale) {
                shortest = Math.min(shortest, level.endSample() - level.firstSample());
            }
        }
        return shortest;
    }

    private static boolean endsBeforeChange(TrackTimeline level, TrackTimeline reference) {
        SampleEntryRuns entries = reference.track().entries();
        int last = 0;
        for (int i = 0; i < entries.changeCount() && entries.change(i) < reference.endSample(); i++) {
            last = entries.change(i);
        }
        return last - reference.firstSample() >= level.endSample() - level.firstSample();
    }

    /**
     * First sample of each fragment, and the end; {@code null} where a fragment would have two sample entries.
     *
     * @param shortest samples behind the first after which no fragment may begin but where the sample entry changes: a fragment
     *                 has one, whichever levels end before
     */
    private static int @Nullable [] samples(TrackTimeline reference, long target, int shortest) {
        AudioCodec codec = (AudioCodec) reference.track().codec();
        long frames = codec.frameLength() > 0 ? frames(codec, target) : 0;
        SampleEntryRuns entries = reference.track().entries();
        int[] samples = new int[16];
        int count = 0;
        int change = 0;
        for (long at = reference.firstSample(); at < reference.endSample();) {
            if (count + 2 > samples.length) {
                samples = Arrays.copyOf(samples, 2 * samples.length);
            }
            samples[count++] = (int) at;
            while (change < entries.changeCount() && entries.change(change) <= at) {
                change++;
            }
            long next = frames > 0
                    ? at + frames
                    : firstFrom(reference, (int) at + 1, time(reference, (int) at) + target);
            next = syncFrom(reference, next);
            at = change < entries.changeCount() ? Math.min(next, entries.change(change)) : next;
        }
        while (count > 1 && samples[count - 1] - reference.firstSample() >= shortest
                && !entries.changesAt(samples[count - 1])) {
            count--;
        }
        if (count > 1 && time(reference, samples[count - 1]) == time(reference, reference.endSample())) {
            if (entries.changesAt(samples[count - 1])) {
                return null;
            }
            // they cannot stand on their own
            count--;
        }
        samples[count] = reference.endSample();
        return Arrays.copyOf(samples, count + 1);
    }

    /** The first sync sample from this one on, where decoders begin; the end where there is none. */
    private static long syncFrom(TrackTimeline reference, long sample) {
        if (isAnywhere(reference) || sample >= reference.endSample()) {
            return sample;
        }
        SampleTable samples = reference.track().samples();
        int ordinal = samples.syncCountBefore((int) sample);
        return ordinal < samples.syncCount() ? samples.syncSample(ordinal) : reference.endSample();
    }

    /** Whether decoders can begin with any sample. */
    private static boolean isAnywhere(TrackTimeline level) {
        return level.track().samples().isAllSync() || !((AudioCodec) level.track().codec()).beginsAtSync();
    }

    /** The reference's cuts as samples of {@code level}, or {@code null} where one is more than half a frame away. */
    private static int @Nullable [] counted(int[] samples, TrackTimeline reference, TrackTimeline level, long half) {
        int[] result = new int[samples.length];
        int end = samples.length - 1;
        for (int i = 0; i < end; i++) {
            int sample = samples[i] - reference.firstSample() + level.firstSample();
            if (sample >= level.endSample()
                    || Math.abs(time(level, sample) - time(reference, samples[i])) > half) {
                return null;
            }
            result[i] = sample;
        }
        result[end] = level.endSample();
        return isCutAtChanges(result, level) && isCutAtSync(samples, reference, result, level) ? result : null;
    }

    /**
     * As {@link #counted} where frames differ in length: those of {@code level} that are next to the reference's cuts.
     *
     * @param frame of the reference on average, ticks of 10 MHz
     */
    private static int @Nullable [] nearest(int[] samples, TrackTimeline reference, TrackTimeline level, long frame) {
        long half = Math.max(frame, averageFrame(level)) / 2;
        int[] result = new int[samples.length];
        int end = samples.length - 1;
        for (int i = 0; i < end; i++) {
            int least = i == 0 ? level.firstSample() : result[i - 1] + 1;
            long time = time(reference, samples[i]);
            int sample = i == 0 ? least : firstFrom(level, least, time);
            if (sample > least && time - time(level, sample - 1) < time(level, sample) - time) {
                sample--;
            }
            if (sample >= level.endSample() || Math.abs(time(level, sample) - time) > half) {
                return null;
            }
            result[i] = sample;
        }
        result[end] = level.endSample();
        return isCutAtChanges(result, level) && isCutAtSync(samples, reference, result, level) ? result : null;
    }

    /** Whether a fragment begins wherever the sample entry changes. */
    private static boolean isCutAtChanges(int[] samples, TrackTimeline level) {
        SampleEntryRuns entries = level.track().entries();
        for (int i = 0; i < entries.changeCount(); i++) {
            boolean served = entries.change(i) > level.firstSample() && entries.change(i) < level.endSample();
            if (served && Arrays.binarySearch(samples, entries.change(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether a fragment begins with a sync sample wherever that of the reference does. */
    private static boolean isCutAtSync(int[] samples, TrackTimeline reference, int[] shifted, TrackTimeline level) {
        SampleTable table = level.track().samples();
        for (int i = 0; i + 1 < shifted.length && !isAnywhere(level); i++) {
            if (!table.isSync(shifted[i]) && reference.track().samples().isSync(samples[i])) {
                return false;
            }
        }
        return true;
    }

    private static long time(TrackTimeline level, int sample) {
        return Ticks.of(level.streamTime(sample), level.track().timescale());
    }
}
