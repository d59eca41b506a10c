package io.dynpack.codec;

import java.util.Arrays;
import java.util.List;

/**
 * A short-term reference picture set of HEVC (ISO/IEC 23008-2, 7.3.7 and 7.4.8): pictures told by their distance from the current
 * one.
 *
 * @param deltas    picture order counts relative to the current picture: those in front, then those behind, each from the
 *                  nearest on
 * @param used      for each whether the current picture may refer to it
 * @param negatives how many of them are in front
 */
record HevcReferencePictures(long[] deltas, boolean[] used, int negatives) {
    /** sps_max_dec_pic_buffering_minus1 is at most 15, and no set names more pictures. */
    private static final int MAX_PICTURES = 16;

    /** How many of its pictures the current one may refer to. */
    int usedCount() {
        int count = 0;
        for (boolean one : used) {
            count += one ? 1 : 0;
        }
        return count;
    }

    /**
     * Reads st_ref_pic_set().
     *
     * @param known   those of the sequence parameter set that stand in front of it
     * @param inSlice whether it stands in a slice header, where it may be told by any of the known ones
     */
    static HevcReferencePictures read(BitReader in, List<HevcReferencePictures> known, boolean inSlice) {
        if (!known.isEmpty() && in.bit() == 1) {
            long back = inSlice ? in.ue() + 1 : 1;
            if (back > known.size()) {
                throw new CodecException("a set of reference pictures is told by one that is not there");
            }
            return predicted(in, known.get(known.size() - (int) back));
        }
        long before = in.ue();
        long behind = in.ue();
        if (before + behind > MAX_PICTURES) {
            throw new CodecException("a set names " + (before + behind) + " reference pictures");
        }
        int negatives = (int) before;
        int count = (int) (before + behind);
        long[] deltas = new long[count];
        boolean[] used = new boolean[count];
        for (int i = 0; i < count; i++) {
            long distance = in.ue() + 1;
            boolean first = i == 0 || i == negatives;
            deltas[i] = (first ? 0 : deltas[i - 1]) + (i < negatives ? -distance : distance);
            used[i] = in.bit() == 1;
        }
        return new HevcReferencePictures(deltas, used, negatives);
    }

    /** Pictures of another set, and its own one, moved by a distance (equations 7-61 and 7-62). */
    private static HevcReferencePictures predicted(BitReader in, HevcReferencePictures other) {
        boolean negative = in.bit() == 1;
        long distance = in.ue() + 1;
        long moved = negative ? -distance : distance;
        int count = other.deltas.length;
        boolean[] used = new boolean[count + 1];
        boolean[] kept = new boolean[count + 1];
        for (int i = 0; i <= count; i++) {
            used[i] = in.bit() == 1;
            kept[i] = used[i] || in.bit() == 1;
        }
        var set = new Builder(count + 1);
        for (int i = count - 1; i >= other.negatives; i--) {
            set.add(other.deltas[i] + moved, -1, used[i], kept[i]);
        }
        set.add(moved, -1, used[count], kept[count]);
        for (int i = 0; i < other.negatives; i++) {
            set.add(other.deltas[i] + moved, -1, used[i], kept[i]);
        }
        int negatives = set.count;
        for (int i = other.negatives - 1; i >= 0; i--) {
            set.add(other.deltas[i] + moved, 1, used[i], kept[i]);
        }
        set.add(moved, 1, used[count], kept[count]);
        for (int i = other.negatives; i < count; i++) {
            set.add(other.deltas[i] + moved, 1, used[i], kept[i]);
        }
        if (set.count > MAX_PICTURES) {
            throw new CodecException("a set names " + set.count + " reference pictures");
        }
        return new HevcReferencePictures(Arrays.copyOf(set.deltas, set.count), Arrays.copyOf(set.used, set.count), negatives);
    }

    private static final class Builder {
        private final long[] deltas;
        private final boolean[] used;
        private int count;

        Builder(int most) {
            deltas = new long[most];
            used = new boolean[most];
        }

        /** Takes a picture that lies on this side; the current one is on none. */
        void add(long delta, int side, boolean isUsed, boolean isKept) {
            if (isKept && Long.signum(delta) == side) {
                deltas[count] = delta;
                used[count++] = isUsed;
            }
        }
    }
}
