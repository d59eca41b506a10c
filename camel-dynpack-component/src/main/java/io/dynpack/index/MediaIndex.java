package io.dynpack.index;

import java.util.List;

/**
 * Everything that serving needs to know of one media file.
 *
 * @param file       which version of which file this speaks of
 * @param fragmented whether the samples came from {@code moof}s
 * @param tracks     in the order of the file; those that can be served
 * @param omitted    tracks that cannot be served
 */
public record MediaIndex(SourceFile file, boolean fragmented, List<TrackIndex> tracks, List<OmittedTrack> omitted)
        implements
            StoredIndex {

    /**
     * A track that is there and is not served.
     *
     * @param trackId track_ID
     * @param reason  a sentence for the report
     */
    public record OmittedTrack(long trackId, TrackKind kind, String reason) {}

    public MediaIndex {
        tracks = List.copyOf(tracks);
        omitted = List.copyOf(omitted);
    }

    /** The track with this track_ID, or {@code null}. */
    public TrackIndex track(long trackId) {
        return tracks.stream().filter(track -> track.trackId() == trackId).findFirst().orElse(null);
    }

    /** The first track of this kind, or {@code null}. */
    public TrackIndex first(TrackKind kind) {
        return tracks.stream().filter(track -> track.kind() == kind).findFirst().orElse(null);
    }

    /** The same file with other readings of its tracks. */
    public MediaIndex withTracks(List<TrackIndex> others) {
        return new MediaIndex(file, fragmented, others, omitted);
    }

    /** Whether access units could not be read: such an index serves whoever waits for it, and is not kept. */
    public boolean isProvisional() {
        return tracks.stream().anyMatch(track -> track.probe().outcome() == TrackProbe.Outcome.UNREAD);
    }

    /** Bytes on the heap, roughly; what a cache weighs it with. */
    public long heapBytes() {
        long sum = 512;
        for (TrackIndex track : tracks) {
            sum += 512 + track.sampleEntry().remaining() + track.samples().heapBytes();
        }
        return sum;
    }
}
