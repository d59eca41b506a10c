package io.dynpack.tests.media;

import java.util.ArrayList;
import java.util.List;

/**
 * A delivered track held against its source: the same access units in the same order, at the same times but for one constant.
 *
 * @param droppedAtStart units of the source before the first one delivered
 * @param droppedAtEnd   units of the source after the last one delivered
 * @param shift          delivered minus source presentation time of the first common unit
 * @param differences    what is not as it should be, at most the first ten; empty if the track is exact
 */
public record Comparison(int droppedAtStart, int droppedAtEnd, Rational shift, List<String> differences) {

    private static final int ENOUGH = 10;

    /**
     * Compares.
     *
     * @param tolerance by how much a presentation time may be off, a rounding to the delivered timescale for instance
     */
    public static Comparison of(Track source, Track delivered, Rational tolerance) {
        List<AccessUnit> want = source.units();
        List<AccessUnit> have = delivered.units();
        if (have.isEmpty()) {
            return new Comparison(want.size(), 0, Rational.ZERO, List.of("nothing delivered"));
        }
        int start = first(want, have);
        if (start < 0) {
            return new Comparison(0, 0, Rational.ZERO, List.of("the first delivered access unit is none of the source"));
        }
        Rational shift = have.get(0).presentation().minus(want.get(start).presentation());
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < have.size() && differences.size() < ENOUGH; i++) {
            if (start + i >= want.size()) {
                differences.add(have.size() - i + " access units more than the source has");
                break;
            }
            compare(i, want.get(start + i), have.get(i), shift, tolerance, differences);
        }
        int droppedAtEnd = Math.max(0, want.size() - start - have.size());
        return new Comparison(start, droppedAtEnd, shift, List.copyOf(differences));
    }

    /** Whether every access unit of the source is there, as it was. */
    public boolean complete() {
        return droppedAtStart == 0 && droppedAtEnd == 0 && differences.isEmpty();
    }

    /** By how much sound and picture drifted apart between source and delivery. */
    public static Rational drift(Comparison video, Comparison audio) {
        return video.shift.distance(audio.shift);
    }

    /** Equal units may repeat (silence), so the place is where the first few agree. */
    private static int first(List<AccessUnit> want, List<AccessUnit> have) {
        int probe = Math.min(have.size(), 8);
        for (int i = 0; i + probe <= want.size(); i++) {
            boolean same = true;
            for (int k = 0; k < probe && same; k++) {
                same = want.get(i + k).hash().equals(have.get(k).hash());
            }
            if (same) {
                return i;
            }
        }
        for (int i = 0; i < want.size(); i++) {
            if (want.get(i).hash().equals(have.get(0).hash())) {
                return i;
            }
        }
        return -1;
    }

    private static void compare(int i, AccessUnit want, AccessUnit have, Rational shift, Rational tolerance,
            List<String> differences) {
        if (!want.hash().equals(have.hash())) {
            differences.add("unit " + i + ": other bytes, " + have.size() + " instead of " + want.size());
        }
        Rational expected = want.presentation().plus(shift);
        if (have.presentation().distance(expected).compareTo(tolerance) > 0) {
            differences.add("unit " + i + ": presented at " + have.presentation() + " s instead of " + expected + " s");
        }
    }
}
