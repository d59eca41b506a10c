package io.dynpack.index;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

import io.dynpack.codec.CodecException;
import io.dynpack.isobmff.StszBox;

/**
 * The samples of one track in decoding order, numbered from 0. Times are in ticks of the media and begin at 0 with the first
 * sample; edit lists are not applied here.
 */
public final class SampleTable {
    /** What a run has room for. */
    static final long MAX_DURATION = 0xffffffffL;
    /** More than any codec reorders: a frame is shown at most 16 frames after it was decoded (H.264, A.3.1; HEVC, A.4). */
    private static final int REORDERED = 64;

    private final RunningColumn sizes;
    private final RunningColumn durations;
    private final PackedColumn compositionOffsets;
    private final PackedColumn syncSamples;
    private final boolean allSync;
    private final RunningColumn samplesPerChunk;
    private final PackedColumn gaps;
    private final long[] chunkOffsets;

    /**
     * @param syncSamples numbers of the sync samples, ascending; empty where {@code allSync}
     * @param gaps        of each chunk: where it begins minus where the chunk before ended; of the first: where it begins
     */
    SampleTable(RunningColumn sizes, RunningColumn durations, PackedColumn compositionOffsets, PackedColumn syncSamples,
            boolean allSync, RunningColumn samplesPerChunk, PackedColumn gaps) {
        this.sizes = sizes;
        this.durations = durations;
        this.compositionOffsets = compositionOffsets;
        this.syncSamples = syncSamples;
        this.allSync = allSync;
        this.samplesPerChunk = samplesPerChunk;
        this.gaps = gaps;
        this.chunkOffsets = checkpoints(gaps);
    }

    private long[] checkpoints(PackedColumn gapsOfChunks) {
        int chunks = gapsOfChunks.count();
        long[] offsets = new long[(chunks + 63) / 64];
        long end = 0;
        int sample = 0;
        for (int chunk = 0; chunk < chunks; chunk++) {
            long offset = end + gapsOfChunks.get(chunk);
            if ((chunk & 63) == 0) {
                offsets[chunk >>> 6] = offset;
            }
            int next = sample + (int) samplesPerChunk.get(chunk);
            end = offset + bytes(sample, next);
            sample = next;
        }
        return offsets;
    }

    /** Number of samples. */
    public int count() {
        return sizes.count();
    }

    /** Bytes. */
    public int size(int sample) {
        return (int) sizes.get(sample);
    }

    /** Bytes of the samples from {@code from} to {@code to}, exclusive. */
    public long bytes(int from, int to) {
        if (to - from < 64) {
            long sum = 0;
            for (int i = from; i < to; i++) {
                sum += sizes.get(i);
            }
            return sum;
        }
        return sizes.sumBefore(to) - sizes.sumBefore(from);
    }

    /** Ticks. */
    public long duration(int sample) {
        return durations.get(sample);
    }

    /** Whether all samples last equally long. */
    public boolean hasConstantDuration() {
        return durations.isConstant();
    }

    /** Sum of the durations before {@code sample}, in ticks; {@code sample} may be {@link #count()}. */
    public long decodeTime(int sample) {
        return durations.sumBefore(sample);
    }

    /** The sample that is being decoded at {@code time}: the last one whose decoding time is at most that. */
    public int sampleAt(long time) {
        return durations.indexOf(Math.max(0, time));
    }

    /** Composition time minus decoding time, ticks. */
    public int compositionOffset(int sample) {
        return (int) compositionOffsets.get(sample);
    }

    /** Whether no sample is presented at another time than it is decoded. */
    public boolean hasNoCompositionOffsets() {
        return compositionOffsets.isConstant() && (count() == 0 || compositionOffsets.get(0) == 0);
    }

    /** The smallest {@link #compositionOffset} of all samples, ticks; 0 without samples. */
    public int minCompositionOffset() {
        return (int) compositionOffsets.min();
    }

    /** Ticks. */
    public long compositionTime(int sample) {
        return decodeTime(sample) + compositionOffset(sample);
    }

    /** When whatever is shown first is shown, ticks: reordering looks at most at the samples up to the second sync sample. */
    public long earliestCompositionTime() {
        if (hasNoCompositionOffsets()) {
            return 0;
        }
        int to = syncCount() > 1 ? syncSample(1) : count();
        long time = 0;
        long earliest = Long.MAX_VALUE;
        for (int i = 0; i < Math.min(Math.max(to, 1), REORDERED); i++) {
            earliest = Math.min(earliest, time + compositionOffset(i));
            time += duration(i);
        }
        return earliest;
    }

    /** Whether every sample is a sync sample, as in audio. */
    public boolean isAllSync() {
        return allSync;
    }

    /** Number of sync samples. */
    public int syncCount() {
        return allSync ? count() : syncSamples.count();
    }

    /** The sync sample number {@code ordinal}, counted from 0. */
    public int syncSample(int ordinal) {
        return allSync ? ordinal : (int) syncSamples.get(ordinal);
    }

