package io.dynpack.packaging;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.dynpack.index.TrackKind;
import io.dynpack.manifest.hls.MasterPlaylist;
import io.dynpack.manifest.hls.MediaPlaylist;
import io.dynpack.presentation.ContentProtections;
import io.dynpack.presentation.FragmentGroups;
import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.presentation.KeyFrames;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.presentation.SelectedText;
import io.dynpack.presentation.Selection;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TextForm;
import io.dynpack.presentation.TextStream;
import io.dynpack.protection.CommonEncryption;
import io.dynpack.segment.SegmentBody;
import io.dynpack.segment.ts.MuxedAudio;
import io.dynpack.segment.ts.TransportLayout;
import io.dynpack.segment.ts.TransportStreamException;
import io.dynpack.segment.ts.TransportStreams;
import io.dynpack.url.StreamingUrl;

/** HLS with transport streams: version 4 with audio on its own, version 3 with one audio multiplexed. */
final class TransportPackaging extends Packaging {
    private final TransportCache cache;
    private final boolean multiplexes;

    /** @param multiplexes whether segments of video hold one audio, as in version 3 */
    TransportPackaging(CarriedLevels carried, TransportCache cache, boolean multiplexes) {
        super(carried);
        this.cache = cache;
        this.multiplexes = multiplexes;
    }

    @Override
    public String manifestType() {
        return Packagings.HLS_TYPE;
    }

    @Override
    public String mediaType(TrackKind kind) {
        return "video/mp2t";
    }

    /** Version 3 has no I-frame playlists. */
    @Override
    public boolean hasKeyFrames(TrackKind kind) {
        return !multiplexes && super.hasKeyFrames(kind);
    }

    @Override
    public boolean multiplexes() {
        return multiplexes;
    }

    @Override
    public String manifest(Selection selection, Selection reachable, StreamingUrl.Manifest url,
            HlsOptions options, ContentProtections protections) {
        TransportStreams streams = cache.streams(selection.whole());
        MuxedAudio muxed = multiplexes ? muxed(selection, reachable, url.parameters().audioTrack()) : null;
        return MasterPlaylist.of(selection, Packagings.withVariant(url, options), streams.sizes(muxed),
                options.shortLanguages(), protections, TextForm.WEBVTT, muxed == null ? null : muxed.level());
    }

    @Override
    public String playlist(Selection selection, SelectedStream stream, Level level, StreamingUrl.MediaPlaylist url,
            ContentProtections protections) {
        if (multiplexes) {
            // segments of an audio that is not carried are refused, so that no playlist lists them
            muxed(selection, url.parameters().audioTrack());
        }
        return MediaPlaylist.of(selection, stream, level, url, protections);
    }

    @Override
    public String playlist(Selection selection, SelectedText text, StreamingUrl.MediaPlaylist url,
            ContentProtections protections) {
        requireText();
        return MediaPlaylist.of(selection, text, url, TextForm.WEBVTT, protections);
    }

    @Override
    public PackagedText text(Presentation whole, TextStream text) {
        requireText();
        return new WebVttText(text, new FragmentGroups(text.timeline(), whole.fragmentsPerHlsSegment()),
                TransportStreams.TIMESTAMP_MAP);
    }

    private void requireText() {
        if (multiplexes) {
            throw new NotCarriedException(TrackKind.TEXT, "HLS version 3 has no text");
        }
    }

    @Override
    public PackagedLevel level(Selection reachable, Stream stream, Level level, @Nullable String audioTrack,
            @Nullable CommonEncryption encryption) {
        if (encryption != null) {
            throw new NotCarriedException(stream.kind(), "common encryption is not carried in transport streams");
        }
        MuxedAudio muxed = multiplexes ? muxed(served(reachable), audioTrack) : null;
        Presentation whole = reachable.whole();
        return new TransportLevel(cache, cache.streams(whole).layout(stream, level, muxed),
                muxed == null ? MuxedAudio.Part.ALL : muxed.part(), stream, level,
                new FragmentGroups(stream.timeline(), whole.fragmentsPerHlsSegment()), !multiplexes);
    }

    /**
     * What segments hold of the audio that is shown, or of the first of all where none is: a URL without {@code audiotrack} stands
     * for that, whatever a filter of the manifest's URL removes, and a player has to be told of it (RFC 8216bis, 4.4.6.2).
     */
    private @Nullable MuxedAudio muxed(Selection shown, Selection reachable, @Nullable String audioTrack) {
        SelectedStream audio = shown.audio(audioTrack);
        return muxed(served(reachable), audio == null ? audioTrack : audio.name());
    }

    /** @throws NotCarriedException where the URL names an audio that is not carried */
    private @Nullable MuxedAudio muxed(Selection served, @Nullable String audioTrack) {
        SelectedStream audio = served.audio(audioTrack);
        Stream named = audioTrack == null ? null : served.whole().stream(audioTrack);
        if (audio == null && named != null) {
            require(served.whole(), named.levels().get(0));
        }
        return MuxedAudio.of(audio);
    }

    /** @param audio that is multiplexed, as much of it as this client may have */
    private record TransportLevel(TransportCache cache, TransportLayout layout, MuxedAudio.Part audio, Stream stream,
            Level level, FragmentGroups groups, boolean hasKeyFrames) implements PackagedLevel {

        @Override
        public FragmentTimeline timeline() {
            return stream.timeline();
        }

        @Override
        public int end(int fragment) {
            return groups.end(groups.of(fragment));
        }

        @Override
        public CompletableFuture<SegmentBody> segment(int from, int to) {
            return made(() -> cache.segment(layout, from, to, audio));
        }

        @Override
        public int keyFrameFragment(long time) {
            return hasKeyFrames ? Packagings.keyFrameFragment(stream, level, time) : -1;
        }

        @Override
        public CompletableFuture<SegmentBody> keyFrame(long time) {
            KeyFrames keyFrames = new KeyFrames(stream, level);
            return made(() -> layout.keyFrame(keyFrames.sample(keyFrames.indexOf(time))));
        }

        private CompletableFuture<SegmentBody> made(Supplier<SegmentBody> maker) {
            try {
                return CompletableFuture.completedFuture(maker.get());
            } catch (TransportStreamException e) {
                throw new NotCarriedException(stream.kind(), e.getMessage());
            }
        }
    }
}
