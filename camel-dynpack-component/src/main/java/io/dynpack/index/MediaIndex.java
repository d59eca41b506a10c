package io.dynpack.index;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Everything that serving needs to know of one media file.
 *
 * @param file       which version of which file this speaks of
 * @param fragmented whether the samples came from {@code moof}s
 * @param tracks     of video and audio in the order of the file; those that can be served
 * @param texts      tracks of captions and subtitles, in the order of the file; those that can be read
 * @param omitted    tracks that cannot be served
 * @param unclaimed  bytes of the file that are neither box headers nor samples of any track, omitted ones included: padding, or
 *                   media that are lost
 */
public record MediaIndex(SourceFile file, boolean fragmented, List<TrackIndex> tracks, List<TrackIndex> texts,
        List<OmittedTrack> omitted, long unclaimed)
        implements
            StoredIndex {

    /**
     * A track that is there and is not served.
     *
     * @param trackId track_ID, 0 where it is not known
     * @param kind    of the media; {@link TrackKind#TEXT} for all that is neither video nor audio
     * @param cause   what kind of reason it is
     * @param reason  a sentence for the report
     */
    public record OmittedTrack(long trackId, TrackKind kind, Cause cause, String reason) {}

    /** Why a track is not served; in the order of the stored form. */
    public enum Cause {
        /** It lies beside the media: metadata, time codes, chapters, text in a form that is not read. */
        NOT_MEDIA,
        /** Nobody serves its codec. */
        NOT_SERVED,
        /** It is encrypted already. */
        ENCRYPTED,
        /** Its media lie in another file. */
        ELSEWHERE,
        /** Its boxes or its samples contradict themselves. */
        DAMAGED
    }

    private static final int OMITTED = 128;

    public MediaIndex {
        tracks = List.copyOf(tracks);
        texts = List.copyOf(texts);
        omitted = List.copyOf(omitted);
    }

    /** The track of video or audio with this track_ID, or {@code null}. */
    public @Nullable TrackIndex track(long trackId) {
        return tracks.stream().filter(track -> track.trackId() == trackId).findFirst().orElse(null);
    }

    /** The tracks of a kind, in the order of the file. */
    public List<TrackIndex> tracks(TrackKind kind) {
        return kind == TrackKind.TEXT ? texts : tracks.stream().filter(track -> track.kind() == kind).toList();
    }

    /** How many tracks the file has, those that are not served too. */
    public int trackCount() {
        return tracks.size() + texts.size() + omitted.size();
    }

    /**
     * The tracks of this kind that are meant to be played, in the order of the file: a disabled one counts only where no other of
     * its kind is enabled, or where it is an alternative to one that is, as the other languages of a film are.
     */
    public List<TrackIndex> played(TrackKind kind) {
        List<TrackIndex> all = tracks(kind);
        Set<Integer> groups = new HashSet<>();
        boolean enabled = false;
        for (TrackIndex track : all) {
            if (track.header().isEnabled()) {
                enabled = true;
                groups.add(track.header().alternateGroup());
            }
        }
        return enabled
                ? all.stream().filter(track -> track.header().isEnabled() || isAlternative(track, groups)).toList()
                : all;
    }

    /** Pictures are no alternative to each other: what is disabled beside a film is its preview or its poster. */
    private static boolean isAlternative(TrackIndex track, Set<Integer> groups) {
        int group = track.header().alternateGroup();
        return track.kind() != TrackKind.VIDEO && group != 0 && groups.contains(group);
    }

    /** The same file with other readings of its video and audio. */
    public MediaIndex withTracks(List<TrackIndex> others) {
        return new MediaIndex(file, fragmented, others, texts, omitted, unclaimed);
    }

    /** Whether access units could not be read: such an index serves whoever waits for it, and is not kept. */
    public boolean isProvisional() {
        return tracks.stream().anyMatch(track -> track.probe().outcome() == TrackProbe.Outcome.UNREAD);
    }

    /** Bytes on the heap, roughly; what a cache weighs it with. */
    public long heapBytes() {
        long sum = 512;
        for (TrackIndex track : tracks) {
            sum += track.heapBytes();
        }
        for (TrackIndex track : texts) {
            sum += track.heapBytes();
        }
        for (OmittedTrack track : omitted) {
            sum += OMITTED + track.reason().length();
        }
        return sum;
    }
}
