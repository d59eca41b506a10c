package io.dynpack.origin;

import java.util.List;

import org.jspecify.annotations.Nullable;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.dynpack.asset.TrackAdditions;
import io.dynpack.ism.TrackReference;
import io.dynpack.presentation.Finding;
import io.dynpack.presentation.TextStream;
import io.dynpack.publishing.AssetTrack;
import io.dynpack.publishing.TrackList;
import io.dynpack.publishing.Versioned;

/** Documents of tracks as what is served beside a server manifest. */
public final class AddedTracks {
    private static final String DESCRIBES_VIDEO = "public.accessibility.describes-video";
    private static final String DESCRIPTION = "description";

    /** By the list itself, which the lookup hands out again until it changes: requests do not make them anew. */
    private static final Cache<Versioned<TrackList>, TrackAdditions> MADE = Caffeine.newBuilder().weakKeys()
            .executor(Runnable::run).build();

    private AddedTracks() {}

    /** Those of an asset, with its version; a document that cannot be read becomes a finding. */
    public static TrackAdditions of(Versioned<TrackList> tracks) {
        return tracks.version().isEmpty() ? TrackAdditions.NONE : MADE.get(tracks, AddedTracks::made);
    }

    private static TrackAdditions made(Versioned<TrackList> tracks) {
        List<Finding> findings = tracks.value().damaged().stream()
                .map(damage -> Finding.error("", "the document of a track cannot be read: " + damage.getMessage())).toList();
        return new TrackAdditions(tracks.version(),
                tracks.value().tracks().stream().filter(track -> track.kind() != AssetTrack.Kind.VIDEO)
                        .map(AddedTracks::of)
                        .toList(),
                findings);
    }

    /** One track. */
    public static TrackAdditions.Addition of(AssetTrack track) {
        boolean isText = track.kind() == AssetTrack.Kind.TEXT;
        String characteristics = track.playback().characteristics();
        return new TrackAdditions.Addition(isText ? TrackReference.Kind.TEXT : TrackReference.Kind.AUDIO, track.name(),
                track.fileName(), track.bitRate(), track.mpeg4TrackId(), track.languageCode(), track.displayName(),
                track.isHidden(), track.playback().isDefault(), characteristics,
                !isText && characteristics != null && characteristics.contains(DESCRIBES_VIDEO) ? DESCRIPTION : null,
                role(track, isText));
    }

    private static @Nullable String role(AssetTrack track, boolean isText) {
        return track.role() == null && isText && Boolean.TRUE.equals(track.playback().isForced())
                ? TextStream.FORCED
                : track.role();
    }
}
