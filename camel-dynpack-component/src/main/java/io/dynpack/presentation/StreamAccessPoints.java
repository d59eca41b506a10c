package io.dynpack.presentation;

import io.dynpack.codec.AvcCodec;
import io.dynpack.codec.HevcCodec;
import io.dynpack.index.SampleTable;
import io.dynpack.index.TrackIndex;
import io.dynpack.index.TrackProbe.Gops;

/**
 * What the fragments of a level begin with: stream access points (ISO/IEC 14496-12, annex I). Leading pictures, which are decoded
 * behind a sync sample and shown before it, are seen in the sample table; whether they need what is in front of it, a look at
 * access units tells.
 */
final class StreamAccessPoints {
    /** No codec shows a picture more frames after it was decoded (H.264, A.3.1; HEVC, A.4). */
    private static final int MAX_REORDERING = 16;
    /** Fragments begin with anything, or with nobody knows what. */
    static final int UNKNOWN = 0;
    /** All pictures are shown from the first one on. */
    static final int CLOSED = 1;
    /** Leading pictures can be decoded. */
    static final int CLOSED_WITH_LEADING = 2;
    /** Leading pictures may need those in front. */
    static final int OPEN = 3;

    private StreamAccessPoints() {}

    /** The highest SAP type that any of these samples has, or {@link #UNKNOWN}. */
    static int type(TrackIndex track, int[] firstSamples) {
        SampleTable samples = track.samples();
        boolean leading = false;
        for (int i = 0; i + 1 < firstSamples.length; i++) {
            if (!samples.isSync(firstSamples[i])) {
                return UNKNOWN;
            }
            leading = leading || hasLeading(samples, firstSamples[i]);
        }
        Gops gops = track.probe().gops();
        if (track.codec() instanceof HevcCodec) {
            boolean allSeen = track.probe().accessUnits() >= samples.syncCount();
            // trailing pictures never need what is in front, whatever the sync sample is
            return !leading ? CLOSED : gops == Gops.CLOSED && allSeen ? CLOSED_WITH_LEADING : OPEN;
        }
        if (track.codec() instanceof AvcCodec) {
            boolean known = gops == Gops.CLOSED || gops == Gops.OPEN;
            return gops == Gops.UNCLEAR || leading && !known ? UNKNOWN : leading ? OPEN : CLOSED;
        }
        return leading ? UNKNOWN : CLOSED;
    }

    /** Whether a sample that follows is shown before. */
    private static boolean hasLeading(SampleTable samples, int sync) {
        if (samples.hasNoCompositionOffsets()) {
            return false;
        }
        long shown = samples.compositionTime(sync);
        int end = Math.min(samples.count(), sync + 1 + MAX_REORDERING);
        long decoded = samples.decodeTime(sync);
        for (int sample = sync + 1; sample < end; sample++) {
            decoded += samples.duration(sample - 1);
            if (decoded + samples.compositionOffset(sample) < shown) {
                return true;
            }
        }
        return false;
    }
}
