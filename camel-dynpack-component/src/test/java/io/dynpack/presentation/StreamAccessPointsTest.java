package io.dynpack.presentation;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.codec.CaptionData;
import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.index.TrackIndex;
import io.dynpack.index.TrackProbe;
import io.dynpack.manifest.dash.MediaPresentationDescription;
import io.dynpack.manifest.hls.MasterPlaylist;
import io.dynpack.segment.cmaf.CmafSizes;
import io.dynpack.url.Format;
import io.dynpack.url.Parameters;
import io.dynpack.url.StreamingUrl;

import static org.assertj.core.api.Assertions.assertThat;

/** Manifests say of segments what can be done with them, and no more. */
class StreamAccessPointsTest {

    /** Groups of 50 pictures; each picture but the first is decoded two frames before it is shown. */
    private static TrackIndex track(String entry, boolean leading, TrackProbe.Gops gops, int looks) {
        TestMovie movie = new TestMovie();
        TestMovie.Track video = movie.video();
        video.entry(entry.startsWith("avc")
                ? TestEntries.avc1(0x1f, 1280, 720)
                : TestEntries.hevc(entry, 1280, 720));
        for (int i = 0; i < 300; i++) {
            // a key frame is shown behind the two that follow it, or in front of them
            int offset = i % 50 == 0 ? leading ? 4 : 2 : leading && i % 50 < 3 ? 1 : 2;
            video.add(1000, 3600, offset * 3600, i % 50 == 0);
        }
        TrackIndex track = TestTracks.track(movie);
        TrackProbe probe = gops == null
                ? TrackProbe.NOT_NEEDED
                : new TrackProbe(TrackProbe.Outcome.KNOWN, looks, false, false, gops, -1, CaptionData.NONE);
        return track.probed(track.codec(), probe);
    }

    @ParameterizedTest
    @CsvSource({
            // without leading pictures everything is shown from the sync sample on
            "avc1, false,       ,  0, 1", "avc1, false, CLOSED , 6, 1", "avc1, false, OPEN, 6, 1", "avc1, false, UNCLEAR, 6, 0",
            "hvc1, false,       ,  0, 1", "hvc1, false, CLOSED , 6, 1", "hvc1, false, OPEN, 6, 1",
            // H.264 without a look tells nothing of leading pictures; HEVC has random access points alone
            "avc1, true ,       ,  0, 0", "avc1, true , OPEN   , 6, 3", "avc1, true , UNCLEAR, 6, 0",
            "hvc1, true ,       ,  0, 3", "hvc1, true , OPEN   , 6, 3", "hvc1, true , CLOSED, 6, 2",
            // some of the key frames that were not looked at may be others
            "hvc1, true , CLOSED, 5, 3"})
    void whatFragmentsBeginWith(String entry, boolean leading, TrackProbe.Gops gops, int looks, int type) {
        TrackIndex track = track(entry, leading, gops, looks);
        Presentation presentation = TestTracks.present(new TrackSource(
                new io.dynpack.index.SourceFile("v.mp4", "1", 10_000_000), track, 1000, "video", null, null, null, null,
                false));
        Level level = presentation.streams().get(0).levels().get(0);
        assertThat(level.sapType()).isEqualTo(type);
        String mpd = MediaPresentationDescription.of(presentation.all(), Parameters.of(Format.DASH_CMAF));
        if (type == 0) {
            assertThat(mpd).doesNotContain("startWithSAP");
        } else {
            assertThat(mpd).contains(" startWithSAP=\"" + type + "\"");
        }
        var url = (StreamingUrl.Manifest) StreamingUrl
                .parse("/d8c2c5f5-8c1d-4b62-9f0c-6f4f4f0f4b6a/v.ism/manifest(format=m3u8-cmaf)");
        String master = MasterPlaylist.of(presentation.all(), url, new CmafSizes(), false);
        assertThat(master.contains("#EXT-X-INDEPENDENT-SEGMENTS")).isEqualTo(type == 1 || type == 2);
    }
}
