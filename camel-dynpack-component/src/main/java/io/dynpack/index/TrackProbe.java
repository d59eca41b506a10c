package io.dynpack.index;

import io.dynpack.codec.CaptionData;

/**
 * What a look at a few access units of a track told that {@code moov} does not. Band replication and parametric stereo that were
 * found are in the track's {@link TrackIndex#codec codec}.
 *
 * @param outcome       whether there was a look, and whether it told anything
 * @param accessUnits   how many were looked at
 * @param delimiters    whether each of them begins with an access unit delimiter (H.264)
 * @param parameterSets whether any of them carries parameter sets (H.264)
 * @param openGop       whether any sync sample among them is no IDR picture: pictures behind it may need others in front (H.264)
 * @param unannounced   number of the first sample with a parameter set that the sample entry has not, -1 where none was seen
 * @param captions      that any of them carries
 */
public record TrackProbe(
        Outcome outcome,
        int accessUnits,
        boolean delimiters,
        boolean parameterSets,
        boolean openGop,
        int unannounced,
        CaptionData captions) {

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

    /** @param outcome any but {@link Outcome#KNOWN} */
    static TrackProbe without(Outcome outcome) {
        return new TrackProbe(outcome, 0, false, false, false, -1, CaptionData.NONE);
    }

    public static final TrackProbe NOT_NEEDED = without(Outcome.NOT_NEEDED);
    public static final TrackProbe UNKNOWN = without(Outcome.UNKNOWN);
    public static final TrackProbe UNREAD = without(Outcome.UNREAD);

    /** A look at AAC, whose findings are in the codec. */
    public static TrackProbe known(int accessUnits) {
        return new TrackProbe(Outcome.KNOWN, accessUnits, false, false, false, -1, CaptionData.NONE);
    }
}
