package io.dynpack.asset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import io.dynpack.ism.TrackReference;
import io.dynpack.presentation.Finding;

/**
 * What is served of an asset beside the tracks of its server manifest, or otherwise than that says.
 *
 * @param version  another one for other tracks; empty for none
 * @param findings of what cannot be added
 */
public record TrackAdditions(String version, List<Addition> additions, List<Finding> findings) {
    public static final TrackAdditions NONE = new TrackAdditions("", List.of(), List.of());

    public TrackAdditions {
        additions = List.copyOf(additions);
        findings = List.copyOf(findings);
    }

    /**
     * One track. What is {@code null} is as the server manifest or the media say.
     *
     * @param name            of the track, or what a server manifest has as {@code armId}
     * @param src             relative to the server manifest; for a track that a server manifest has, {@code null} leaves its file
     * @param bitrate         bits per second; 0 leaves it open
     * @param trackId         {@code track_ID} in the file; 0 leaves it open
     * @param hidden          whether it is left out
     * @param isDefault       whether players choose it
     * @param characteristics for {@code CHARACTERISTICS} of HLS
     */
    public record Addition(TrackReference.Kind kind, String name, @Nullable String src, long bitrate, int trackId,
            @Nullable String language, @Nullable String displayName, boolean hidden, @Nullable Boolean isDefault,
            @Nullable String characteristics, @Nullable String accessibility, @Nullable String role) {

        private boolean means(TrackReference track) {
            return track.kind() == kind && (track.name().map(name::equalsIgnoreCase).orElseGet(() -> isOf(track))
                    || track.armId().filter(name::equalsIgnoreCase).isPresent());
        }

        /** Whether a track that the server manifest gives no name is of this file. */
        private boolean isOf(TrackReference track) {
            return src != null && src.equals(track.transcript().orElse(track.src()))
                    && (trackId == 0 || trackId == track.trackId().orElse(trackId));
        }

        /** A track of the server manifest as it is served then. */
        private TrackReference over(TrackReference track) {
            String file = src == null || src.equals(track.transcript().orElse(null)) ? track.src() : src;
            boolean otherFile = !file.equals(track.src());
            return new TrackReference(track.kind(), file,
                    bitrate > 0 ? OptionalLong.of(bitrate) : track.bitrate(), or(language, track.language()),
                    trackId > 0 ? OptionalInt.of(trackId) : track.trackId(), track.name().or(() -> Optional.of(name)),
                    track.title(),
                    or(accessibility, track.accessibility()), or(role, track.role()), hidden,
                    isDefault == null ? track.isDefault() : isDefault, or(displayName, track.displayName()),
                    or(characteristics, track.hlsCharacteristic()), otherFile ? Optional.empty() : track.transcript(),
                    track.timescale(), track.armId());
        }

        private static Optional<String> or(@Nullable String stated, Optional<String> otherwise) {
            return stated == null ? otherwise : Optional.of(stated);
        }

        private TrackReference alone(String file) {
            return new TrackReference(kind, file, bitrate > 0 ? OptionalLong.of(bitrate) : OptionalLong.empty(),
                    Optional.ofNullable(language), trackId > 0 ? OptionalInt.of(trackId) : OptionalInt.empty(),
                    Optional.of(name), Optional.empty(), Optional.ofNullable(accessibility), Optional.ofNullable(role), hidden,
                    Boolean.TRUE.equals(isDefault), Optional.ofNullable(displayName), Optional.ofNullable(characteristics),
                    Optional.empty(), OptionalLong.empty(), Optional.empty());
        }
    }

    /** All tracks that are meant then, those of the server manifest first; what names nothing becomes a finding. */
    List<TrackReference> over(List<TrackReference> tracks, List<Finding> problems) {
        problems.addAll(findings);
        if (additions.isEmpty()) {
            return tracks;
        }
        List<TrackReference> all = new ArrayList<>(tracks);
        for (Addition addition : additions) {
            boolean found = false;
            for (int i = 0; i < tracks.size(); i++) {
                // levels of video share a name, and no two of anything else do
                if (addition.means(all.get(i))) {
                    all.set(i, addition.over(all.get(i)));
                    found = true;
                }
            }
            if (!found && addition.src != null) {
                all.add(addition.alone(addition.src));
            } else if (!found) {
                problems.add(
                        Finding.warning("", "the track " + addition.name + " is neither in the server manifest nor does its"
                                + " document name a file; name one, or delete the track"));
            }
        }
        return all;
    }
}
