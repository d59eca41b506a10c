package io.dynpack.packaging;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.dynpack.index.TrackKind;
import io.dynpack.manifest.smooth.SmoothManifest;
import io.dynpack.presentation.ContentProtections;
import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.SampleRun;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.presentation.SelectedText;
import io.dynpack.presentation.Selection;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TextStream;
import io.dynpack.protection.CommonEncryption;
import io.dynpack.protection.LevelProtection;
import io.dynpack.segment.SegmentBody;
import io.dynpack.segment.smooth.SmoothFragment;
import io.dynpack.segment.smooth.SmoothTiming;
import io.dynpack.url.StreamingUrl;

/** Smooth Streaming 2.2 and 2.0. */
final class SmoothPackaging extends Packaging {

    SmoothPackaging(CarriedLevels carried) {
        super(carried);
    }

    @Override
    public String manifestType() {
        return "text/xml";
    }

    @Override
    public String mediaType(TrackKind kind) {
        return Packagings.mp4Type(kind);
    }

    @Override
    public String manifest(Selection selection, Selection reachable, StreamingUrl.Manifest url,
            HlsOptions options, ContentProtections protections) {
        return SmoothManifest.of(selection, url.parameters(), protections);
    }

    @Override
    public String playlist(Selection selection, SelectedStream stream, Level level, StreamingUrl.MediaPlaylist url,
            ContentProtections protections) {
        throw new IllegalArgumentException("Smooth Streaming has no playlists");
    }

    @Override
    public String playlist(Selection selection, SelectedText text, StreamingUrl.MediaPlaylist url,
            ContentProtections protections) {
        throw new IllegalArgumentException("Smooth Streaming has no playlists");
    }

    @Override
    public PackagedText text(Presentation whole, TextStream text) {
        return new SmoothText(text);
    }

    @Override
    public PackagedLevel level(Selection reachable, Stream stream, Level level, @Nullable String audioTrack,
            @Nullable CommonEncryption encryption) {
        if (encryption != null && !encryption.scheme().isCounter()) {
            throw new NotCarriedException(stream.kind(), "Smooth Streaming has no other encryption than of counter mode");
        }
        return new SmoothLevel(stream, level, protection(encryption, stream, level));
    }

    /** A key frame is named by the time of the fragment that it begins (MS-SSTR 2.2.3). */
    private record SmoothLevel(Stream stream, Level level, @Nullable LevelProtection protection) implements PackagedLevel {

        @Override
        public FragmentTimeline timeline() {
            return stream.smoothTimeline();
        }

        @Override
        public CompletableFuture<SegmentBody> segment(int from, int to) {
            return level.run(from)
                    .thenCompose(run -> body(run, SmoothTiming.of(stream, level, from, run), from));
        }

        @Override
        public int keyFrameFragment(long time) {
            return stream.smoothTimeline().indexOf(time);
        }

        @Override
        public CompletableFuture<SegmentBody> keyFrame(long time) {
            int fragment = keyFrameFragment(time);
            int sample = level.firstSample(fragment);
            return level.keyFrame(sample, sample + 1)
                    .thenCompose(run -> body(run, SmoothTiming.ofKeyFrame(stream, level, fragment, run), fragment));
        }

        private CompletableFuture<SegmentBody> body(SampleRun run, SmoothTiming timing, int fragment) {
            return Packaging.segment(protection, run,
                    encrypted -> SmoothFragment.of(run, encrypted, timing, fragment + 1L));
        }
    }
}
