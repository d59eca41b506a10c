package io.dynpack.origin;

import java.util.function.Supplier;

import io.dynpack.asset.LoadedAsset;
import io.dynpack.index.TrackKind;
import io.dynpack.manifest.dash.MediaPresentationDescription;
import io.dynpack.manifest.hls.MasterPlaylist;
import io.dynpack.manifest.hls.MediaPlaylist;
import io.dynpack.manifest.smooth.SmoothManifest;
import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.presentation.KeyFrames;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.SampleProtection;
import io.dynpack.presentation.Stream;
import io.dynpack.segment.SegmentBody;
import io.dynpack.segment.cmaf.CmafSizes;
import io.dynpack.segment.cmaf.Flavour;
import io.dynpack.segment.cmaf.InitializationSegment;
import io.dynpack.segment.cmaf.MediaSegment;
import io.dynpack.segment.smooth.SmoothFragment;
import io.dynpack.segment.smooth.SmoothStreams;
import io.dynpack.url.Format;
import io.dynpack.url.StreamingUrl;
import io.dynpack.url.UrlTemplate;

/** What the URLs of one presentation stand for. The one place that knows all protocols. */
final class PresentationContent {
    private static final CmafSizes SIZES = new CmafSizes();

    private final OriginOptions options;
    private final TextCache texts;
    private final TransportContent transport = new TransportContent();

    PresentationContent(OriginOptions options, TextCache texts) {
        this.options = options;
        this.texts = texts;
    }

    /**
     * @param tag entity tag of what the URL stands for
     * @throws OriginException where there is no such thing
     */
    Content of(StreamingUrl.OfPresentation url, LoadedAsset asset, String tag) {
        if (url instanceof StreamingUrl.Manifest manifest) {
            return text(ResponseKind.MASTER, url, tag, entries(asset.presentation()),
                    () -> manifest(manifest, asset.presentation()));
        }
        StreamingUrl.OfTrack asSpelled = (StreamingUrl.OfTrack) url;
        Stream whole = asset.presentation().stream(asSpelled.track());
        if (whole == null) {
            throw new OriginException(MpeError.EGRESS_TRACK_NOT_FOUND);
        }
        // what a playlist lists is the same, however its own URL was spelled: caches hold one of each
        StreamingUrl.OfTrack ofTrack = asSpelled.track().equals(whole.name()) ? asSpelled : asSpelled.withTrack(whole.name());
        Level level = whole.level(ofTrack.bitrate());
        if (level == null) {
            throw new OriginException(MpeError.MANIFEST_MEDIA_ENTRY_NOT_FOUND);
        }
        Stream stream = TransportContent.isAsked(url) ? transport.stream(asset.presentation(), whole, level) : whole;
        boolean smooth = url.parameters().format().protocol() == Format.Protocol.SMOOTH;
        if (smooth && (!SmoothStreams.carries(level) || SmoothStreams.refused(asset.presentation()).isPresent())) {
            throw TransportContent.notCarried(whole.kind());
        }
        if (ofTrack.parameters().format() == Format.HLS_TS_V3) {
            transport.muxed(asset.presentation(), ofTrack.parameters());
        }
        if (ofTrack instanceof StreamingUrl.MediaPlaylist playlist) {
            if (playlist.parameters().keyFrames() && !hasKeyFrames(url, stream)) {
                throw new OriginException(MpeError.BAD_URL_SYNTAX);
            }
            return text(ResponseKind.MEDIA_PLAYLIST, url, tag, entries(stream, level, playlist),
                    () -> MediaPlaylist.of(presented(url, asset.presentation()), stream, level, playlist));
        }
        if (ofTrack instanceof StreamingUrl.Init) {
            if (url.parameters().format().protocol() == Format.Protocol.SMOOTH || TransportContent.isAsked(url)) {
                // Smooth Streaming and transport streams have no initialization segments
                throw new OriginException(MpeError.BAD_URL_SYNTAX);
            }
            return media(ResponseKind.INIT, url, stream, tag,
                    InitializationSegment.of(level, flavour(url), SampleProtection.CLEAR), null, null);
        }
        if (ofTrack instanceof StreamingUrl.KeyFrame keyFrame) {
            SegmentBody body = TransportContent.isAsked(url)
                    ? transport.keyFrame(keyFrame, asset.presentation(), stream, level)
                    : keyFrame(keyFrame, stream, level);
            return media(ResponseKind.KEY_FRAME, url, stream, tag, body, null, null);
        }
        return fragment((StreamingUrl.Fragment) ofTrack, asset.presentation(), stream, level, tag);
    }

    /** Version 3 has no I-frame playlists, and sound no I-frames. */
    private static boolean hasKeyFrames(StreamingUrl.OfPresentation url, Stream stream) {
        return TransportContent.isAsked(url)
                ? TransportContent.hasKeyFrames(url, stream)
                : stream.kind() == TrackKind.VIDEO;
    }

    /** What there is of a presentation in the format of this URL. */
    private Presentation presented(StreamingUrl.OfPresentation url, Presentation whole) {
        return TransportContent.isAsked(url) ? transport.presentation(whole) : whole;
    }

