package io.dynpack.origin;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.dynpack.asset.LoadedAsset;
import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.packaging.Packagings;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.TestTracks;
import io.dynpack.presentation.TrackSource;
import io.dynpack.storage.MemoryBudget;
import io.dynpack.url.StreamingUrl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** URLs of transport streams of assets with tracks that these do not carry. */
class TransportAnswersTest {
    private static final String BASE = "/5b0f2a7e-31c4-4d1d-9b7a-7a0a6f0c9d11/asset.ism/";
    /** AAC-LC with frames of 960 samples. */
    private static final String SHORT_FRAMES = "1194";

    private final PresentationContent contents = new PresentationContent(OriginOptions.DEFAULT,
            new OriginCaches(1 << 20, 1 << 20, MemoryBudget.ofHeap(), new Packagings(),
                    (codec, run) -> CompletableFuture.failedFuture(new IllegalStateException("nothing is encrypted here"))));

    private static TrackSource video() {
        TestMovie movie = new TestMovie();
        movie.video().timescale(30000).frames(600, 1001, 60);
        return TestTracks.source("v.mp4", movie, 0, 1000, "video");
    }

    private static TrackSource audio(String name, String config) {
        TestMovie movie = new TestMovie();
        movie.audio().timescale(48000).entry(TestEntries.mp4a(48000, 2, config)).audioFrames(900, 1024);
        return TestTracks.source(name + ".mp4", movie, 0, 96, name);
    }

    private Content content(Presentation presentation, String url) {
        LoadedAsset asset = new LoadedAsset("", null, null, List.of(), Map.of(), List.of(), presentation, "1");
        return contents.of((StreamingUrl.OfPresentation) StreamingUrl.parse(BASE + url), asset, ActiveFilters.NONE,
                Encryption.NONE, url + System.identityHashCode(presentation)).join();
    }

    private void refused(Presentation presentation, String url, MpeError error) {
        failing(presentation, url, error);
        assertThat(error.status()).isEqualTo(415);
    }

    private void failing(Presentation presentation, String url, MpeError error) {
        assertThatThrownBy(() -> content(presentation, url)).as(url)
                .satisfies(e -> assertThat(Refusal.of(e).error()).isEqualTo(error));
    }

    private String text(Presentation presentation, String url) {
        StringBuilder text = new StringBuilder();
        content(presentation, url).body().pieces().forEach(piece -> text.append(
                java.nio.charset.StandardCharsets.UTF_8
                        .decode(((io.dynpack.segment.Piece.Literal) piece).bytes().duplicate())));
        return text.toString();
    }

    @Test
    void aFilmWithoutASoundThatIsCarriedIsRefusedInTheseFormatsOnly() {
        Presentation presentation = TestTracks.present(video(), audio("a", SHORT_FRAMES));
        for (String format : List.of("m3u8-aapl", "m3u8-aapl-v3")) {
            refused(presentation, "manifest(format=" + format + ")", MpeError.AUDIO_ENCODING_NOT_SUPPORTED);
            refused(presentation, "manifest(format=" + format + ",audio-only=true)", MpeError.AUDIO_ENCODING_NOT_SUPPORTED);
            refused(presentation, "QualityLevels(96)/Manifest(a,format=" + format + ")", MpeError.AUDIO_ENCODING_NOT_SUPPORTED);
            // the manifest that listed it may have been one without sound
            assertThat(text(presentation, "QualityLevels(1000)/Manifest(video,format=" + format + ")"))
                    .contains("Fragments(video=0,format=" + format + ")");
            assertThat(content(presentation, "QualityLevels(1000)/Fragments(video=0,format=" + format + ")").body().length())
                    .isPositive();
        }
        assertThat(content(presentation, "QualityLevels(1000)/KeyFrames(video=0,format=m3u8-aapl)").body().length())
                .isPositive();
        for (String format : List.of("m3u8-cmaf", "mpd-time-cmaf", "mpd-time-csf", "fmp4")) {
            assertThat(text(presentation, "manifest(format=" + format + ")")).contains("QualityLevels(");
        }
        assertThat(content(presentation, "QualityLevels(96)/Fragments(a=0,format=m3u8-cmaf)").body().length()).isPositive();
    }

