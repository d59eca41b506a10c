package io.dynpack.ingest;

import java.util.Objects;

import io.dynpack.codec.AudioCodec;
import io.dynpack.codec.TextCodec;
import io.dynpack.index.TrackIndex;
import io.dynpack.index.TrackKind;
import io.dynpack.presentation.PresentationBuilder;
import io.dynpack.presentation.TrackSource;

/**
 * A track that goes into a server manifest.
 *
 * @param file     it lies in
 * @param language as it is to be stated; {@code und} where nobody knows
 */
record ChosenTrack(ProbedFile file, TrackIndex track, String language) {

    static ChosenTrack of(ProbedFile file, TrackIndex track) {
        return new ChosenTrack(file, track, track.language());
    }

    boolean isVideo() {
        return track.kind() == TrackKind.VIDEO;
    }

    boolean isText() {
        return track.kind() == TrackKind.TEXT;
    }

    /** Whether it is text that is shown although nobody asked for subtitles. */
    boolean isForced() {
        return track.codec() instanceof TextCodec text && text.forced();
    }

    boolean isLanguageUnknown() {
        return "und".equals(language);
    }

    int channels() {
        return track.codec() instanceof AudioCodec audio ? audio.channels() : 0;
    }

    long averageBitrate() {
        return PresentationBuilder.averageBitrate(track);
    }

    /** Without bitrate and, for audio, without a name: both are derived. */
    TrackSource source() {
        return new TrackSource(Objects.requireNonNull(file.index()).file(), track, 0, isVideo() ? "video" : null, language,
                null, null, null, false);
    }
}
