package io.dynpack.origin;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.dynpack.packaging.PackagedText;
import io.dynpack.packaging.Packaging;
import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.presentation.SelectedText;
import io.dynpack.presentation.TextStream;
import io.dynpack.segment.SegmentBody;
import io.dynpack.text.CueList;
import io.dynpack.url.StreamingUrl;

/** What the URLs of one text stand for. */
final class TextContent {
    private final StreamingUrl.OfTrack url;
    private final Packaging packaging;
    private final TextStream text;
    private final Views views;
    private final SelectedText reachable;
    private final String tag;

    /**
     * @param url with the name of the text as the presentation spells it
     * @param tag entity tag of what the URL stands for
     * @throws OriginException where it names another bitrate, and where the locator locks the text
     */
    TextContent(StreamingUrl.OfTrack url, Packaging packaging, TextStream text, Views views, String tag) {
        if (url.bitrate() != text.bitrate()) {
            throw new OriginException(new Refusal.NoLevel(text.name(), url.bitrate(), List.of(text.bitrate())));
        }
        SelectedText left = views.reachable().text(text.name());
        if (left == null) {
            throw new OriginException(views.locked(MpeError.MANIFEST_MEDIA_ENTRY_NOT_FOUND, "the text " + text.name()));
        }
        this.url = url;
        this.packaging = packaging;
        this.text = text;
        this.views = views;
        this.reachable = left;
        this.tag = tag;
    }

    /** What a playlist lists. */
    SelectedText listed(StreamingUrl.MediaPlaylist playlist) {
        SelectedText selected = views.requireShown().text(text.name());
        if (selected == null) {
            throw new OriginException(new Refusal.NoLevel(text.name(), url.bitrate(), List.of()));
        }
        if (playlist.parameters().keyFrames()) {
            throw notInFormat("key frames of " + text.name());
        }
        return selected;
    }

    /** What is no playlist. */
    CompletableFuture<Content> segment(PackagedText packaged, BuiltTexts built, Encryption encryption, Duration maxAge) {
        boolean cached = built.has(tag);
        if (url instanceof StreamingUrl.Init) {
            if (!packaged.hasInitialization()) {
                throw notInFormat("initialization segments of text");
            }
            return built.get(tag, text.source(), cues -> 0, packaged::initialization)
                    .thenApply(body -> content(ResponseKind.INIT, body, packaged, maxAge, cached));
        }
        if (url instanceof StreamingUrl.WholeText) {
            return whole(packaged, built, encryption, maxAge, cached);
        }
        if (!(url instanceof StreamingUrl.Fragment fragment)) {
            throw notInFormat("key frames of " + text.name());
        }
        int first = packaged.timeline().indexOf(fragment.time());
        if (first < 0) {
            throw new OriginException(Refusal.NoFragment.of(text.name(), fragment.time(), packaged.timeline()));
        }
        if (first < reachable.first() || first >= reachable.end()) {
            throw new OriginException(
                    views.locked(MpeError.FRAGMENT_TIMESTAMP_NOT_FOUND, text.name() + " at " + fragment.time()));
        }
        SelectedText shown = shown();
        int end = Math.min(Math.min(packaged.end(first), reachable.end()),
                shown == null || shown.end() <= first ? reachable.end() : shown.end());
        return build(built, first, end, cues -> packaged.segment(cues, first, end)).thenApply(
                body -> content(ResponseKind.FRAGMENT, encryption.text(body, tag), packaged, maxAge, cached));
    }

    /** What a playlist of the same filters lists, in one file. */
    private CompletableFuture<Content> whole(PackagedText packaged, BuiltTexts built, Encryption encryption, Duration maxAge,
            boolean cached) {
        if (!packaged.hasWhole()) {
            throw notInFormat("text as one file");
        }
        SelectedText shown = views.requireShown().text(text.name());
        if (shown == null || shown.count() <= 0) {
            throw new OriginException(new Refusal.NoLevel(text.name(), url.bitrate(), List.of()));
        }
        return build(built, shown.first(), shown.end(), cues -> packaged.whole(cues, shown.first(), shown.end()))
                .thenApply(body -> content(ResponseKind.FRAGMENT, encryption.text(body, tag), packaged, maxAge, cached));
    }

    private CompletableFuture<SegmentBody> build(BuiltTexts built, int from, int to, Function<CueList, SegmentBody> maker) {
        FragmentTimeline timeline = text.timeline();
        return built.get(tag, text.source(), cues -> cues.printingBytes(timeline.start(from), timeline.end(to - 1)), maker);
    }

    /** What the filters of the URL leave; {@code null} where it has none. */
    private @Nullable SelectedText shown() {
        return url.parameters().filters().isEmpty() ? null : views.requireShown().text(text.name());
    }

    private OriginException notInFormat(String what) {
        return new OriginException(new Refusal.NotInFormat(url.parameters().format(), what));
    }

    private Content content(ResponseKind kind, SegmentBody body, PackagedText packaged, Duration maxAge, boolean cached) {
        return new Content(kind, body, packaged.mediaType(), tag, null, maxAge, null, null, cached, false);
    }
}