    @Test
    void soundHasNoKeyFramesAndVersionThreeHasNone() {
        Presentation presentation = TestTracks.present(video(), audio("a", TestEntries.AAC_48));
        assertThat(text(presentation, "QualityLevels(1000)/Manifest(video,format=m3u8-aapl,type=keyframes)"))
                .contains("KeyFrames(video=0,format=m3u8-aapl)");
        assertThat(content(presentation, "QualityLevels(1000)/KeyFrames(video=0,format=m3u8-aapl)").body().length())
                .isPositive();
        assertThat(content(presentation, "QualityLevels(1000)/KeyFrames(video=0,format=m3u8-cmaf)").body().length())
                .isPositive();
        for (String track : List.of("QualityLevels(96)/%s(a%s,format=m3u8-cmaf", "QualityLevels(96)/%s(a%s,format=m3u8-aapl",
                "QualityLevels(1000)/%s(video%s,format=m3u8-aapl-v3",
                "QualityLevels(96)/%s(a%s,format=m3u8-aapl-v3")) {
            failing(presentation, track.formatted("Manifest", "") + ",type=keyframes)", MpeError.BAD_URL_SYNTAX);
            failing(presentation, track.formatted("KeyFrames", "=0") + ")", MpeError.FRAGMENT_TIMESTAMP_NOT_FOUND);
        }
    }

    @Test
    void playlistsListOneNameOfEachSegmentHoweverTheyWereAskedFor() {
        Presentation presentation = TestTracks.present(video(), audio("a", TestEntries.AAC_48));
        for (String format : List.of("m3u8-cmaf", "m3u8-aapl")) {
            assertThat(text(presentation, "qualitylevels(1000)/manifest(VIDEO,audioTrack=zebra,format=" + format + ")"))
                    .isEqualTo(text(presentation, "QualityLevels(1000)/Manifest(video,format=" + format + ")"))
                    .contains("Fragments(video=0,format=" + format + ")");
        }
    }

    @Test
    void aTrackThatIsNotCarriedIsNotListedAndRefusedByItself() {
        Presentation presentation = TestTracks.present(video(), audio("a", SHORT_FRAMES), audio("b", TestEntries.AAC_48));
        assertThat(text(presentation, "manifest(format=m3u8-aapl)")).contains("NAME=\"b\",LANGUAGE=\"und\",DEFAULT=YES")
                .doesNotContain("NAME=\"a\"");
        assertThat(text(presentation, "manifest(format=m3u8-aapl-v3)")).contains("audiotrack=b").doesNotContain("audiotrack=a");
        assertThat(text(presentation, "manifest(format=m3u8-cmaf)")).contains("NAME=\"a\"").contains("NAME=\"b\"");
        refused(presentation, "QualityLevels(96)/Manifest(a,format=m3u8-aapl)", MpeError.AUDIO_ENCODING_NOT_SUPPORTED);
        refused(presentation, "QualityLevels(96)/Fragments(a=0,format=m3u8-aapl)", MpeError.AUDIO_ENCODING_NOT_SUPPORTED);
        refused(presentation, "manifest(format=m3u8-aapl-v3,audiotrack=a)", MpeError.AUDIO_ENCODING_NOT_SUPPORTED);
        refused(presentation, "QualityLevels(1000)/Fragments(video=0,format=m3u8-aapl-v3,audiotrack=a)",
                MpeError.AUDIO_ENCODING_NOT_SUPPORTED);
        failing(presentation, "manifest(format=m3u8-aapl-v3,audiotrack=c)", MpeError.EGRESS_TRACK_NOT_FOUND);
        long alone = content(presentation, "QualityLevels(1000)/Fragments(video=0,format=m3u8-aapl)").body().length();
        assertThat(content(presentation, "QualityLevels(1000)/Fragments(video=0,format=m3u8-aapl-v3)").body().length())
                .isGreaterThan(alone)
                .isEqualTo(content(presentation, "QualityLevels(1000)/Fragments(video=0,format=m3u8-aapl-v3,audiotrack=b)")
                        .body().length());
    }
}
