package io.dynpack.segment.ts;

import org.jspecify.annotations.Nullable;

import io.dynpack.presentation.Level;
import io.dynpack.presentation.SegmentSizes;
import io.dynpack.presentation.Stream;

/**
 * Sizes of units in transport streams: video alone or with {@code audio} multiplexed, and audio alone.
 *
 * @param streams where layouts are kept
 * @param audio   multiplexed with video, or {@code null}
 */
record TsSizes(TransportStreams streams, @Nullable MuxedAudio audio) implements SegmentSizes {

    @Override
    public long segment(Stream stream, Level level, int fragment) {
        return streams.layout(stream, level, audio).bytes(fragment);
    }

    @Override
    public long keyFrame(Stream stream, Level level, int sample) {
        return streams.layout(stream, level, audio).keyFrameBytes(sample);
    }
}
