package io.dynpack.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A stretch of time in which the same cues are shown: one sample of {@code wvtt} (ISO/IEC 14496-30).
 *
 * @param start    ticks of 10 MHz
 * @param duration ticks of 10 MHz, at least 1
 * @param cues     indices into the {@link CueList}, ascending; none for silence, which is a sample as well
 */
public record CueSample(long start, long duration, List<Integer> cues) {

    public CueSample {
        cues = List.copyOf(cues);
    }

    /**
     * The samples of a window, which follow each other without gaps and fill it.
     *
     * @param from ticks of 10 MHz
     * @param to   ticks of 10 MHz, behind {@code from}
     * @throws TextTooLargeException when they would be larger than the document's limits allow: of cues that overlap each cut
     *                               repeats all others
     */
    public static List<CueSample> of(CueList cues, long from, long to) {
        if (to <= from) {
            throw new IllegalArgumentException("a window from " + from + " to " + to);
        }
        int[] shown = cues.overlapping(from, to);
        long[] cuts = cuts(cues, shown, from, to);
        List<CueSample> samples = new ArrayList<>(cuts.length);
        List<Integer> active = new ArrayList<>();
        long size = 0;
        int next = 0;
        for (int i = 0; i + 1 < cuts.length; i++) {
            long start = cuts[i];
            active.removeIf(cue -> cues.end(cue) <= start);
            while (next < shown.length && cues.start(shown[next]) <= start) {
                active.add(shown[next++]);
            }
            for (int cue : active) {
                size += WvttSample.sizeOf(cues, cue, start);
            }
            if (size > cues.limits().segmentBytes()) {
                throw new TextTooLargeException("a segment has more than " + cues.limits().segmentBytes() + " bytes");
            }
            samples.add(new CueSample(start, cuts[i + 1] - start, active));
        }
        return List.copyOf(samples);
    }

    /** Where a cue starts or ends, and both bounds. */
    private static long[] cuts(CueList cues, int[] shown, long from, long to) {
        long[] cuts = new long[2 * shown.length + 2];
        for (int i = 0; i < shown.length; i++) {
            cuts[2 * i] = Math.max(from, cues.start(shown[i]));
            cuts[2 * i + 1] = Math.min(to, cues.end(shown[i]));
        }
        cuts[cuts.length - 2] = from;
        cuts[cuts.length - 1] = to;
        return Arrays.stream(cuts).sorted().distinct().toArray();
    }
}
