package io.dynpack.presentation.filter;

import org.jspecify.annotations.Nullable;

import io.dynpack.index.TrackKind;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TextStream;

/**
 * What the conditions of filters look at.
 *
 * @param name        in URLs
 * @param displayName for people, or {@code null}
 * @param language    as stated
 * @param fourcc      of the sample entry
 * @param bitrate     bits per second
 */
public record TrackProperties(TrackKind kind, String name, @Nullable String displayName, String language, String fourcc,
        long bitrate) {
    public static TrackProperties of(Stream stream, Level level) {
        return new TrackProperties(stream.kind(), stream.name(), stream.displayName(), stream.language(),
                level.codec().family(), level.bitrate());
    }

    public static TrackProperties of(TextStream text) {
        return new TrackProperties(TrackKind.TEXT, text.name(), text.displayName(), text.language(), TextStream.FOURCC,
                text.bitrate());
    }
}