    /** How many sync samples lie before {@code sample}; the ordinal of the first one at or after it. */
    public int syncCountBefore(int sample) {
        if (allSync) {
            return sample;
        }
        int low = 0;
        int high = syncSamples.count();
        while (low < high) {
            int middle = low + high >>> 1;
            if (syncSamples.get(middle) < sample) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    public boolean isSync(int sample) {
        if (allSync) {
            return true;
        }
        int ordinal = syncCountBefore(sample);
        return ordinal < syncSamples.count() && syncSamples.get(ordinal) == sample;
    }

    /**
     * Where the samples from {@code from} to {@code to} (exclusive) lie in their file, in order; samples that touch are one
     * range.
     */
    public ByteRanges ranges(int from, int to) {
        long[] starts = new long[16];
        long[] ends = new long[16];
        int count = 0;
        int chunk = samplesPerChunk.indexOf(from);
        long offset = chunkOffset(chunk);
        int sample = (int) samplesPerChunk.sumBefore(chunk);
        while (sample < to) {
            int next = sample + (int) samplesPerChunk.get(chunk);
            long start = offset + (sample < from ? bytes(sample, from) : 0);
            long end = start + bytes(Math.max(sample, from), Math.min(next, to));
            if (count > 0 && ends[count - 1] == start) {
                ends[count - 1] = end;
            } else if (start < end) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, count * 2);
                    ends = Arrays.copyOf(ends, count * 2);
                }
                starts[count] = start;
                ends[count++] = end;
            }
            if (next < to) {
                offset += bytes(sample, next) + gaps.get(chunk + 1);
            }
            sample = next;
            chunk++;
        }
        return new ByteRanges(Arrays.copyOf(starts, count), Arrays.copyOf(ends, count));
    }

    /** Ticks of the shortest sample. */
    public long minDuration() {
        return durations.min();
    }

    /** Bytes of the smallest sample. */
    public int minSize() {
        return (int) sizes.min();
    }

    /**
     * The same samples with others marked as sync samples.
     *
     * @param numbers ascending
     * @param file    that they lie in
     */
    SampleTable withSyncSamples(int[] numbers, SourceFile file) {
        PackedColumn.Builder sync = new PackedColumn.Builder(IndexRoom.of(file));
        for (int number : numbers) {
            sync.add(number);
        }
        return new SampleTable(sizes, durations, compositionOffsets, sync.build(), false, samplesPerChunk, gaps);
    }

    /** The same samples, the last of which lasts so long. */
    SampleTable withLastDuration(long duration, SourceFile file) {
        PackedColumn.Builder ticks = new PackedColumn.Builder(IndexRoom.of(file));
        for (int sample = 0; sample < count() - 1; sample++) {
            ticks.add(duration(sample));
        }
        ticks.add(duration);
        return new SampleTable(sizes, new RunningColumn(ticks.build()), compositionOffsets, syncSamples, allSync,
                samplesPerChunk, gaps);
    }

    /**
     * The samples of which some hold no picture. Their bytes go in front of those of the next sample where they lie there in the
     * file, and are left out elsewhere; their time goes to the picture before.
     *
     * @param without    samples to join, not all of them
     * @param newNumbers for each sample the number of the one that it became or that follows it, filled here; as long as there are
     *                   samples
     * @param file       that they lie in
     * @throws CodecException where a sample would last longer than 32 bits can say
     */
    SampleTable joined(BitSet without, int[] newNumbers, SourceFile file) {
        SampleTableBuilder builder = new SampleTableBuilder(file.length(), IndexRoom.of(file));
        long offset = 0;
        int sample = 0;
        long leadingTime = 0;
        for (int chunk = 0; chunk < gaps.count(); chunk++) {
            offset += gaps.get(chunk);
            int end = sample + (int) samplesPerChunk.get(chunk);
            long held = 0;
            boolean heldSync = false;
            for (; sample < end; sample++) {
                newNumbers[sample] = builder.count();
                if (without.get(sample)) {
                    held += size(sample);
                    heldSync |= isSync(sample);
                    if (builder.count() == 0) {
                        leadingTime += duration(sample);
                    } else if (!builder.extendLast(duration(sample))) {
                        throw tooLong();
                    }
                } else {
                    if (leadingTime + duration(sample) > MAX_DURATION
                            || leadingTime + compositionOffset(sample) > Integer.MAX_VALUE) {
                        throw tooLong();
                    }
                    builder.chunk(offset - held);
                    builder.sample(held + size(sample), leadingTime + duration(sample),
                            (int) (leadingTime + compositionOffset(sample)), heldSync || isSync(sample));
                    held = 0;
                    heldSync = false;
                    leadingTime = 0;
                }
                offset += size(sample);
            }
        }
        return builder.build();
    }

    private static CodecException tooLong() {
        return new CodecException("samples without a picture last longer than one sample can");
    }

    private long chunkOffset(int chunk) {
        int from = chunk & ~63;
        long offset = chunkOffsets[from >>> 6];
        int sample = from == chunk ? 0 : (int) samplesPerChunk.sumBefore(from);
        for (int i = from; i < chunk; i++) {
            int next = sample + (int) samplesPerChunk.get(i);
            offset += bytes(sample, next) + gaps.get(i + 1);
            sample = next;
        }
        return offset;
    }

    /** Number of chunks, for reports. */
    public int chunkCount() {
        return gaps.count();
    }

    /** Bytes on the heap, object headers left out. */
    public long heapBytes() {
        return sizes.heapBytes() + durations.heapBytes() + compositionOffsets.heapBytes() + syncSamples.heapBytes()
                + samplesPerChunk.heapBytes() + gaps.heapBytes() + 8L * chunkOffsets.length;
    }

    int storedSize() {
        return 1 + sizes.storedSize() + durations.storedSize() + compositionOffsets.storedSize() + syncSamples.storedSize()
                + samplesPerChunk.storedSize() + gaps.storedSize();
    }

    void store(ByteBuffer out) {
        out.put((byte) (allSync ? 1 : 0));
        sizes.store(out);
        durations.store(out);
        compositionOffsets.store(out);
        syncSamples.store(out);
        samplesPerChunk.store(out);
        gaps.store(out);
    }

    /**
     * Loads a table and checks it as one that is read from {@code moov} is checked: whoever wrote it may know how to make a
     * checksum.
     *
     * @param fileLength no sample may lie behind it
     * @param room       of the file's index
     * @throws IndexFormatException when the bytes are not what {@link #store} writes
     * @throws MediaFileException   when the table needs more than there is room for
     */
    static SampleTable load(ByteBuffer in, long fileLength, IndexRoom room) {
        byte allSync = in.get();
        PackedColumn bytes = PackedColumn.load(in, room);
        int count = bytes.count();
        if (count < 1 || count > StszBox.MAX_SAMPLES) {
            throw new IndexFormatException("a track has " + count + " samples");
        }
        room.takeSamples(count);
        PackedColumn ticks = PackedColumn.load(in, room);
        PackedColumn offsets = PackedColumn.load(in, room);
        PackedColumn sync = PackedColumn.load(in, room);
        PackedColumn perChunk = PackedColumn.load(in, room);
        PackedColumn gaps = PackedColumn.load(in, room);
        if (ticks.count() != count || offsets.count() != count || perChunk.count() > count || gaps.count() != perChunk.count()
                || sync.count() > count) {
            throw disagree();
        }
        RunningColumn samplesPerChunk = new RunningColumn(perChunk);
        if (samplesPerChunk.total() != count) {
            throw disagree();
        }
        RunningColumn sizes = new RunningColumn(bytes);
        sizes.requireWithin(0, Integer.MAX_VALUE, "a sample size");
        if (sizes.total() > fileLength) {
            throw new IndexFormatException("the samples of a track have more bytes than its file");
        }
        if (sizes.total() == 0) {
            throw new IndexFormatException("a track has no bytes in any of its samples");
        }
        RunningColumn durations = new RunningColumn(ticks);
        durations.requireWithin(0, MAX_DURATION, "a sample duration");
        offsets.requireWithin(Integer.MIN_VALUE, Integer.MAX_VALUE, "a composition offset");
        samplesPerChunk.requireWithin(1, count, "a number of samples in a chunk");
        requireSync(allSync, sync, count);
        var table = new SampleTable(sizes, durations, offsets, sync, allSync == 1, samplesPerChunk, gaps);
        table.requireInside(fileLength);
        return table;
    }

    private static IndexFormatException disagree() {
        return new IndexFormatException("the columns of a track disagree on the number of samples");
    }

    private static void requireSync(byte allSync, PackedColumn sync, int count) {
        if (allSync != 0 && allSync != 1 || allSync == 1 && sync.count() > 0) {
            throw new IndexFormatException("a track contradicts itself about its sync samples");
        }
        long last = -1;
        for (int i = 0; i < sync.count(); i++) {
            if (sync.get(i) <= last || sync.get(i) >= count) {
                throw new IndexFormatException("the sync samples of a track are not in order, or none of its samples");
            }
            last = sync.get(i);
        }
    }

    /** Chunks lie in any order, but inside of the file. */
    private void requireInside(long fileLength) {
        long end = 0;
        int sample = 0;
        for (int chunk = 0; chunk < gaps.count(); chunk++) {
            int next = sample + (int) samplesPerChunk.get(chunk);
            long start = Math.addExact(end, gaps.get(chunk));
            end = Math.addExact(start, bytes(sample, next));
            if (start < 0 || end > fileLength) {
                throw new IndexFormatException("chunk " + (chunk + 1) + " of a track lies outside of its file");
            }
            sample = next;
        }
    }
}
