package io.dynpack.segment.ts;

import io.dynpack.presentation.Level;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.presentation.Stream;

/** The audio that stands in the same segments as video. */
public record MuxedAudio(Stream stream, Level level) {

    /** The best level of an audio that is shown; {@code null} for no audio. */
    public static MuxedAudio of(SelectedStream audio) {
        return audio == null ? null : new MuxedAudio(audio.stream(), audio.levels().get(0));
    }
}
