package io.dynpack.presentation;

import org.jspecify.annotations.Nullable;

/**
 * The FourCCs that the client manifest of an asset has for video which not every player of Smooth Streaming knows: whoever
 * published the asset had such players in mind.
 */
@FunctionalInterface
public interface SmoothFourccs {
    /** Of an asset without a client manifest. */
    SmoothFourccs NONE = (stream, bitrate) -> null;

    /**
     * @param stream  name of a stream of video
     * @param bitrate of a level of it, bits per second
     * @return as it is written there; {@code null} where the client manifest has none for the stream
     */
    @Nullable
    String of(String stream, long bitrate);
}
