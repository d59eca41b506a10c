package io.dynpack.manifest.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.dynpack.index.TestMovie;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.PresentationBuilder;
import io.dynpack.presentation.SegmentSizes;
import io.dynpack.presentation.TestTracks;
import io.dynpack.presentation.TrackSource;
import io.dynpack.segment.cmaf.CmafSizes;
import io.dynpack.segment.ts.MuxedAudio;
import io.dynpack.segment.ts.TransportStreams;
import io.dynpack.url.StreamingUrl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The {@code BANDWIDTH} of every variant of two masters that AMS gave, of HLS version 4 and of CMAF, from the bitrates in the
 * URLs of these masters. AMS looked at nothing but the bitrates; so does this where the media are not above them.
 */
class RecordedBandwidthsTest {
    private static final Pattern BANDWIDTH = Pattern.compile("#EXT-X-STREAM-INF:BANDWIDTH=(\\d+)");

    /** One recording: bitrates of the audio tracks as listed, and of the video levels; what was announced, audio alone last. */
    private record Recording(List<Long> audio, List<Long> video, List<Long> announced, Long audioOnly) {}

    private static final Recording VERSION_4 = new Recording(List.of(128041L),
            List.of(381048L, 721495L, 1154816L, 2217354L, 3579827L),
            List.of(536608L, 884544L, 1327398L, 2413312L, 3805760L), 139017L);
    private static final Recording CMAF = new Recording(List.of(128027L, 128020L),
            List.of(306428L, 572457L, 913590L, 1749420L, 2761648L, 5371582L),
            List.of(460332L, 732214L, 1080851L, 1935070L, 2969567L, 5636919L), null);

    static Stream<Arguments> everything() {
        return Stream.of(VERSION_4, CMAF).flatMap(recording -> Stream.of(1, 3, 5).flatMap(
                packing -> Stream.of("m3u8-aapl", "m3u8-aapl-v3", "m3u8-cmaf")
                        .map(format -> Arguments.of(recording, packing, format))));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void bandwidthsAreThoseThatWereRecorded(Recording recording, int packing, String format) {
        assertThat(bandwidths(present(recording, packing, 80), format)).isEqualTo(recording.announced);
    }

    @Test
    void theAudioAloneIsAnnouncedAsRecorded() {
        for (String format : List.of("m3u8-aapl", "m3u8-aapl-v3", "m3u8-cmaf")) {
            List<Long> announced = new ArrayList<>(VERSION_4.announced);
            announced.add(VERSION_4.audioOnly);
            assertThat(bandwidths(present(VERSION_4, 3, 80), format + ",audio-only=true")).isEqualTo(announced);
        }
    }

    /** Media at exactly their bitrate are above it by what packets add, and then the bandwidth is that of the packets. */
    @Test
    void whatIsServedIsNeverAboveIt() {
        for (String format : List.of("m3u8-aapl", "m3u8-aapl-v3")) {
            List<Long> served = bandwidths(present(VERSION_4, 3, 100), format);
            for (int i = 0; i < served.size(); i++) {
                assertThat(served.get(i)).isGreaterThan(VERSION_4.announced.get(i))
                        .isLessThan(VERSION_4.announced.get(i) * 115 / 100);
            }
        }
    }

    /** @param percent of its bitrate that a track has */
    private static Presentation present(Recording recording, int packing, int percent) {
        List<TrackSource> sources = new ArrayList<>();
        for (int i = 0; i < recording.audio.size(); i++) {
            TestMovie movie = new TestMovie();
            TestMovie.Track track = movie.audio().timescale(48000);
            long bitrate = recording.audio.get(i);
            for (int frame = 0; frame < 2816; frame++) {
                track.add((int) (bitrate * percent * 1024 / 48000 / 800), 1024, 0, true);
            }
            sources.add(TestTracks.source("audio-" + i + ".mp4", movie, 0, bitrate, "audio-" + i));
        }
        for (long bitrate : recording.video) {
            TestMovie movie = new TestMovie();
            TestMovie.Track track = movie.video().timescale(30000);
            for (int frame = 0; frame < 1800; frame++) {
                track.add((int) (bitrate * percent * 1001 / 30000 / 800), 1001, 0, frame % 60 == 0);
            }
            sources.add(TestTracks.source(bitrate + ".mp4", movie, 0, bitrate, "video"));
        }
        return new PresentationBuilder(TestTracks.SIX_SECONDS, packing).build(sources);
    }

    private static List<Long> bandwidths(Presentation presentation, String format) {
        StreamingUrl.Manifest url = (StreamingUrl.Manifest) StreamingUrl
                .parse("/5b0f2a7e-31c4-4d1d-9b7a-7a0a6f0c9d11/a.ism/manifest(format=" + format + ")");
        TransportStreams streams = new TransportStreams(presentation);
        SegmentSizes sizes = switch (url.parameters().format()) {
            case HLS_TS_V3 -> streams.sizes(MuxedAudio.of(presentation.all().audio(null)));
            case HLS_TS_V4 -> streams.sizes(null);
            default -> new CmafSizes();
        };
        Matcher matcher = BANDWIDTH.matcher(MasterPlaylist.of(presentation.all(), url, sizes, false));
        List<Long> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(Long.parseLong(matcher.group(1)));
        }
        return found;
    }
}
