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

        /** Whether it speaks of this track of a server manifest. */
        boolean means(TrackReference track) {
            return track.kind() == kind && (track.name().map(name::equalsIgnoreCase).orElseGet(() -> isOf(track))
                    || track.armId().filter(name::equalsIgnoreCase).isPresent());
        }

        /** Whether a track that the server manifest gives no name is of this file. */
        private boolean isOf(TrackReference track) {
            return src != null && src.equals(track.transcript().orElse(track.src()))
                    && (trackId == 0 || trackId == track.trackId().orElse(trackId));
        }

        /** Whether its file is another one than that of a track which it {@link #means}. */
        boolean hasOtherFile(TrackReference track) {
            return src != null && !src.equals(track.src()) && !src.equals(track.transcript().orElse(null));
        }

        /**
         * A track of the server manifest as it is served then.
         *
         * @param isLevel whether it is one of several bit rates of a programme: each keeps the file that it is in
         */
        private TrackReference over(TrackReference track, boolean isLevel) {
            boolean otherFile = !isLevel && hasOtherFile(track);
            return new TrackReference(track.kind(), otherFile && src != null ? src : track.src(),
                    !isLevel && bitrate > 0 ? OptionalLong.of(bitrate) : track.bitrate(), or(language, track.language()),
                    !isLevel && trackId > 0 ? OptionalInt.of(trackId) : track.trackId(),
                    track.name().or(() -> Optional.of(name)), track.title(),
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

    /**
     * All tracks that are meant then, those of the server manifest first; what names nothing becomes a finding.
     *
     * @param most tracks; additions beyond are left out, with a finding
     */
    List<TrackReference> over(List<TrackReference> tracks, int most, List<Finding> problems) {
        problems.addAll(findings);
        if (additions.isEmpty()) {
            return tracks;
        }
        List<TrackReference> all = new ArrayList<>(tracks);
        int leftOut = 0;
        for (Addition addition : additions) {
            long found = tracks.stream().filter(addition::means).count();
            if (found > 0) {
                for (int i = 0; i < tracks.size(); i++) {
                    if (addition.means(tracks.get(i))) {
                        all.set(i, addition.over(all.get(i), found > 1));
                    }
                }
            } else if (addition.src != null && all.size() >= most) {
                leftOut++;
            } else if (addition.src != null) {
                all.add(addition.alone(addition.src));
            } else {
                problems.add(
                        Finding.warning("", "the track " + addition.name + " is neither in the server manifest nor does its"
                                + " document name a file; name one, or delete the track"));
            }
        }
        if (leftOut > 0) {
            problems.add(Finding.error("", leftOut + " tracks that have documents are left out: an asset has up to " + most
                    + "; delete some"));
        }
        return all;
    }
}
