package io.dynpack.presentation;

import java.util.Arrays;

/**
 * Fragments packed into segments, as HLS with transport streams has them: the same number each, counted from the first fragment
 * of the timeline and again from the first one behind each gap, so that none straddles a gap. The last one may be shorter. Groups
 * are counted from 0, fragments as on the timeline.
 */
public final class FragmentGroups {
    private final FragmentTimeline timeline;
    /** First fragment of each group, and behind the last one. */
    private final int[] bounds;
    private final long hidden;
    private final boolean cut;

    /** @param perGroup fragments of one group, at least 1 */
    public FragmentGroups(FragmentTimeline timeline, int perGroup) {
        this(timeline, perGroup, 0, 0, timeline.count());
    }

    /**
     * Groups of a window of fragments: those of the whole timeline, of which the first and the last may be cut.
     *
     * @param perGroup fragments of one group, at least 1
     * @param hidden   what the first fragment of the timeline lasts longer than it is shown, ticks of 10 MHz
     * @param from     first fragment of the window
     * @param to       behind the last one, more than {@code from}
     */
    public FragmentGroups(FragmentTimeline timeline, int perGroup, long hidden, int from, int to) {
        if (perGroup < 1) {
            throw new IllegalArgumentException(perGroup + " fragments per segment");
        }
        if (from < 0 || to <= from || to > timeline.count()) {
            throw new IllegalArgumentException("fragments " + from + " to " + to + " of " + timeline.count());
        }
        this.timeline = timeline;
        this.hidden = hidden;
        int[] firsts = new int[to - from + 1];
        int count = 0;
        int group = 0;
        for (int i = 0; i < to; i++) {
            if (i == 0 || i - group == perGroup || !timeline.continues(i)) {
                group = i;
            }
            if (i >= from && (i == from || i == group)) {
                firsts[count++] = i;
            }
        }
        firsts[count] = to;
        bounds = Arrays.copyOf(firsts, count + 1);
        cut = to < timeline.count() && to - group != perGroup && timeline.continues(to);
    }

    /** Number of groups, at least 1. */
    public int count() {
        return bounds.length - 1;
    }

    /** First fragment of a group. */
    public int first(int group) {
        return bounds[group];
    }

    /** Behind the last fragment of a group. */
    public int end(int group) {
        return bounds[group + 1];
    }

    /** Whether the last group ends earlier than that of the whole timeline. */
    public boolean isCut() {
        return cut;
    }

    /** The group that holds a fragment of the window. */
    public int of(int fragment) {
        int at = Arrays.binarySearch(bounds, fragment);
        return at >= 0 ? at : -at - 2;
    }

    /** Start of a group, ticks of 10 MHz. */
    public long start(int group) {
        return timeline.start(first(group));
    }

    /** What is shown from the start of a group to the end of its last fragment, ticks of 10 MHz. */
    public long duration(int group) {
        return Math.max(0, timeline.end(end(group) - 1) - start(group) - (first(group) == 0 ? hidden : 0));
    }

    /** Whether a group begins where the one before ends. */
    public boolean continues(int group) {
        return timeline.continues(first(group));
    }

    /** Ticks of the longest group. */
    public long longest() {
        long longest = 0;
        for (int group = 0; group < count(); group++) {
            longest = Math.max(longest, duration(group));
        }
        return longest;
    }
}
