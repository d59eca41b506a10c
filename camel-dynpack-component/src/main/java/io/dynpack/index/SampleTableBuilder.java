package io.dynpack.index;

import java.util.ArrayList;
import java.util.List;

import io.dynpack.codec.CodecException;
import io.dynpack.isobmff.StszBox;

/** Collects samples and chunks in file order and packs them. One builder makes one table. */
final class SampleTableBuilder {
    private final long fileLength;
    private final IndexRoom room;
    private final PackedColumn.Builder sizes;
    private final PackedColumn.Builder durations;
    private final PackedColumn.Builder compositionOffsets;
    private final PackedColumn.Builder syncSamples;
    private final PackedColumn.Builder samplesPerChunk;
    private final PackedColumn.Builder gaps;
    private final List<Integer> entryChanges = new ArrayList<>();
    private final List<Long> entryRuns = new ArrayList<>();
    private long entry = 1;
    private int chunkSamples;
    private long end;
    private long lastDuration = -1;
    private long bytes;
    private long ticks;

    /**
     * @param fileLength no sample may lie behind it
     * @param room       of the file's index
     */
    SampleTableBuilder(long fileLength, IndexRoom room) {
        this.fileLength = fileLength;
        this.room = room;
        this.sizes = new PackedColumn.Builder(room);
        this.durations = new PackedColumn.Builder(room);
        this.compositionOffsets = new PackedColumn.Builder(room);
        this.syncSamples = new PackedColumn.Builder(room);
        this.samplesPerChunk = new PackedColumn.Builder(room);
        this.gaps = new PackedColumn.Builder(room);
    }

    int count() {
        return sizes.count();
    }

    /** Bytes of all samples so far. */
    long bytes() {
        return bytes;
    }

    /** The samples that follow lie from {@code offset} on, one behind the other. */
    void chunk(long offset) {
        if (chunkSamples > 0) {
            if (offset == end) {
                return;
            }
            samplesPerChunk.add(chunkSamples);
            chunkSamples = 0;
        }
        gaps.add(offset - end);
        end = offset;
    }

    /** The samples that follow use this sample entry, counted from 1. */
    void entry(long descriptionIndex) {
        entry = descriptionIndex;
    }

    /** Sample entries of the runs, counted from 1; empty without samples. */
    List<Long> entryRuns() {
        return entryRuns;
    }

    /** First sample of each run but the first. */
    List<Integer> entryChanges() {
        return entryChanges;
    }

    /** Ticks of all samples so far. */
    long duration() {
        return ticks;
    }

    /**
     * @return whether the sample lies inside the file, and all samples so far may: tables whose samples lie over each other could
     *         claim any number of them
     * @throws CodecException when the sample entry changes absurdly often
     */
    boolean sample(long size, long duration, int compositionOffset, boolean sync) {
        if (size > Integer.MAX_VALUE || end < 0 || size > fileLength - end || size > fileLength - bytes
                || sizes.count() == StszBox.MAX_SAMPLES) {
            return false;
        }
        room.takeSample();
        bytes += size;
        ticks += duration;
        if (entryRuns.isEmpty() || entry != entryRuns.get(entryRuns.size() - 1)) {
            if (entryRuns.size() == SampleEntryRuns.MAX_RUNS) {
                throw new CodecException("the sample entry changes more than " + SampleEntryRuns.MAX_RUNS + " times");
            }
            if (!entryRuns.isEmpty()) {
                entryChanges.add(sizes.count());
            }
            entryRuns.add(entry);
        }
        if (sync) {
            syncSamples.add(sizes.count());
        }
        sizes.add(size);
        flushDuration();
        lastDuration = duration;
        compositionOffsets.add(compositionOffset);
        chunkSamples++;
        end += size;
        return true;
    }

    private void flushDuration() {
        if (lastDuration >= 0) {
            durations.add(lastDuration);
        }
    }

    /**
     * Makes the sample added last longer or shorter, so that the next one begins where its fragment says.
     *
     * @return whether its duration stays at least 0 and fits into the 32 bits that a run has for it
     */
    boolean extendLast(long by) {
        if (lastDuration < 0 || by < -lastDuration || by > SampleTable.MAX_DURATION - lastDuration) {
            return false;
        }
        lastDuration += by;
        ticks += by;
        return true;
    }

    /**
     * Adds a sample of no bytes behind the last one, or as many as the duration needs: for so long a track of text shows nothing.
     *
     * @param most samples that the track may have then
     * @return whether there is a sample in front of them, and they are no more
     */
    boolean silence(long duration, int most) {
        if (chunkSamples == 0 || duration / SampleTable.MAX_DURATION >= most - count()) {
            return false;
        }
        for (long left = duration; left > 0; left -= SampleTable.MAX_DURATION) {
            if (!sample(0, Math.min(left, SampleTable.MAX_DURATION), 0, true)) {
                return false;
            }
        }
        return true;
    }

    SampleTable build() {
        flushDuration();
        if (chunkSamples > 0) {
            samplesPerChunk.add(chunkSamples);
        }
        boolean allSync = syncSamples.count() == sizes.count();
        PackedColumn sync = allSync ? new PackedColumn.Builder().build() : syncSamples.build();
        return new SampleTable(new RunningColumn(sizes.build()), new RunningColumn(durations.build()),
                compositionOffsets.build(), sync, allSync, new RunningColumn(samplesPerChunk.build()), gaps.build());
    }
}
