package io.dynpack.origin;

import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.TestTracks;
import io.dynpack.presentation.TrackSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What manifests list is served, also where a filter removes what the format does not carry. */
class CarriedAnswersTest {
    private static final List<String> FILTERS = List.of("vid: Type=Video", "aud: Type=Audio", "fra: Type=Video | Name=fra");

    private static TrackSource video(byte[] entry) {
        TestMovie movie = new TestMovie();
        movie.video().timescale(25_000).entry(entry).frames(500, 1000, 50);
        return TestTracks.source("v.mp4", movie, 0, 1000, "video");
    }

    private static TrackSource audio(String name, byte[] entry) {
        TestMovie movie = new TestMovie();
        movie.audio().timescale(48_000).entry(entry).audioFrames(900, 1024);
        return TestTracks.source(name + ".mp4", movie, 0, 96, name);
    }

    private static byte[] avc() {
        return TestEntries.avc1(0x1F, 320, 180);
    }

    private static byte[] vp9() {
        BoxWriter out = new BoxWriter(64);
        int box = out.start(Fourcc.of("vpcC"));
        byte[] child = out.bytes(HexFormat.of().parseHex("01000000000a820101010000")).end(box).toByteArray();
        return TestEntries.visual("vp09", 320, 180, child);
    }

    private static byte[] aac() {
        return TestEntries.mp4a(48_000, 2, TestEntries.AAC_48);
    }

    private static byte[] opus() {
        return TestEntries.sound("Opus", 48_000, 2, "dOps", "000201380000bb80000000");
    }

    private static Presentation asset(String name) {
        return switch (name) {
            case "avc opus" -> TestTracks.present(video(avc()), audio("eng", opus()));
            case "avc opus aac" -> TestTracks.present(video(avc()), audio("eng", opus()), audio("fra", aac()));
            case "vp9 aac" -> TestTracks.present(video(vp9()), audio("eng", aac()));
            case "vp9 opus aac" -> TestTracks.present(video(vp9()), audio("eng", opus()), audio("fra", aac()));
            case "hevc aac" -> TestTracks.present(video(TestEntries.hevc("hvc1", 320, 180)), audio("eng", aac()));
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @CsvSource({"avc opus, m3u8-aapl, vid", "avc opus, m3u8-aapl-v3, vid", "avc opus, fmp4, vid", "avc opus, fmp4-v20, vid",
            "vp9 aac, m3u8-aapl, aud", "vp9 aac, m3u8-aapl-v3, aud", "vp9 aac, fmp4, aud", "vp9 opus aac, m3u8-aapl, aud",
            "vp9 opus aac, m3u8-aapl-v3, aud", "vp9 opus aac, fmp4, aud", "hevc aac, fmp4, aud",
            "avc opus aac, m3u8-aapl, fra", "avc opus aac, m3u8-aapl-v3, fra", "avc opus aac, m3u8-aapl-v3, vid",
            "avc opus aac, fmp4, fra"})
    void whatAManifestListsIsServed(String asset, String format, String filter) {
        FilteredOrigin origin = FilteredOrigin.of(asset(asset), FILTERS, List.of());
        assertThat(Listed.of(origin, format, ",filter=" + filter).urls()).isNotEmpty()
                .allSatisfy(url -> assertThat(origin.error(url)).as(url).isNull());
    }

    @ParameterizedTest
    @CsvSource({"avc opus, m3u8-aapl, AUDIO", "avc opus, m3u8-aapl-v3, AUDIO", "avc opus, fmp4, AUDIO",
            "vp9 aac, m3u8-aapl, VIDEO", "vp9 aac, m3u8-aapl-v3, VIDEO", "vp9 aac, fmp4, VIDEO",
            "vp9 opus aac, m3u8-aapl, VIDEO", "hevc aac, fmp4, VIDEO"})
    void aManifestIsRefusedWhereNothingOfAKindIsCarried(String asset, String format, String kind) {
        FilteredOrigin origin = FilteredOrigin.of(asset(asset), FILTERS, List.of());
        String refusal = kind + "_ENCODING_NOT_SUPPORTED";
        assertThat(origin.error("manifest(format=" + format + ")")).isEqualTo(refusal);
        boolean isVideo = kind.equals("VIDEO");
        assertThat(origin.error("manifest(format=" + format + ",filter=" + (isVideo ? "vid" : "aud") + ")"))
                .isEqualTo(refusal);
        String refused = isVideo ? "QualityLevels(1000)/Fragments(video=0" : "QualityLevels(96)/Fragments(eng=0";
        assertThat(origin.error(refused + ",format=" + format + ")")).isEqualTo(refusal);
        if (format.startsWith("m3u8")) {
            String playlist = isVideo ? "QualityLevels(1000)/Manifest(video" : "QualityLevels(96)/Manifest(eng";
            assertThat(origin.error(playlist + ",format=" + format + ")")).isEqualTo(refusal);
        }
    }

    /** Its segments are refused by that name. */
    @Test
    void noPlaylistIsMadeWithAnAudioThatIsNotCarried() {
        FilteredOrigin origin = FilteredOrigin.of(asset("avc opus aac"), FILTERS, List.of());
        for (String url : List.of("manifest(", "QualityLevels(1000)/Manifest(video,",
                "QualityLevels(1000)/Fragments(video=0,")) {
            assertThat(origin.error(url + "format=m3u8-aapl-v3,audiotrack=eng)")).as(url)
                    .isEqualTo("AUDIO_ENCODING_NOT_SUPPORTED");
            assertThat(origin.error(url + "format=m3u8-aapl-v3,audiotrack=fra)")).as(url).isNull();
        }
    }
}
