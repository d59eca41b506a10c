package io.dynpack.presentation;

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
 */
public record Level(
        long bitrate,
        SourceFile file,
        TrackIndex track,
        TrackTimeline timeline,
        int[] firstSamples,
        long end,
        long smoothOffset,
        FrameRate frameRate) {

    public Codec codec() {
        return track.codec();
    }

    public SampleTable samples() {
        return track.samples();
    }

    /** Whether every fragment begins with a sync sample; what a look at access units told of these is minded. */
    boolean startsWithSyncSamples() {
        boolean all = !track.probe().openGop();
        for (int i = 0; all && i + 1 < firstSamples.length; i++) {
            all = samples().isSync(firstSamples[i]);
        }
        return all;
    }

    /** First sample of a fragment. */
    public int firstSample(int fragment) {
        return firstSamples[fragment];
    }

    /** Behind the last sample of a fragment. */
    public int endSample(int fragment) {
        return firstSamples[fragment + 1];
    }

    /** Bytes of the samples of a fragment. */
    public long payload(int fragment) {
        return samples().bytes(firstSample(fragment), endSample(fragment));
    }
}
