package io.dynpack.origin;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.dynpack.asset.LoadedAsset;
import io.dynpack.packaging.HlsOptions;
import io.dynpack.packaging.NotCarriedException;
import io.dynpack.packaging.PackagedLevel;
import io.dynpack.packaging.Packaging;
import io.dynpack.packaging.Packagings;
import io.dynpack.presentation.KeyFrames;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.SampleLayouts;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.presentation.SelectedText;
import io.dynpack.presentation.Selection;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TextStream;
import io.dynpack.presentation.filter.FragmentWindow;
import io.dynpack.segment.SegmentBody;
import io.dynpack.url.StreamingUrl;
import io.dynpack.url.UrlTemplate;

/** What the URLs of one presentation stand for. */
final class PresentationContent {
    private final OriginOptions options;
    private final HlsOptions hls;
    private final TextCache texts;
    private final BuiltTexts builtTexts;
    private final Packagings packagings;
    private final SampleLayouts layouts;
    private final Views.Kept kept;

    PresentationContent(OriginOptions options, OriginCaches caches) {
        this.options = options;
        this.hls = new HlsOptions(options.audioOnlyVariant(), options.hlsShortLanguages());
        this.texts = caches.texts();
        this.builtTexts = caches.builtTexts();
        this.packagings = caches.packagings();
        this.layouts = caches.layouts();
        this.kept = caches.views();
    }

    /**
     * @param tag entity tag of what the URL stands for
     * @throws OriginException     where there is no such thing
     * @throws NotCarriedException where the format does not carry it
     */
    CompletableFuture<Content> of(StreamingUrl.OfPresentation url, LoadedAsset asset, ActiveFilters filters,
            Encryption ofTracks, String tag) {
        Presentation whole = asset.presentation();
        Views views = kept.get(filters, whole);
        Packaging packaging = packagings.of(url.parameters().format());
        Encryption encryption = packaging.multiplexes() ? ofTracks.multiplexed(whole) : ofTracks;
        String audioTrack = url.parameters().audioTrack();
        if (url instanceof StreamingUrl.Manifest manifest) {
            Selection shown = views.requireShown();
            requireAudio(audioTrack, shown);
            Selection carried = Packagings.encryptable(packaging.carried(shown), encryption::isOfSamples);
            return CompletableFuture.completedFuture(text(ResponseKind.MASTER, packaging, tag, entries(carried),
                    () -> packaging.manifest(carried, views.reachable(), manifest, hls, encryption)));
        }
        StreamingUrl.OfTrack asSpelled = (StreamingUrl.OfTrack) url;
        Stream stream = whole.stream(asSpelled.track());
        Selection reachable = views.reachable();
        TextStream text = stream == null ? whole.text(asSpelled.track()) : null;
        if (text != null) {
            return text(asSpelled, packaging, whole, text, views, encryption, tag);
        }
        if (stream == null) {
            throw new OriginException(noTrack(asSpelled.track(), reachable));
        }
        // what a playlist lists is the same, however its own URL was spelled: caches hold one of each
        StreamingUrl.OfTrack ofTrack = asSpelled.track().equals(stream.name()) ? asSpelled : asSpelled.withTrack(stream.name());
        Level level = stream.level(ofTrack.bitrate());
        if (level == null) {
            throw new OriginException(new Refusal.NoLevel(stream.name(), ofTrack.bitrate(),
                    bitrates(stream.levels())));
        }
        SelectedStream locked = reachable.stream(stream.name());
        if (locked == null || locked.level(level.bitrate()) == null) {
            throw new OriginException(views.locked(MpeError.MANIFEST_MEDIA_ENTRY_NOT_FOUND,
                    "the quality level " + level.bitrate() + " of " + stream.name()));
        }
        packaging.require(whole, level);
        if (ofTrack instanceof StreamingUrl.MediaPlaylist playlist) {
            return CompletableFuture.completedFuture(playlist(playlist, packaging, views.requireShown(), level,
                    encryption, tag));
        }
        if (ofTrack instanceof StreamingUrl.WholeText) {
            throw new OriginException(new Refusal.NotInFormat(url.parameters().format(), "whole " + stream.name()));
        }
        requireAudio(audioTrack, reachable);
        int end = url.parameters().filters().isEmpty() ? locked.end() : end(views.requireShown(), locked);
        Segment segment = new Segment(ofTrack, packaging.mediaType(stream.kind()),
                packaging.level(reachable, stream, level, audioTrack,
                        encryption.common(level, layouts, ofTrack instanceof StreamingUrl.Init)),
                body -> encryption.segment(level, body, tag),
                new FragmentWindow(locked.first(), locked.end()), end, views, tag);
        if (ofTrack instanceof StreamingUrl.Fragment fragment) {
            return segment.fragment(fragment.time());
        }
        return ofTrack instanceof StreamingUrl.KeyFrame keyFrame
                ? segment.keyFrame(keyFrame.time())
                : CompletableFuture.completedFuture(segment.initialization());
    }

    private Content playlist(StreamingUrl.MediaPlaylist url, Packaging packaging, Selection shown, Level level,
            Encryption encryption, String tag) {
        requireAudio(url.parameters().audioTrack(), shown);
        Selection served = Packagings.encryptable(packaging.served(shown), encryption::isOfSamples);
        SelectedStream stream = served.stream(url.track());
        if (stream == null || stream.level(level.bitrate()) == null) {
            throw new OriginException(
                    new Refusal.NoLevel(url.track(), level.bitrate(), stream == null ? List.of() : bitrates(stream.levels())));
        }
        long entries = stream.count();
        if (url.parameters().keyFrames()) {
            if (!packaging.hasKeyFrames(stream.kind())) {
                throw new OriginException(new Refusal.NotInFormat(url.parameters().format(), "key frames of " + url.track()));
            }
            entries = new KeyFrames(stream.stream(), level).count();
        }
        return text(ResponseKind.MEDIA_PLAYLIST, packaging, tag, entries,
                () -> packaging.playlist(served, stream, level, url, encryption));
    }

