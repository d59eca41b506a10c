package io.dynpack.origin;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import io.dynpack.index.TrackKind;
import io.dynpack.presentation.FragmentGroups;
import io.dynpack.presentation.KeyFrames;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.SampleProtection;
import io.dynpack.presentation.SegmentSizes;
import io.dynpack.presentation.Stream;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;
import io.dynpack.segment.ts.TransportLayout;
import io.dynpack.segment.ts.TransportStreamException;
import io.dynpack.segment.ts.TransportStreams;
import io.dynpack.url.Format;
import io.dynpack.url.Parameters;
import io.dynpack.url.StreamingUrl;

/** What the URLs of HLS with transport streams stand for. */
final class TransportContent {
    private static final Logger LOG = LoggerFactory.getLogger(TransportContent.class);

    /** Bytes on the heap, roughly: some thousand segments. */
    private static final long MAX_SEGMENT_BYTES = 16 << 20;
    /** Then nothing here holds a layout any more, whose presentation may be in use nowhere else. */
    private static final Duration SEGMENTS_IDLE = Duration.ofSeconds(30);

    /** Layouts live as long as the presentation that they were computed from is in use somewhere. */
    private final LoadingCache<Presentation, TransportStreams> streams = Caffeine.newBuilder().weakKeys()
            .executor(Runnable::run).build(TransportContent::streams);

    /** What segments are made of, kept for those who ask for the same ones: not their media, which are made for each. */
    private final LoadingCache<Segment, SegmentBody> segments = Caffeine.newBuilder().maximumWeight(MAX_SEGMENT_BYTES)
            .weigher((Segment key, SegmentBody body) -> heapBytes(body)).expireAfterAccess(SEGMENTS_IDLE)
            .executor(Runnable::run).build(key -> key.layout.segment(key.from, key.to, SampleProtection.CLEAR));

    /** Layouts are one for each level of a presentation, so they are told apart by identity. */
    private record Segment(TransportLayout layout, int from, int to) {}

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

    private static TransportStreams streams(Presentation presentation) {
        TransportStreams made = new TransportStreams(presentation);
        made.findings().forEach(finding -> LOG.warn("left out of HLS with transport streams: {}: {}", finding.file(),
                finding.message()));
        return made;
    }

    static boolean isAsked(StreamingUrl.OfPresentation url) {
        Format format = url.parameters().format();
        return format == Format.HLS_TS_V4 || format == Format.HLS_TS_V3;
    }

    /**
     * What transport streams present of it.
     *
     * @throws OriginException where they carry none of its video, or none of its audio
     */
    Presentation presentation(Presentation whole) {
        return made(() -> streams.get(whole).presentation());
    }

    /**
     * A level as transport streams present it.
     *
     * @param whole  with all its levels
     * @param stream of {@code whole}
     * @param level  of {@code stream}
     * @throws OriginException where they do not carry it
     */
    Stream stream(Presentation whole, Stream stream, Level level) {
        Stream carried = presentation(whole).stream(stream.name());
        if (carried == null || carried.level(level.bitrate()) == null) {
            throw notCarried(stream.kind());
        }
        return carried;
    }

    /** Sizes of what the playlists of this URL list. */
    SegmentSizes sizes(Presentation whole, Parameters parameters) {
        return streams.get(whole).sizes(muxed(whole, parameters));
    }

    /** The fragments from this one to the end of its group. */
    SegmentBody segment(StreamingUrl.Fragment url, Presentation whole, Stream stream, Level level, int fragment) {
        FragmentGroups groups = groups(whole, stream);
        return made(() -> segments.get(
                new Segment(layout(url, whole, stream, level), fragment, groups.end(groups.of(fragment)))));
    }

    /** The fragment with which the next segment begins, or the number of fragments. */
    int next(Presentation whole, Stream stream, int fragment) {
        FragmentGroups groups = groups(whole, stream);
        return groups.end(groups.of(fragment));
    }

    /** Whether a stream has key frames that the URL could ask for: version 3 has no I-frame playlists, and sound no I-frames. */
    static boolean hasKeyFrames(StreamingUrl.OfPresentation url, Stream stream) {
        return url.parameters().format() == Format.HLS_TS_V4 && stream.kind() == TrackKind.VIDEO;
    }

    SegmentBody keyFrame(StreamingUrl.KeyFrame url, Presentation whole, Stream stream, Level level) {
        KeyFrames keyFrames = new KeyFrames(stream, level);
        int entry = hasKeyFrames(url, stream) ? keyFrames.indexOf(url.time()) : -1;
        if (entry < 0) {
            throw new OriginException(MpeError.FRAGMENT_TIMESTAMP_NOT_FOUND);
        }
        return made(() -> layout(url, whole, stream, level).keyFrame(keyFrames.sample(entry), SampleProtection.CLEAR));
    }

    private TransportLayout layout(StreamingUrl.OfTrack url, Presentation whole, Stream stream, Level level) {
        return streams.get(whole).layout(stream, level, muxed(whole, url.parameters()));
    }

    /**
     * The audio multiplexed with video, or {@code null}.
     *
     * @throws OriginException where the URL names another that is not there, or is not carried
     */
    Stream muxed(Presentation whole, Parameters parameters) {
        if (parameters.format() != Format.HLS_TS_V3) {
            return null;
        }
        Stream audio = presentation(whole).audio(parameters.audioTrack());
        if (audio == null && parameters.audioTrack() != null) {
            throw whole.audio(parameters.audioTrack()) == null
                    ? new OriginException(MpeError.EGRESS_TRACK_NOT_FOUND)
                    : notCarried(TrackKind.AUDIO);
        }
        return audio;
    }

    private static FragmentGroups groups(Presentation presentation, Stream stream) {
        return new FragmentGroups(stream.timeline(), presentation.fragmentsPerHlsSegment());
    }

    private static <T> T made(java.util.function.Supplier<T> maker) {
        try {
            return maker.get();
        } catch (TransportStreamException e) {
            throw e.encoding() == null ? new OriginException(MpeError.OUTPUT_FORMAT_NOT_SUPPORTED) : notCarried(e.encoding());
        }
    }

    static OriginException notCarried(TrackKind kind) {
        return new OriginException(kind == TrackKind.VIDEO
                ? MpeError.VIDEO_ENCODING_NOT_SUPPORTED
                : MpeError.AUDIO_ENCODING_NOT_SUPPORTED);
    }
}
