package io.dynpack.index;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.dynpack.isobmff.Box;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.IsobmffException;
import io.dynpack.isobmff.SbgpBox;
import io.dynpack.isobmff.SgpdBox;

/**
 * Gathers the sample group of one grouping type of a track, from its {@code stbl} and from its fragments (ISO/IEC 14496-12, 8.9).
 * Boxes that contradict themselves end the group and never the track: a player without it plays on.
 */
final class RollGroupReader {
    private final int groupingType;
    private final RollGroup.Builder runs;
    /** Of the track; {@code null} where it has none. */
    private @Nullable SgpdBox descriptions;
    private boolean unreadable;

    /** @param room of the file's index */
    RollGroupReader(int groupingType, IndexRoom room) {
        this.groupingType = groupingType;
        this.runs = new RollGroup.Builder(groupingType, room);
    }

    /** One for each grouping type that is kept. */
    static List<RollGroupReader> all(IndexRoom room) {
        return List.of(new RollGroupReader(Fourcc.ROLL, room), new RollGroupReader(Fourcc.PROL, room));
    }

    /** Whether boxes contradict themselves, or there are more runs than are kept. */
    boolean isUnreadable() {
        return unreadable;
    }

    /** The samples of the {@code stbl}, which are the first {@code count}; it describes groups of those in fragments as well. */
    void track(Box stbl, int count) {
        try {
            Box box = find(stbl, Fourcc.SGPD);
            descriptions = box == null ? null : SgpdBox.read(box);
            add(stbl, null, 0, count);
        } catch (IsobmffException e) {
            unreadable = true;
        }
    }

    /**
     * The samples of a fragment.
     *
     * @param from number of the first one in the track
     * @param to   behind the last one
     */
    void fragment(Box traf, int from, int to) {
        if (unreadable || from == to) {
            return;
        }
        try {
            Box box = find(traf, Fourcc.SGPD);
            add(traf, box == null ? null : SgpdBox.read(box), from, to);
        } catch (IsobmffException e) {
            unreadable = true;
        }
    }

    /** The first box of this type that speaks of the grouping type. */
    private @Nullable Box find(Box parent, int type) {
        if (parent.child(type) == null) {
            return null;
        }
        for (Box box : parent.children()) {
            if (box.type() == type && SgpdBox.groupingType(box) == groupingType) {
                return box;
            }
        }
        return null;
    }

    private void add(Box parent, @Nullable SgpdBox local, int from, int to) {
        Box sbgp = find(parent, Fourcc.SBGP);
        int sample = from;
        if (sbgp != null) {
            SbgpBox mapping = SbgpBox.read(sbgp);
            for (int entry = 0; entry < mapping.count() && sample < to; entry++) {
                int distance = distance(sbgp, mapping.groupDescriptionIndex(entry), local);
                long end = Math.min(to, sample + mapping.sampleCount(entry));
                if (end > sample) {
                    run(sbgp, sample, distance);
                }
                sample = (int) end;
            }
        }
        if (sample < to) {
            run(parent, sample, otherwise(local));
        }
    }

    private void run(Box box, int sample, int distance) {
        if (!runs.add(sample, distance)) {
            throw box.error("is in more than " + RollGroup.MAX_RUNS + " runs");
        }
    }

    private int distance(Box sbgp, long index, @Nullable SgpdBox local) {
        if (index == 0) {
            return RollGroup.NONE;
        }
        SgpdBox of = index > SbgpBox.OF_FRAGMENT ? local : descriptions;
        long ordinal = index > SbgpBox.OF_FRAGMENT ? index - SbgpBox.OF_FRAGMENT : index;
        if (of == null || ordinal > of.count()) {
            throw sbgp.error("names description " + index + ", which is not there");
        }
        return of.rollDistance((int) ordinal);
    }

    /** Of samples that no {@code sbgp} speaks of. */
    private int otherwise(@Nullable SgpdBox local) {
        SgpdBox of = local != null && local.defaultIndex() > 0 ? local : descriptions;
        return of == null || of.defaultIndex() == 0 ? RollGroup.NONE : of.rollDistance((int) of.defaultIndex());
    }

    /** {@code null} where no sample is a member. */
    @Nullable
    RollGroup build(int samples) {
        if (unreadable) {
            return null;
        }
        try {
            return runs.build(samples);
        } catch (IllegalArgumentException e) {
            // more distances than anybody has
            unreadable = true;
            return null;
        }
    }
}