    private CompletableFuture<Content> text(StreamingUrl.OfTrack asSpelled, Packaging packaging, Presentation whole,
            TextStream text, Views views, Encryption encryption, String tag) {
        StreamingUrl.OfTrack url = asSpelled.track().equals(text.name()) ? asSpelled : asSpelled.withTrack(text.name());
        TextContent content = new TextContent(url, packaging, text, views, tag);
        if (url instanceof StreamingUrl.MediaPlaylist playlist) {
            SelectedText selected = content.listed(playlist);
            return CompletableFuture.completedFuture(text(ResponseKind.MEDIA_PLAYLIST, packaging, tag, selected.count(),
                    () -> packaging.playlist(views.requireShown(), selected, playlist, encryption)));
        }
        return content.segment(packaging.text(whole, text), builtTexts, encryption, options.fragmentMaxAge());
    }

    private static List<Long> bitrates(List<Level> levels) {
        return levels.stream().map(Level::bitrate).toList();
    }

    /** The URL of a transport stream segment that a filter cuts carries that filter, which ends it earlier. */
    private static int end(Selection shown, SelectedStream locked) {
        SelectedStream stream = shown.stream(locked.name());
        return stream == null ? locked.end() : stream.end();
    }

    private static void requireAudio(@Nullable String audioTrack, Selection selection) {
        if (audioTrack != null && selection.audio(audioTrack) == null) {
            throw new OriginException(noTrack(audioTrack, selection));
        }
    }

    private static Refusal noTrack(String name, Selection reachable) {
        return new Refusal.NoTrack(name, java.util.stream.Stream.concat(
                reachable.streams().stream().map(SelectedStream::name), reachable.texts().stream().map(SelectedText::name))
                .toList());
    }

    private static long entries(Selection selection) {
        return selection.streams().stream().mapToLong(SelectedStream::count).sum();
    }

    /** @param entries that the text lists, about */
    private Content text(ResponseKind kind, Packaging packaging, String tag, long entries, Supplier<String> writer) {
        TextCache.Text known = texts.getIfPresent(tag);
        TextCache.Text text = known == null ? texts.get(tag, entries, writer) : known;
        return new Content(kind, text.plain(), packaging.manifestType(), tag, text.gzip(), options.manifestMaxAge(), null, null,
                known != null, false);
    }

    /** What the URLs of one level stand for. */
    private final class Segment {
        private final StreamingUrl.OfTrack url;
        private final String type;
        private final PackagedLevel level;
        private final UnaryOperator<SegmentBody> encryption;
        private final FragmentWindow reachable;
        private final int end;
        private final Views views;
        private final String tag;

        /**
         * @param encryption of what holds media
         * @param reachable the fragments that are not locked
         * @param end       behind the last fragment that a segment may hold
         */
        Segment(StreamingUrl.OfTrack url, String type, PackagedLevel level, UnaryOperator<SegmentBody> encryption,
                FragmentWindow reachable, int end, Views views, String tag) {
            this.encryption = encryption;
            this.url = url;
            this.type = type;
            this.level = level;
            this.reachable = reachable;
            this.end = end;
            this.views = views;
            this.tag = tag;
        }

        Content initialization() {
            // Smooth Streaming and transport streams have none
            SegmentBody body = level.initialization().orElseThrow(() -> new OriginException(
                    new Refusal.NotInFormat(url.parameters().format(), "initialization segments")));
            return media(ResponseKind.INIT, body, null, null);
        }

        CompletableFuture<Content> fragment(long time) {
            int fragment = level.timeline().indexOf(time);
            if (fragment < 0) {
                throw new OriginException(Refusal.NoFragment.of(url.track(), time, level.timeline()));
            }
            requireReachable(fragment, time);
            int following = end(fragment);
            CompletableFuture<SegmentBody> segment = level.segment(fragment, following).thenApply(encryption);
            if (following >= reachable.end()) {
                return segment.thenApply(body -> media(ResponseKind.FRAGMENT, body, null, null));
            }
            String next = UrlTemplate.fragments(url.track(), url.parameters())
                    .with(Long.toString(level.timeline().start(following)));
            return segment.thenApply(
                    body -> media(ResponseKind.FRAGMENT, body, next, () -> level.segment(following, end(following))));
        }

        /** Behind the last fragment of a segment: neither a lock nor a filter of the URL lets it hold more. */
        private int end(int fragment) {
            int whole = Math.min(level.end(fragment), reachable.end());
            return end > fragment ? Math.min(whole, end) : whole;
        }

        private void requireReachable(int fragment, long time) {
            if (!reachable.contains(fragment)) {
                throw new OriginException(views.locked(MpeError.FRAGMENT_TIMESTAMP_NOT_FOUND, url.track() + " at " + time));
            }
        }

        CompletableFuture<Content> keyFrame(long time) {
            int fragment = level.keyFrameFragment(time);
            if (fragment < 0) {
                throw new OriginException(new Refusal.NoKeyFrame(url.track(), time));
            }
            requireReachable(fragment, time);
            return level.keyFrame(time).thenApply(encryption)
                    .thenApply(body -> media(ResponseKind.KEY_FRAME, body, null, null));
        }

        private Content media(ResponseKind kind, SegmentBody body, @Nullable String next,
                @Nullable Supplier<CompletableFuture<SegmentBody>> following) {
            Duration maxAge = options.fragmentMaxAge();
            return new Content(kind, body, type, tag, null, maxAge, next, following, false, false);
        }
    }
}