    private String manifest(StreamingUrl.Manifest url, Presentation presentation) {
        return switch (url.parameters().format()) {
            case FMP4, FMP4_V20 -> {
                SmoothStreams.refused(presentation).ifPresent(kind -> {
                    throw TransportContent.notCarried(kind);
                });
                yield SmoothManifest.of(SmoothStreams.of(presentation), url.parameters());
            }
            case DASH_CMAF, DASH_CSF -> MediaPresentationDescription.of(presentation, url.parameters());
            case HLS_CMAF, HLS_TS_V4, HLS_TS_V3 -> {
                boolean audioOnly = url.parameters().audioOnly() == null && options.audioOnlyVariant();
                StreamingUrl.Manifest asked = audioOnly
                        ? new StreamingUrl.Manifest(url.locatorId(), url.ism(),
                                url.parameters().withAudioOnly(true))
                        : url;
                yield MasterPlaylist.of(presented(url, presentation), asked,
                        TransportContent.isAsked(url) ? transport.sizes(presentation, url.parameters()) : SIZES,
                        options.hlsShortLanguages());
            }
        };
    }

    private static long entries(Presentation presentation) {
        return presentation.streams().stream().mapToLong(stream -> stream.timeline().count()).sum();
    }

    private static long entries(Stream stream, Level level, StreamingUrl.MediaPlaylist playlist) {
        return playlist.parameters().keyFrames() ? new KeyFrames(stream, level).count() : stream.timeline().count();
    }

    /** @param entries that the text lists, about */
    private Content text(ResponseKind kind, StreamingUrl.OfPresentation url, String tag, long entries,
            Supplier<String> writer) {
        TextCache.Text known = texts.getIfPresent(tag);
        TextCache.Text text = known == null ? texts.get(tag, entries, writer) : known;
        String type = switch (url.parameters().format().protocol()) {
            case HLS -> "application/vnd.apple.mpegurl";
            case DASH -> "application/dash+xml";
            case SMOOTH -> "text/xml";
        };
        return new Content(kind, text.plain(), type, tag, text.gzip(), options.manifestMaxAge(), null, null, known != null);
    }

    private Content media(ResponseKind kind, StreamingUrl.OfPresentation url, Stream stream, String tag, SegmentBody body,
            String next, Supplier<SegmentBody> following) {
        String type = TransportContent.isAsked(url)
                ? "video/mp2t"
                : stream.kind() == TrackKind.VIDEO ? "video/mp4" : "audio/mp4";
        return new Content(kind, body, type, tag, null, options.fragmentMaxAge(), next, following, false);
    }

    private static Flavour flavour(StreamingUrl.OfPresentation url) {
        return url.parameters().format() == Format.DASH_CSF ? Flavour.CSF : Flavour.CMAF;
    }

    private Content fragment(StreamingUrl.Fragment url, Presentation presentation, Stream stream, Level level, String tag) {
        boolean smooth = url.parameters().format().protocol() == Format.Protocol.SMOOTH;
        FragmentTimeline timeline = smooth ? stream.smoothTimeline() : stream.timeline();
        int fragment = timeline.indexOf(url.time());
        if (fragment < 0) {
            throw new OriginException(MpeError.FRAGMENT_TIMESTAMP_NOT_FOUND);
        }
        SegmentBody body = fragment(url, presentation, stream, level, fragment);
        int following = TransportContent.isAsked(url) ? transport.next(presentation, stream, fragment) : fragment + 1;
        if (following == timeline.count()) {
            return media(ResponseKind.FRAGMENT, url, stream, tag, body, null, null);
        }
        String next = UrlTemplate.fragments(url.track(), url.parameters()).with(Long.toString(timeline.start(following)));
        return media(ResponseKind.FRAGMENT, url, stream, tag, body, next,
                () -> fragment(url, presentation, stream, level, following));
    }

    private SegmentBody fragment(StreamingUrl.Fragment url, Presentation presentation, Stream stream, Level level,
            int fragment) {
        if (url.parameters().format().protocol() == Format.Protocol.SMOOTH) {
            return SmoothFragment.of(stream, level, fragment, SampleProtection.CLEAR);
        }
        return TransportContent.isAsked(url)
                ? transport.segment(url, presentation, stream, level, fragment)
                : MediaSegment.ofFragment(level, fragment).body(flavour(url), fragment + 1L, SampleProtection.CLEAR);
    }

    private static SegmentBody keyFrame(StreamingUrl.KeyFrame url, Stream stream, Level level) {
        if (url.parameters().format().protocol() == Format.Protocol.SMOOTH) {
            int fragment = stream.smoothTimeline().indexOf(url.time());
            if (fragment < 0) {
                throw new OriginException(MpeError.FRAGMENT_TIMESTAMP_NOT_FOUND);
            }
            return SmoothFragment.ofKeyFrame(stream, level, fragment, SampleProtection.CLEAR);
        }
        KeyFrames keyFrames = new KeyFrames(stream, level);
        int entry = hasKeyFrames(url, stream) ? keyFrames.indexOf(url.time()) : -1;
        if (entry < 0) {
            throw new OriginException(MpeError.FRAGMENT_TIMESTAMP_NOT_FOUND);
        }
        return MediaSegment.ofKeyFrame(level, keyFrames.sample(entry), keyFrames.nextSample(entry))
                .body(flavour(url), entry + 1L, SampleProtection.CLEAR);
    }
}
