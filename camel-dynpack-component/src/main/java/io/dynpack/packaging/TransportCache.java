package io.dynpack.packaging;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import io.dynpack.presentation.Presentation;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;
import io.dynpack.segment.ts.MuxedAudio;
import io.dynpack.segment.ts.TransportLayout;
import io.dynpack.segment.ts.TransportStreams;

/** What both versions of transport streams compute once. */
final class TransportCache {
    /** Bytes on the heap, roughly: some thousand segments. */
    private static final long MAX_SEGMENT_BYTES = 16 << 20;
    /** Then nothing here holds a layout any more, whose presentation may be in use nowhere else. */
    private static final Duration SEGMENTS_IDLE = Duration.ofSeconds(30);

    /** Layouts live as long as the presentation that they were computed from is in use somewhere. */
    private final LoadingCache<Presentation, TransportStreams> streams = Caffeine.newBuilder().weakKeys()
            .executor(Runnable::run).build(TransportStreams::new);

    /** What segments are made of, kept for those who ask for the same ones: not their media, which are made for each. */
    private final LoadingCache<Segment, SegmentBody> segments = Caffeine.newBuilder().maximumWeight(MAX_SEGMENT_BYTES)
            .weigher((Segment key, SegmentBody body) -> heapBytes(body)).expireAfterAccess(SEGMENTS_IDLE)
            .executor(Runnable::run).build(key -> key.layout.segment(key.from, key.to, key.part));

    /** Layouts are one for each level of a presentation, so they are told apart by identity. */
    private record Segment(TransportLayout layout, int from, int to, MuxedAudio.Part part) {}

    TransportStreams streams(Presentation whole) {
        return streams.get(whole);
    }

    /** @param part that the segment may hold of the audio that is multiplexed */
    SegmentBody segment(TransportLayout layout, int from, int to, MuxedAudio.Part part) {
        return segments.get(new Segment(layout, from, to, part));
    }

    /** Roughly. */
    private static int heapBytes(SegmentBody body) {
        int bytes = 200;
        for (Piece piece : body.pieces()) {
            bytes += 300;
            if (piece instanceof Piece.Transformed made) {
                for (Piece.Ranges source : made.sources()) {
                    bytes += 100 + 2 * Long.BYTES * source.starts().length;
                }
            }
        }
        return bytes;
    }
}
