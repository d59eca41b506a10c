package io.dynpack.packaging;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.dynpack.index.TrackKind;
import io.dynpack.manifest.dash.MediaPresentationDescription;
import io.dynpack.manifest.hls.MasterPlaylist;
import io.dynpack.manifest.hls.MediaPlaylist;
import io.dynpack.presentation.ContentProtections;
import io.dynpack.presentation.FragmentGroups;
import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.presentation.KeyFrames;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.SampleRun;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.presentation.SelectedText;
import io.dynpack.presentation.Selection;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TextForm;
import io.dynpack.presentation.TextStream;
import io.dynpack.protection.CommonEncryption;
import io.dynpack.protection.LevelProtection;
import io.dynpack.segment.SegmentBody;
import io.dynpack.segment.cmaf.CmafSizes;
import io.dynpack.segment.cmaf.Flavour;
import io.dynpack.segment.cmaf.InitializationSegment;
import io.dynpack.segment.cmaf.MediaSegment;
import io.dynpack.url.Format;
import io.dynpack.url.StreamingUrl;

/** HLS and DASH with CMAF segments, and DASH with those of CSF. */
final class CmafPackaging extends Packaging {
    private final Flavour flavour;
    private final boolean hls;
    private final TextForm form;

    CmafPackaging(CarriedLevels carried, Format format, TextForm form) {
        super(carried);
        this.form = form;
        this.flavour = format == Format.DASH_CSF ? Flavour.CSF : Flavour.CMAF;
        this.hls = format.protocol() == Format.Protocol.HLS;
    }

    @Override
    public String manifestType() {
        return hls ? Packagings.HLS_TYPE : "application/dash+xml";
    }

    @Override
    public String mediaType(TrackKind kind) {
        return Packagings.mp4Type(kind);
    }

    @Override
    public String manifest(Selection selection, Selection reachable, StreamingUrl.Manifest url,
            HlsOptions options, ContentProtections protections) {
        return hls
                ? MasterPlaylist.of(selection, Packagings.withVariant(url, options), new CmafSizes(protections),
                        options.shortLanguages(), protections, form, null)
                : MediaPresentationDescription.of(selection, url.parameters(), protections, form);
    }

    @Override
    public String playlist(Selection selection, SelectedStream stream, Level level, StreamingUrl.MediaPlaylist url,
            ContentProtections protections) {
        return MediaPlaylist.of(selection, stream, level, url, protections);
    }

    @Override
    public String playlist(Selection selection, SelectedText text, StreamingUrl.MediaPlaylist url,
            ContentProtections protections) {
        return MediaPlaylist.of(selection, text, url, form, protections);
    }

    @Override
    public PackagedText text(Presentation whole, TextStream text) {
        return form.isMp4()
                ? new Mp4Text(text, form, flavour)
                : new WebVttText(text, new FragmentGroups(text.timeline(), 1), null);
    }

    @Override
    public PackagedLevel level(Selection reachable, Stream stream, Level level, @Nullable String audioTrack,
            @Nullable CommonEncryption encryption) {
        return new CmafLevel(flavour, stream, level, protection(encryption, stream, level),
                encryption == null ? 0 : reachable.whole().firstBehind(encryption.clearLead(), stream));
    }

    /** @param encrypted first fragment that is, and whose key frames are */
    private record CmafLevel(Flavour flavour, Stream stream, Level level, @Nullable LevelProtection protection, int encrypted)
            implements
                PackagedLevel {

        @Override
        public FragmentTimeline timeline() {
            return stream.timeline();
        }

        @Override
        public Optional<SegmentBody> initialization() {
            return Optional.of(InitializationSegment.of(level, flavour, protection == null ? null : protection.track()));
        }

        @Override
        public CompletableFuture<SegmentBody> segment(int from, int to) {
            return level.run(from).thenCompose(run -> body(run, from, from + 1L));
        }

        @Override
        public int keyFrameFragment(long time) {
            return Packagings.keyFrameFragment(stream, level, time);
        }

        @Override
        public CompletableFuture<SegmentBody> keyFrame(long time) {
            KeyFrames keyFrames = new KeyFrames(stream, level);
            int entry = keyFrames.indexOf(time);
            return level.keyFrame(keyFrames.sample(entry), keyFrames.nextSample(entry))
                    .thenCompose(run -> body(run, keyFrames.fragment(entry), entry + 1L));
        }

        private CompletableFuture<SegmentBody> body(SampleRun run, int fragment, long sequenceNumber) {
            if (fragment < encrypted) {
                return CompletableFuture.completedFuture(MediaSegment
                        .ofClearLead(run, level.track().entries().entries().size()).body(flavour, sequenceNumber));
            }
            return Packaging.segment(protection, run,
                    samples -> new MediaSegment(run, samples).body(flavour, sequenceNumber));
        }
    }
}
