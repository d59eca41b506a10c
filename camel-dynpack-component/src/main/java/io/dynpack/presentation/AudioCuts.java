package io.dynpack.presentation;

import java.util.ArrayList;
import java.util.List;

import io.dynpack.codec.AudioCodec;

/**
 * Where the fragments of an audio stream begin: after a constant number of frames, the smallest that is not shorter than the
 * target. Levels whose frames lie elsewhere in time than those of the first are left out.
 */
final class AudioCuts {
    private AudioCuts() {}

    /** @param target ticks of 10 MHz */
    static Cuts of(List<TrackTimeline> levels, long target) {
        TrackTimeline reference = levels.get(0);
        AudioCodec codec = (AudioCodec) reference.track().codec();
        long frames = Math.max(1, -Math.floorDiv(-target * codec.frameRateBase(), Ticks.PER_SECOND * codec.frameLength()));
        int[] samples = new int[(int) ((reference.endSample() - reference.firstSample() + frames - 1) / frames) + 1];
        for (int i = 0; i + 1 < samples.length; i++) {
            samples[i] = (int) (reference.firstSample() + i * frames);
        }
        samples[samples.length - 1] = reference.endSample();
        int last = samples.length - 2;
        if (last > 0 && time(reference, samples[last]) == time(reference, samples[last + 1])) {
            // frames that last no time cannot stand on their own
            samples = java.util.Arrays.copyOf(samples, last + 1);
            samples[last] = reference.endSample();
        }
        long half = Ticks.PER_SECOND * codec.frameLength() / codec.frameRateBase() / 2;
        List<Integer> kept = new ArrayList<>();
        List<int[]> cuts = new ArrayList<>();
        for (int level = 0; level < levels.size(); level++) {
            int[] shifted = shifted(samples, reference, levels.get(level), half);
            if (shifted != null) {
                kept.add(level);
                cuts.add(shifted);
            }
        }
        return new Cuts(0, kept, cuts);
    }

    /** The reference's cuts as samples of {@code level}, or {@code null} where one is more than half a frame away. */
    private static int[] shifted(int[] samples, TrackTimeline reference, TrackTimeline level, long half) {
        int[] result = new int[samples.length];
        for (int i = 0; i < samples.length; i++) {
            boolean end = i == samples.length - 1;
            int sample = end ? level.endSample() : samples[i] - reference.firstSample() + level.firstSample();
            if (sample > level.endSample() || i > 0 && sample <= result[i - 1]) {
                return null;
            }
            // the ends may differ as encoders pad them, as long as it is within one fragment
            long tolerance = end ? VideoCuts.MAX_FRAGMENT : half;
            if (Math.abs(time(level, sample) - time(reference, samples[i])) > tolerance) {
                return null;
            }
            result[i] = sample;
        }
        return result;
    }

    private static long time(TrackTimeline level, int sample) {
        return Ticks.of(level.streamTime(sample), level.track().timescale());
    }
}
