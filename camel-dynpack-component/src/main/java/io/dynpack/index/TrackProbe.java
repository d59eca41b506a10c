package io.dynpack.index;

import org.jspecify.annotations.Nullable;

import io.dynpack.codec.CaptionData;

/**
 * What a look at a few access units of a track told that {@code moov} does not. Band replication and parametric stereo that were
 * found are in the track's {@link TrackIndex#codec codec}.
 *
 * @param outcome       whether there was a look, and whether it told anything
 * @param accessUnits   how many were looked at
 * @param delimiters    whether each of them begins with an access unit delimiter (H.264, HEVC)
 * @param parameterSets whether any of them carries parameter sets (H.264, HEVC)
 * @param gops          whether pictures behind the sync samples among them may need others in front (H.264, HEVC)
 * @param unannounced   number of the first sample with a parameter set that the sample entry has not, -1 where none was seen
 * @param captions      that any of them carries; {@code null} where none was looked at for them
 */
public record TrackProbe(
        Outcome outcome,
        int accessUnits,
        boolean delimiters,
        boolean parameterSets,
        Gops gops,
        int unannounced,
        @Nullable CaptionData captions) {

    /** How the look went. */
    public enum Outcome {
        /** {@code moov} tells everything that is asked for so far. */
        NOT_NEEDED,
        /** The access units told. */
        KNOWN,
        /** They are damaged, or of a kind that is not followed; so is every later look. */
        UNKNOWN,
        /** The storage did not give them; a later look may tell. An index with such a track is not kept. */
        UNREAD
    }

    /** What groups of pictures begin with; in the order of their stored form. */
    public enum Gops {
        /** No sync sample was looked at, or not closely enough. */
        UNSEEN,
        /** IDR pictures alone, or of HEVC others without pictures that need what is in front. */
        CLOSED,
        /** Some with pictures from which on all that is shown is right, and which others may follow that are shown before. */
        OPEN,
        /** Some with pictures of which nothing tells whether what follows them needs what is in front. */
        UNCLEAR
    }

    /** @param outcome any but {@link Outcome#KNOWN} */
    static TrackProbe without(Outcome outcome) {
        return new TrackProbe(outcome, 0, false, false, Gops.UNSEEN, -1, null);
    }

    public static final TrackProbe NOT_NEEDED = without(Outcome.NOT_NEEDED);
    public static final TrackProbe UNKNOWN = without(Outcome.UNKNOWN);
    public static final TrackProbe UNREAD = without(Outcome.UNREAD);

    /** A glance at pictures for what manifests say of captions; all else may still be looked at. */
    public static TrackProbe glanced(@Nullable CaptionData captions) {
        return new TrackProbe(Outcome.NOT_NEEDED, 0, false, false, Gops.UNSEEN, -1, captions);
    }

    /** A look at AAC, whose findings are in the codec. */
    public static TrackProbe known(int accessUnits) {
        return new TrackProbe(Outcome.KNOWN, accessUnits, false, false, Gops.UNSEEN, -1, null);
    }
}
