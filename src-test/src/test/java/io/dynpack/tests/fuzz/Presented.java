package io.dynpack.tests.fuzz;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.dynpack.codec.SmoothCodec;
import io.dynpack.index.ByteRanges;
import io.dynpack.index.MediaIndex;
import io.dynpack.index.SampleTable;
import io.dynpack.index.TrackIndex;
import io.dynpack.index.TrackKind;
import io.dynpack.manifest.dash.MediaPresentationDescription;
import io.dynpack.manifest.hls.MasterPlaylist;
import io.dynpack.manifest.hls.MediaPlaylist;
import io.dynpack.manifest.smooth.SmoothManifest;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.PresentationBuilder;
import io.dynpack.presentation.PresentationException;
import io.dynpack.presentation.SampleRun;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.presentation.Selection;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TrackSource;
import io.dynpack.segment.SegmentBody;
import io.dynpack.segment.cmaf.CmafSizes;
import io.dynpack.segment.cmaf.Flavour;
import io.dynpack.segment.cmaf.InitializationSegment;
import io.dynpack.segment.cmaf.MediaSegment;
import io.dynpack.segment.smooth.SmoothFragment;
import io.dynpack.segment.smooth.SmoothTiming;
import io.dynpack.segment.ts.MuxedAudio;
import io.dynpack.segment.ts.TransportStreamException;
import io.dynpack.segment.ts.TransportStreams;
import io.dynpack.url.StreamingUrl;

/** What an origin makes of an index, whatever it says: manifests, and plans of responses with lengths that can be. */
final class Presented {
    private static final String URL = "/5b0f2a7e-31c4-4d1d-9b7a-7a0a6f0c9d11/film.ism/";
    private static final long TARGET = 60_000_000;

    private Presented() {}

    static void everything(MediaIndex index) {
        index.tracks().forEach(track -> requireSound(track, index.file().length()));
        Presentation presentation;
        try {
            presentation = new PresentationBuilder(TARGET, 3)
                    .build(index.tracks().stream().map(track -> TrackSource.of(index.file(), track)).toList());
        } catch (PresentationException e) {
            return;
        }
        manifests(presentation);
        for (Stream stream : presentation.streams()) {
            for (Level level : stream.levels()) {
                require(InitializationSegment.of(level, Flavour.CMAF));
                for (int fragment : some(stream.timeline().count())) {
                    require(new MediaSegment(level.indexed(fragment)).body(Flavour.CSF, fragment + 1L));
                    require(smooth(stream, level, fragment));
                }
            }
        }
        transport(presentation);
    }

    private static void requireSound(TrackIndex track, long length) {
        SampleTable samples = track.samples();
        ByteRanges ranges = samples.ranges(0, samples.count());
        long bytes = 0;
        for (int i = 0; i < ranges.count(); i++) {
            if (ranges.starts()[i] < 0 || ranges.ends()[i] <= ranges.starts()[i] || ranges.ends()[i] > length) {
                throw new AssertionError("samples from " + ranges.starts()[i] + " to " + ranges.ends()[i] + " of " + length);
            }
            bytes += ranges.ends()[i] - ranges.starts()[i];
        }
        if (bytes != samples.bytes(0, samples.count()) || samples.decodeTime(samples.count()) < 0) {
            throw new AssertionError(bytes + " bytes in ranges, " + samples.bytes(0, samples.count()) + " in samples");
        }
    }

    private static Set<Integer> some(int count) {
        return new TreeSet<>(List.of(0, count / 2, count - 1));
    }

    private static void require(SegmentBody body) {
        if (body.length() <= 0) {
            throw new AssertionError("a response of " + body.length() + " bytes");
        }
    }

    private static void manifests(Presentation presentation) {
        var smooth = (StreamingUrl.Manifest) StreamingUrl.parse(URL + "manifest");
        SmoothManifest.of(presentation.all().keeping((stream, level) -> level.codec() instanceof SmoothCodec),
                smooth.parameters());
        var dash = (StreamingUrl.Manifest) StreamingUrl.parse(URL + "manifest(format=mpd-time-cmaf)");
        MediaPresentationDescription.of(presentation.all(), dash.parameters());
        var hls = (StreamingUrl.Manifest) StreamingUrl.parse(URL + "manifest(format=m3u8-cmaf)");
        MasterPlaylist.of(presentation.all(), hls, new CmafSizes(), false);
        for (Stream stream : presentation.streams()) {
            for (Level level : stream.levels()) {
                StreamingUrl.MediaPlaylist playlist = hls.playlist(level.bitrate(), stream.name());
                MediaPlaylist.of(presentation.all(), presentation.all().stream(stream.name()), level, playlist);
                if (stream.kind() == TrackKind.VIDEO) {
                    MediaPlaylist.of(presentation.all(), presentation.all().stream(stream.name()), level, playlist.keyFrames());
                }
            }
        }
    }

    private static void transport(Presentation whole) {
        try {
            TransportStreams streams = new TransportStreams(whole);
            Selection carried = whole.all().keeping((stream, level) -> TransportStreams.refusal(level) == null);
            MuxedAudio audio = MuxedAudio.of(carried.audio(null));
            for (SelectedStream stream : carried.streams()) {
                int count = stream.count();
                for (Level level : stream.levels()) {
                    for (int fragment : some(count)) {
                        require(streams.layout(stream.stream(), level, count % 2 == 0 ? null : audio)
                                .segment(fragment, fragment + 1));
                    }
                }
            }
        } catch (TransportStreamException e) {
            // said in the answer
        }
    }

    private static SegmentBody smooth(Stream stream, Level level, int fragment) {
        SampleRun run = level.indexed(fragment);
        return SmoothFragment.of(run, SmoothTiming.of(stream, level, fragment, run), fragment + 1L);
    }
}
