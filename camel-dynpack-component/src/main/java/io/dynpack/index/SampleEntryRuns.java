package io.dynpack.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.dynpack.codec.Codec;

/**
 * Which sample entry the samples of a track use (ISO/IEC 14496-12, 8.5.2 and 8.7.4): one for nearly every track, several in turn
 * where encoders were changed in mid-track. Entries that no sample uses are not here, and equal ones are one.
 */
public final class SampleEntryRuns {
    /** A change costs a fragment of its own; a track that changes more often than this was not recorded but made to hurt. */
    static final int MAX_RUNS = 4096;

    private final List<SampleEntry> entries;
    /** First sample of each run but the first, ascending. */
    private final int[] changes;
    /** Ordinal of the entry of each run. */
    private final byte[] runs;

    private SampleEntryRuns(List<SampleEntry> entries, int[] changes, byte[] runs) {
        this.entries = List.copyOf(entries);
        this.changes = changes;
        this.runs = runs;
    }

    /** All samples use this one. */
    static SampleEntryRuns of(SampleEntry only) {
        return new SampleEntryRuns(List.of(only), new int[0], new byte[1]);
    }

    /**
     * @param entries in the order of their first use
     * @param changes first sample of each run but the first
     * @param runs    ordinal of the entry of each run, one more than there are changes
     * @throws IllegalArgumentException where these do not fit together
     */
    static SampleEntryRuns of(List<SampleEntry> entries, int[] changes, byte[] runs) {
        if (entries.isEmpty() || runs.length != changes.length + 1 || runs[0] != 0) {
            throw new IllegalArgumentException(entries.size() + " sample entries in " + runs.length + " runs");
        }
        for (int i = 0; i < changes.length; i++) {
            boolean ascending = changes[i] > (i == 0 ? 0 : changes[i - 1]);
            if (!ascending || runs[i + 1] < 0 || runs[i + 1] >= entries.size()) {
                throw new IllegalArgumentException("run " + (i + 1) + " of a sample entry is out of order");
            }
        }
        return new SampleEntryRuns(entries, changes, runs);
    }

    /** In the order of their first use; at most 127. */
    public List<SampleEntry> entries() {
        return entries;
    }

    /** The entry of the first sample. */
    public SampleEntry first() {
        return entries.get(0);
    }

    /** Whether all samples use the same entry. */
    public boolean isSingle() {
        return changes.length == 0;
    }

    /** Ordinal of the entry that a sample uses. */
    public int of(int sample) {
        if (changes.length == 0) {
            return 0;
        }
        int at = Arrays.binarySearch(changes, sample);
        return runs[at >= 0 ? at + 1 : -at - 1];
    }

    /** Whether a sample uses another entry than the one before it. */
    public boolean changesAt(int sample) {
        return Arrays.binarySearch(changes, sample) >= 0;
    }

    /** How often the entry changes. */
    public int changeCount() {
        return changes.length;
    }

    /** The sample at which the entry changes for the {@code ordinal}th time, counted from 0. */
    public int change(int ordinal) {
        return changes[ordinal];
    }

    /** Ordinal of the entry of the run before the first change (0), behind it (1), and so on. */
    int run(int ordinal) {
        return runs[ordinal];
    }

    /**
     * The entries of samples of which some were joined with the next or left out: what only those used is gone.
     *
     * @param newNumbers for each sample the number of the one that it became or that follows it
     * @param newCount   of samples, at least 1
     */
    SampleEntryRuns moved(int[] newNumbers, int newCount) {
        int[] starts = new int[runs.length];
        byte[] used = new byte[runs.length];
        int count = 0;
        for (int i = 0; i < runs.length; i++) {
            int start = i == 0 ? 0 : newNumbers[changes[i - 1]];
            if (start >= newCount) {
                break;
            }
            if (count > 0 && starts[count - 1] == start) {
                // nothing is left of the run in front
                count--;
            }
            if (count == 0 || used[count - 1] != runs[i]) {
                starts[count] = start;
                used[count++] = runs[i];
            }
        }
        List<SampleEntry> left = new ArrayList<>();
        Map<Byte, Byte> ordinals = new HashMap<>();
        for (int i = 0; i < count; i++) {
            used[i] = ordinals.computeIfAbsent(used[i], ordinal -> {
                left.add(entries.get(ordinal));
                return (byte) (left.size() - 1);
            });
        }
        return of(left, Arrays.copyOfRange(starts, 1, count), Arrays.copyOf(used, count));
    }

    /** Bytes on the heap, roughly. */
    long heapBytes() {
        long sum = 64 + 5L * changes.length;
        for (SampleEntry entry : entries) {
            sum += entry.heapBytes();
        }
        return sum;
    }

    /** Whether all entries are of one codec family, so that one decoder can take them. */
    public boolean isOneFamily() {
        Codec first = first().codec();
        return entries.stream().allMatch(entry -> entry.codec().family().equals(first.family()));
    }
}
