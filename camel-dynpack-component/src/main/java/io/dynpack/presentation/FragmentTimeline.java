package io.dynpack.presentation;

import java.util.Arrays;

/**
 * When the fragments of a stream begin and end, in ticks of 10 MHz. A fragment's start is its name in URLs.
 */
public final class FragmentTimeline {
    private final long[] starts;
    private final long[] ends;

    /**
     * @param starts strictly ascending, at least 0
     * @param ends   one for each start; at most the start of the next fragment, and less where there is a gap
     */
    public FragmentTimeline(long[] starts, long[] ends) {
        if (starts.length != ends.length || starts.length == 0) {
            throw new IllegalArgumentException(starts.length + " starts and " + ends.length + " ends");
        }
        for (int i = 0; i < starts.length; i++) {
            boolean overlap = i + 1 < starts.length && ends[i] > starts[i + 1];
            if (starts[i] < 0 || ends[i] < starts[i] || overlap || i > 0 && starts[i] <= starts[i - 1]) {
                throw new IllegalArgumentException(
                        "fragment " + i + " from " + starts[i] + " to " + ends[i] + " is out of order");
            }
        }
        this.starts = starts.clone();
        this.ends = ends.clone();
    }

    /** The same fragments for a level that ends at another time; a level's last fragment is never empty. */
    FragmentTimeline endingAt(long end) {
        if (end == end()) {
            return this;
        }
        long[] others = ends.clone();
        others[others.length - 1] = Math.max(starts[starts.length - 1] + 1, end);
        return new FragmentTimeline(starts, others);
    }

    /** Number of fragments, at least 1. */
    public int count() {
        return starts.length;
    }

    public long start(int fragment) {
        return starts[fragment];
    }

    public long end(int fragment) {
        return ends[fragment];
    }

    public long duration(int fragment) {
        return ends[fragment] - starts[fragment];
    }

    public long start() {
        return starts[0];
    }

    public long end() {
        return ends[ends.length - 1];
    }

    /** Ticks of the longest fragment. */
    public long longest() {
        return longest(0, count());
    }

    /** Ticks of the longest of the fragments from {@code first} to {@code end}, exclusive. */
    public long longest(int first, int end) {
        long longest = 0;
        for (int i = first; i < end; i++) {
            longest = Math.max(longest, ends[i] - starts[i]);
        }
        return longest;
    }

    /** The fragment that begins exactly at {@code time}, or -1. */
    public int indexOf(long time) {
        int index = Arrays.binarySearch(starts, time);
        return index < 0 ? -1 : index;
    }

    /** The first fragment that ends after {@code time}; {@link #count} where none does. */
    public int firstEndingAfter(long time) {
        return firstFrom(ends, time == Long.MAX_VALUE ? time : time + 1);
    }

    /** The first fragment that begins at {@code time} or later; {@link #count} where none does. */
    public int firstBeginningFrom(long time) {
        return firstFrom(starts, time);
    }

    /** Both rise, though ends may be equal where a fragment lasts no time. */
    private static int firstFrom(long[] times, long time) {
        int low = 0;
        int high = times.length;
        while (low < high) {
            int middle = low + high >>> 1;
            if (times[middle] < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Whether fragment {@code fragment} begins where the one before ends. */
    public boolean continues(int fragment) {
        return fragment > 0 && starts[fragment] == ends[fragment - 1];
    }
}
