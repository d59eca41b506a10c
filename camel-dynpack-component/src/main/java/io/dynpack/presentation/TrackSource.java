package io.dynpack.presentation;

import org.jspecify.annotations.Nullable;

import io.dynpack.index.SourceFile;
import io.dynpack.index.TrackIndex;

/**
 * A track that goes into a presentation, with what the server manifest says of it.
 *
 * @param file          the file it lies in
 * @param track         its index
 * @param bitrate       bits per second as stated, or 0 to compute it
 * @param name          of the stream, or {@code null} to derive it
 * @param language      as stated, or {@code null} to take the file's
 * @param accessibility {@code description} for audio description, or {@code null}
 * @param role          a DASH role, or {@code null}
 * @param displayName   for people, or {@code null}
 * @param isDefault     whether it is stated to be the one to start with
 */
public record TrackSource(
        SourceFile file,
        TrackIndex track,
        long bitrate,
        @Nullable String name,
        @Nullable String language,
        @Nullable String accessibility,
        @Nullable String role,
        @Nullable String displayName,
        boolean isDefault) {

    /** A track of which nothing is stated. */
    public static TrackSource of(SourceFile file, TrackIndex track) {
        return new TrackSource(file, track, 0, null, null, null, null, null, false);
    }
}
