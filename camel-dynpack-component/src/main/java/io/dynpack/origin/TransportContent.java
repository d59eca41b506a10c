package io.dynpack.origin;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import io.dynpack.presentation.FragmentGroups;
import io.dynpack.presentation.KeyFrames;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.SampleProtection;
import io.dynpack.presentation.SegmentSizes;
import io.dynpack.presentation.Stream;
import io.dynpack.segment.SegmentBody;
import io.dynpack.segment.ts.TransportLayout;
import io.dynpack.segment.ts.TransportStreamException;
import io.dynpack.segment.ts.TransportStreams;
import io.dynpack.url.Format;
import io.dynpack.url.Parameters;
import io.dynpack.url.StreamingUrl;

/** What the URLs of HLS with transport streams stand for. */
final class TransportContent {
    /** Layouts live as long as the presentation that they were computed from is in use somewhere. */
    private final LoadingCache<Presentation, TransportStreams> streams = Caffeine.newBuilder().weakKeys()
            .build(presentation -> new TransportStreams());

    static boolean isAsked(StreamingUrl.OfPresentation url) {
        Format format = url.parameters().format();
        return format == Format.HLS_TS_V4 || format == Format.HLS_TS_V3;
    }

    /** Sizes of what the playlists of this URL list. */
    SegmentSizes sizes(Presentation presentation, Parameters parameters) {
        return streams.get(presentation).sizes(muxed(presentation, parameters));
    }

    /** The fragments from this one to the end of its group. */
    SegmentBody segment(StreamingUrl.Fragment url, Presentation presentation, Stream stream, Level level, int fragment) {
        FragmentGroups groups = groups(presentation, stream);
        return made(() -> layout(url, presentation, stream, level).segment(fragment, groups.end(groups.of(fragment)),
                SampleProtection.CLEAR));
    }

    /** The fragment with which the next segment begins, or the number of fragments. */
    int next(Presentation presentation, Stream stream, int fragment) {
        FragmentGroups groups = groups(presentation, stream);
        return groups.end(groups.of(fragment));
    }

    SegmentBody keyFrame(StreamingUrl.KeyFrame url, Presentation presentation, Stream stream, Level level) {
        KeyFrames keyFrames = new KeyFrames(stream, level);
        int entry = keyFrames.indexOf(url.time());
        if (entry < 0 || url.parameters().format() != Format.HLS_TS_V4) {
            throw new OriginException(MpeError.FRAGMENT_TIMESTAMP_NOT_FOUND);
        }
        return made(() -> layout(url, presentation, stream, level).keyFrame(keyFrames.sample(entry), SampleProtection.CLEAR));
    }

    private TransportLayout layout(StreamingUrl.OfTrack url, Presentation presentation, Stream stream, Level level) {
        return streams.get(presentation).layout(stream, level, muxed(presentation, url.parameters()));
    }

    /** The audio multiplexed with video, or {@code null}. */
    private static Stream muxed(Presentation presentation, Parameters parameters) {
        if (parameters.format() != Format.HLS_TS_V3) {
            return null;
        }
        Stream audio = presentation.audio(parameters.audioTrack());
        if (audio == null && parameters.audioTrack() != null) {
            throw new OriginException(MpeError.EGRESS_TRACK_NOT_FOUND);
        }
        return audio;
    }

    private static FragmentGroups groups(Presentation presentation, Stream stream) {
        return new FragmentGroups(stream.timeline(), presentation.fragmentsPerHlsSegment());
    }

    private static SegmentBody made(java.util.function.Supplier<SegmentBody> segment) {
        try {
            return segment.get();
        } catch (TransportStreamException e) {
            throw new OriginException(MpeError.OUTPUT_FORMAT_NOT_SUPPORTED);
        }
    }
}
