package io.dynpack.presentation;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.dynpack.codec.Codec;
import io.dynpack.index.SampleTable;
import io.dynpack.index.SourceFile;
import io.dynpack.index.TrackIndex;

/**
 * One quality of a stream: a {@code QualityLevel}, a {@code Representation}, a variant.
 *
 * @param bitrate      bits per second; its name in URLs, unique within the stream
 * @param file         where its samples lie
 * @param track        index of its track
 * @param timeline     its samples in time
 * @param firstSamples of each fragment, and behind the last one; one more than the stream has fragments
 * @param end          of its last fragment on the stream's timeline, ticks of 10 MHz; levels may end some frames apart
 * @param smoothOffset composition offset of a sample that is shown as soon as its fragment's time says in Smooth Streaming, ticks
 *                     of the track; the same instant for all levels of a stream
 * @param frameRate    of video; {@code null} for audio, and where pictures last no time
 * @param sapType      every fragment begins with a stream access point of this type or a lower one (ISO/IEC 14496-12, annex I): 1
 *                     to 3, or 0 where one does not, or nobody knows
 * @param smoothFourcc of HEVC what the client manifest calls it; {@code null} where that has none of the stream, and of other
 *                     codecs
 */
public record Level(
        long bitrate,
        SourceFile file,
        TrackIndex track,
        TrackTimeline timeline,
        int[] firstSamples,
        long end,
        long smoothOffset,
        @Nullable FrameRate frameRate,
        int sapType,
        @Nullable String smoothFourcc) {

    /** What a run has room for. */
    private static final long MAX_DURATION = 0xffffffffL;

    public Codec codec() {
        return track.codec();
    }

    /** The codec of a sample entry, by the ordinal that a run states. */
    public Codec codec(int entry) {
        return track.codec(entry);
    }

    public SampleTable samples() {
        return track.samples();
    }

    /** Whether every fragment can be decoded without others: its access point is of SAP type 1 or 2. */
    boolean isIndependent() {
        return sapType == StreamAccessPoints.CLOSED || sapType == StreamAccessPoints.CLOSED_WITH_LEADING;
    }

    /** First sample of a fragment. */
    public int firstSample(int fragment) {
        return firstSamples[fragment];
    }

    /** Behind the last sample of a fragment. */
    public int endSample(int fragment) {
        return firstSamples[fragment + 1];
    }

    /** The samples of a fragment; of a file they are in its index, and there at once. */
    public CompletableFuture<SampleRun> run(int fragment) {
        return CompletableFuture.completedFuture(indexed(fragment));
    }

    /** The samples of a fragment as the index has them, for what is computed of the whole level. */
    public SampleRun indexed(int fragment) {
        return indexed(firstSample(fragment), endSample(fragment));
    }

    /** The samples of the track from {@code first} to {@code end}, exclusive; no more than one fragment's where they change. */
    public SampleRun indexed(int first, int end) {
        return new IndexedRun(file, timeline, first, end, -1);
    }

    /**
     * One sync sample, which lasts until the next one.
     *
     * @param sample     the sync sample
     * @param nextSample the next sync sample, or behind the last sample of the level
     */
    public CompletableFuture<SampleRun> keyFrame(int sample, int nextSample) {
        return CompletableFuture.completedFuture(indexedKeyFrame(sample, nextSample));
    }

    /** As {@link #keyFrame} as the index has it. */
    public SampleRun indexedKeyFrame(int sample, int nextSample) {
        long lasting = samples().decodeTime(nextSample) - samples().decodeTime(sample);
        return new IndexedRun(file, timeline, sample, sample + 1, Math.min(lasting, MAX_DURATION));
    }

    /**
     * The first sample of each fragment of another stream: a sample belongs to the fragment whose start and end enclose its
     * time. The first fragment takes all earlier ones, the last one all later ones.
     *
     * @return one for each fragment, and the end of the samples
     */
    public int[] firstSamples(FragmentTimeline of) {
        int[] firsts = new int[of.count() + 1];
        firsts[0] = timeline.firstSample();
        for (int fragment = 1; fragment < of.count(); fragment++) {
            firsts[fragment] = firstFrom(of.start(fragment), firsts[fragment - 1]);
        }
        firsts[of.count()] = timeline.endSample();
        return firsts;
    }

    /** The first sample that is heard at {@code time}, ticks of 10 MHz, or later; behind the last one where none is. */
    public int firstFrom(long time) {
        return firstFrom(time, timeline.firstSample());
    }

    private int firstFrom(long time, int from) {
        int low = from;
        int high = timeline.endSample();
        while (low < high) {
            int middle = low + high >>> 1;
            long heard = timeline.decodeTime(middle) - timeline.mediaTime();
            if (Ticks.of(heard, track.timescale()) < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
