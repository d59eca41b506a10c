package io.dynpack.origin;

import java.time.Duration;
import java.util.function.Supplier;

import io.dynpack.asset.LoadedAsset;
import io.dynpack.packaging.HlsOptions;
import io.dynpack.packaging.NotCarriedException;
import io.dynpack.packaging.PackagedLevel;
import io.dynpack.packaging.Packaging;
import io.dynpack.packaging.Packagings;
import io.dynpack.presentation.KeyFrames;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.presentation.Selection;
import io.dynpack.presentation.Stream;
import io.dynpack.segment.SegmentBody;
import io.dynpack.url.StreamingUrl;
import io.dynpack.url.UrlTemplate;

/** What the URLs of one presentation stand for. */
final class PresentationContent {
    private final OriginOptions options;
    private final HlsOptions hls;
    private final TextCache texts;
    private final Packagings packagings;

    PresentationContent(OriginOptions options, TextCache texts, Packagings packagings) {
        this.options = options;
        this.hls = new HlsOptions(options.audioOnlyVariant(), options.hlsShortLanguages());
        this.texts = texts;
        this.packagings = packagings;
    }

    /**
     * @param tag entity tag of what the URL stands for
     * @throws OriginException     where there is no such thing
     * @throws NotCarriedException where the format does not carry it
     */
    Content of(StreamingUrl.OfPresentation url, LoadedAsset asset, String tag) {
        Selection reachable = asset.presentation().all();
        Packaging packaging = packagings.of(url.parameters().format());
        String audioTrack = url.parameters().audioTrack();
        if (audioTrack != null && reachable.audio(audioTrack) == null) {
            throw new OriginException(noTrack(audioTrack, reachable));
        }
        if (url instanceof StreamingUrl.Manifest manifest) {
            Selection carried = packaging.carried(reachable);
            return text(ResponseKind.MASTER, packaging, tag, entries(carried),
                    () -> packaging.manifest(carried, manifest, hls));
        }
        StreamingUrl.OfTrack asSpelled = (StreamingUrl.OfTrack) url;
        Stream stream = reachable.whole().stream(asSpelled.track());
        if (stream == null) {
            throw new OriginException(noTrack(asSpelled.track(), reachable));
        }
        // what a playlist lists is the same, however its own URL was spelled: caches hold one of each
        StreamingUrl.OfTrack ofTrack = asSpelled.track().equals(stream.name()) ? asSpelled : asSpelled.withTrack(stream.name());
        Level level = stream.level(ofTrack.bitrate());
        if (level == null) {
            throw new OriginException(new Refusal.NoLevel(stream.name(), ofTrack.bitrate(),
                    stream.levels().stream().map(Level::bitrate).toList()));
        }
        packaging.require(reachable.whole(), level);
        if (ofTrack instanceof StreamingUrl.MediaPlaylist playlist) {
            return playlist(playlist, packaging, reachable, level, tag);
        }
        Segment segment = new Segment(ofTrack, packaging.mediaType(stream.kind()),
                packaging.level(reachable, stream, level, audioTrack), tag);
        if (ofTrack instanceof StreamingUrl.Fragment fragment) {
            return segment.fragment(fragment.time());
        }
        return ofTrack instanceof StreamingUrl.KeyFrame keyFrame
                ? segment.keyFrame(keyFrame.time())
                : segment.initialization();
    }

    private Content playlist(StreamingUrl.MediaPlaylist url, Packaging packaging, Selection shown, Level level, String tag) {
        Selection carried = packaging.carried(shown);
        SelectedStream stream = carried.stream(url.track());
        long entries = stream.count();
        if (url.parameters().keyFrames()) {
            if (!packaging.hasKeyFrames(stream.kind())) {
                throw new OriginException(new Refusal.NotInFormat(url.parameters().format(), "key frames of " + url.track()));
            }
            entries = new KeyFrames(stream.stream(), level).count();
        }
        return text(ResponseKind.MEDIA_PLAYLIST, packaging, tag, entries,
                () -> packaging.playlist(carried, stream, level, url));
    }

    private static Refusal noTrack(String name, Selection reachable) {
        return new Refusal.NoTrack(name, reachable.streams().stream().map(SelectedStream::name).toList());
    }

    private static long entries(Selection selection) {
        return selection.streams().stream().mapToLong(SelectedStream::count).sum();
    }

    /** @param entries that the text lists, about */
    private Content text(ResponseKind kind, Packaging packaging, String tag, long entries, Supplier<String> writer) {
        TextCache.Text known = texts.getIfPresent(tag);
        TextCache.Text text = known == null ? texts.get(tag, entries, writer) : known;
        return new Content(kind, text.plain(), packaging.manifestType(), tag, text.gzip(), options.manifestMaxAge(), null, null,
                known != null);
    }

    /** What the URLs of one level stand for. */
    private final class Segment {
        private final StreamingUrl.OfTrack url;
        private final String type;
        private final PackagedLevel level;
        private final String tag;

        Segment(StreamingUrl.OfTrack url, String type, PackagedLevel level, String tag) {
            this.url = url;
            this.type = type;
            this.level = level;
            this.tag = tag;
        }

        Content initialization() {
            // Smooth Streaming and transport streams have none
            SegmentBody body = level.initialization().orElseThrow(() -> new OriginException(
                    new Refusal.NotInFormat(url.parameters().format(), "initialization segments")));
            return media(ResponseKind.INIT, body, null, null);
        }

        Content fragment(long time) {
            int fragment = level.timeline().indexOf(time);
            if (fragment < 0) {
                throw new OriginException(Refusal.NoFragment.of(url.track(), time, level.timeline()));
            }
            int following = level.end(fragment);
            SegmentBody body = level.segment(fragment, following);
            if (following == level.timeline().count()) {
                return media(ResponseKind.FRAGMENT, body, null, null);
            }
            String next = UrlTemplate.fragments(url.track(), url.parameters())
                    .with(Long.toString(level.timeline().start(following)));
            return media(ResponseKind.FRAGMENT, body, next, () -> level.segment(following, level.end(following)));
        }

        Content keyFrame(long time) {
            if (level.keyFrameFragment(time) < 0) {
                throw new OriginException(new Refusal.NoKeyFrame(url.track(), time));
            }
            return media(ResponseKind.KEY_FRAME, level.keyFrame(time), null, null);
        }

        private Content media(ResponseKind kind, SegmentBody body, String next, Supplier<SegmentBody> following) {
            Duration maxAge = options.fragmentMaxAge();
            return new Content(kind, body, type, tag, null, maxAge, next, following, false);
        }
    }
}
