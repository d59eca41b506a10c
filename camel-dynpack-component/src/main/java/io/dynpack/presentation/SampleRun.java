package io.dynpack.presentation;

import java.util.List;

import io.dynpack.index.ByteRanges;
import io.dynpack.index.SourceFile;
import io.dynpack.isobmff.SbgpBox;

/**
 * Samples of one track that stand one behind the other: those of a fragment, or one key frame. It is all that a writer of segments
 * sees of a track. Samples are counted from 0; times are ticks of the track, on the timeline of the output. Immutable.
 */
public interface SampleRun {

    /** Where the samples lie. */
    SourceFile file();

    /**
     * Names the track and how its samples are counted: tracks of which this is equal have the same bytes under the same
     * {@linkplain #number number}, and the same sync samples and parameter sets.
     */
    String track();

    /** Number of a sample in its track, from 0. */
    int number(int sample);

    /** Number of samples. */
    int count();

    /** Which of the track's sample entries they use, from 0; no run spans a change. */
    int entry();

    /**
     * When a sample is decoded; that of the first is the {@code tfdt} of a fragment. {@link #count} gives the end of the last one.
     */
    long decodeTime(int sample);

    /** How long a sample lasts. */
    long duration(int sample);

    /** Composition time minus decoding time. */
    int compositionOffset(int sample);

    /** Bytes of a sample. */
    int size(int sample);

    /** Bytes of the samples from {@code from} to {@code to}, exclusive. */
    long bytes(int from, int to);

    /** Where the samples from {@code from} to {@code to}, exclusive, lie; neighbours that touch are one range. */
    ByteRanges ranges(int from, int to);

    /** Whether all samples of the track are sync samples, those of other runs too. */
    boolean isAllSync();

    /** Number of sync samples in this run. */
    int syncCount();

    /** The sync sample number {@code ordinal} of this run, counted from 0. */
    int syncSample(int ordinal);

    /** The first sync sample at {@code sample} or behind it, as an ordinal of {@link #syncSample}. */
    int syncCountBefore(int sample);

    /** What the samples are members of, of each grouping type in which any of them is. */
    List<SbgpBox> sampleGroups();

    /** Bytes of all samples. */
    default long bytes() {
        return bytes(0, count());
    }

    /** Where all samples lie. */
    default ByteRanges ranges() {
        return ranges(0, count());
    }
}
