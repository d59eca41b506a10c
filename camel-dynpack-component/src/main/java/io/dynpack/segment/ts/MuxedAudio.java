package io.dynpack.segment.ts;

import org.jspecify.annotations.Nullable;

import io.dynpack.presentation.Level;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.presentation.Stream;

/**
 * The audio that stands in the same segments as video.
 *
 * @param part of it that segments may hold
 */
public record MuxedAudio(Stream stream, Level level, Part part) {

    /**
     * Samples that follow each other.
     *
     * @param first sample
     * @param end   behind the last one
     */
    public record Part(int first, int end) {
        /** All samples. */
        public static final Part ALL = new Part(0, Integer.MAX_VALUE);

        /** {@code sample}, or the bound that is next to it. */
        int within(int sample) {
            return Math.max(first, Math.min(sample, end));
        }
    }

    /**
     * The best level of an audio that is shown, as much of it as is shown: what is heard before the first fragment that is not
     * shown any more. {@code null} for no audio.
     */
    public static @Nullable MuxedAudio of(@Nullable SelectedStream audio) {
        if (audio == null) {
            return null;
        }
        Level level = audio.levels().get(0);
        int first = audio.first() == 0 ? 0 : level.firstSample(audio.first());
        boolean isEndShown = audio.end() == audio.timeline().count();
        int end = isEndShown ? Integer.MAX_VALUE : level.firstFrom(audio.timeline().start(audio.end()));
        return new MuxedAudio(audio.stream(), level, new Part(first, end));
    }
}
