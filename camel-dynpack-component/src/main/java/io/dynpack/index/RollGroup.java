package io.dynpack.index;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.SbgpBox;
import io.dynpack.isobmff.SgpdBox;

/**
 * How many samples a decoder takes in before what it gives out is right: the sample group {@code roll} or {@code prol} of a track
 * (ISO/IEC 14496-12, 10.1), as runs of samples that have one roll_distance or are members of no group.
 */
public final class RollGroup {
    /** In place of a roll_distance: the samples are members of no group. */
    static final int NONE = Short.MIN_VALUE - 1;
    /** A change twice a second for 18 hours. */
    static final int MAX_RUNS = 1 << 17;
    /** Descriptions in an initialization segment. What writers call distances are a handful. */
    static final int MAX_DISTANCES = 255;

    private static final int GROUP = 96;

    private final int groupingType;
    /** First sample of each run, ascending from 0. */
    private final PackedColumn starts;
    /** Of each run. */
    private final PackedColumn distances;
    /** Those that there are, in the order of their first use. */
    private final List<Integer> descriptions = new ArrayList<>();

    /**
     * @param samples of the track, at least one
     * @throws IllegalArgumentException where the columns are no runs of these samples, or hold nothing but {@link #NONE}
     */
    private RollGroup(int groupingType, PackedColumn starts, PackedColumn distances, int samples) {
        this.groupingType = groupingType;
        this.starts = starts;
        this.distances = distances;
        require(starts.count() > 0 && starts.count() <= MAX_RUNS && starts.count() == distances.count() && starts.get(0) == 0,
                starts.count() + " runs");
        for (int run = 0; run < starts.count(); run++) {
            long end = run + 1 < starts.count() ? starts.get(run + 1) : samples;
            long distance = distances.get(run);
            require(end > starts.get(run) && end <= samples, "a run from sample " + starts.get(run) + " to " + end);
            require(distance >= NONE && distance <= Short.MAX_VALUE, "a roll_distance of " + distance);
            require(run == 0 || distance != distances.get(run - 1), "two runs of one roll_distance");
            if (distance != NONE && !descriptions.contains((int) distance)) {
                require(descriptions.size() < MAX_DISTANCES, "more than " + MAX_DISTANCES + " distances");
                descriptions.add((int) distance);
            }
        }
        require(!descriptions.isEmpty(), "no member");
    }

    /** All samples have this distance. */
    static RollGroup of(int groupingType, int distance, int samples) {
        PackedColumn.Builder start = new PackedColumn.Builder();
        start.add(0);
        PackedColumn.Builder only = new PackedColumn.Builder();
        only.add(distance);
        return new RollGroup(groupingType, start.build(), only.build(), samples);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("a sample group has " + otherwise);
        }
    }

    /** group_description_index: counted from 1, and 0 for members of no group, which are not among the descriptions. */
    private int indexOf(int run) {
        return descriptions.indexOf((int) distances.get(run)) + 1;
    }

    /** {@link Fourcc#ROLL} or {@link Fourcc#PROL}. */
    public int groupingType() {
        return groupingType;
    }

    /**
     * All roll distances that there are. None of them is the default of samples that a fragment says nothing of: many readers
     * do not know version 2 of the box, which would say so, some refuse it, and its layout differs between editions of the
     * standard.
     */
    public SgpdBox descriptions() {
        return SgpdBox.of(groupingType, 0, descriptions);
    }

    /**
     * What the samples from {@code from} to {@code to}, exclusive, are members of; {@code null} where none is a member.
     *
     * @param to greater than {@code from}, at most as many as there are samples
     */
    public @Nullable SbgpBox mapping(int from, int to) {
        int first = runOf(from);
        int last = runOf(to - 1);
        if (first == last && distances.get(first) == NONE) {
            return null;
        }
        ByteBuffer entries = ByteBuffer.allocate(8 * (last - first + 1));
        for (int run = first; run <= last; run++) {
            long start = Math.max(from, starts.get(run));
            long end = run == last ? to : starts.get(run + 1);
            entries.putInt((int) (end - start)).putInt(indexOf(run));
        }
        return new SbgpBox(groupingType, last - first + 1, entries.flip());
    }

    private int runOf(int sample) {
        int low = 0;
        int high = starts.count() - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (starts.get(middle) <= sample) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /**
     * The group of samples of which some were joined with the next or left out; {@code null} where none of its members is left.
     *
     * @param newNumbers for each sample the number of the one that it became or that follows it
     * @param newCount   of samples, at least 1
     */
    @Nullable
    RollGroup moved(int[] newNumbers, int newCount) {
        Builder moved = new Builder(groupingType, null);
        for (int run = 0; run < starts.count(); run++) {
            int start = newNumbers[(int) starts.get(run)];
            int end = run + 1 < starts.count() ? newNumbers[(int) starts.get(run + 1)] : newCount;
            if (start < end) {
                moved.add(start, (int) distances.get(run));
            }
        }
        return moved.build(newCount);
    }

    /** Bytes on the heap, roughly. */
    long heapBytes() {
        return GROUP + 24L * descriptions.size() + starts.heapBytes() + distances.heapBytes();
    }

    int storedSize() {
        return 4 + starts.storedSize() + distances.storedSize();
    }

    void store(ByteBuffer out) {
        out.putInt(groupingType);
        starts.store(out);
        distances.store(out);
    }

    /**
     * @param samples of the track
     * @param room    of the file's index
     * @throws IndexFormatException     when the bytes are not what {@link #store} writes
     * @throws IllegalArgumentException when they are no group of these samples
     * @throws MediaFileException       when it needs more than there is room for
     */
    static RollGroup load(ByteBuffer in, int samples, IndexRoom room) {
        int groupingType = in.getInt();
        require(groupingType == Fourcc.ROLL || groupingType == Fourcc.PROL, "the type " + Fourcc.text(groupingType));
        return new RollGroup(groupingType, PackedColumn.load(in, room), PackedColumn.load(in, room), samples);
    }

    /** Collects runs in the order of the samples. */
    static final class Builder {
        private final int groupingType;
        private final PackedColumn.Builder starts;
        private final PackedColumn.Builder distances;
        private int runs;
        private int last;
        private boolean members;

        /** @param room that the group may take, or {@code null} for any */
        Builder(int groupingType, @Nullable IndexRoom room) {
            this.groupingType = groupingType;
            this.starts = new PackedColumn.Builder(room);
            this.distances = new PackedColumn.Builder(room);
        }

        /**
         * The samples from {@code start} on have this distance, or {@link #NONE}.
         *
         * @return whether there is room for one more run
         */
        boolean add(int start, int distance) {
            if (runs > 0 && distance == last) {
                return true;
            }
            if (runs == MAX_RUNS) {
                return false;
            }
            starts.add(start);
            distances.add(distance);
            members |= distance != NONE;
            last = distance;
            runs++;
            return true;
        }

        /**
         * {@code null} where there is no member.
         *
         * @throws IllegalArgumentException where there are more distances than a group may have
         */
        @Nullable
        RollGroup build(int samples) {
            return members ? new RollGroup(groupingType, starts.build(), distances.build(), samples) : null;
        }
    }
}
