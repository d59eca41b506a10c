package io.dynpack.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.dynpack.manifest.dash.MediaPresentationDescription;
import io.dynpack.manifest.hls.MasterPlaylist;
import io.dynpack.manifest.hls.MediaPlaylist;
import io.dynpack.manifest.smooth.SmoothManifest;
import io.dynpack.presentation.Presentation;
import io.dynpack.segment.cmaf.CmafSizes;
import io.dynpack.url.Format;
import io.dynpack.url.Parameters;
import io.dynpack.url.StreamingUrl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What manifests of the harbour look like, to the byte. What is found instead lies in {@code target/golden}. */
class GoldenTextTest {

    private static String playlist(long bitrate, String track, boolean keyFrames) {
        Presentation presentation = Harbour.presentation();
        StreamingUrl.MediaPlaylist url = Harbour.url(Format.HLS_CMAF).playlist(bitrate, track);
        return MediaPlaylist.of(presentation.all(), presentation.all().stream(track), presentation.stream(track).level(bitrate),
                keyFrames ? url.keyFrames() : url);
    }

    private static String master(Boolean audioOnly) {
        StreamingUrl.Manifest url = Harbour.url(Format.HLS_CMAF);
        return MasterPlaylist.of(Harbour.presentation().all(),
                new StreamingUrl.Manifest(url.locatorId(), url.ism(), url.parameters().withAudioOnly(audioOnly)),
                new CmafSizes(), false);
    }

    static Stream<Arguments> texts() {
        return Stream.of(arguments("master-cmaf.m3u8", master(null)), arguments("master-cmaf-audio-only.m3u8", master(true)),
                arguments("video-cmaf.m3u8", playlist(2204817, "video", false)),
                arguments("audio-cmaf.m3u8", playlist(128033, "aac_eng_2_128033_2_1", false)),
                arguments("key-frames-cmaf.m3u8", playlist(2204817, "video", true)),
                arguments("cmaf.mpd",
                        MediaPresentationDescription.of(Harbour.presentation().all(), Parameters.of(Format.DASH_CMAF))),
                arguments("csf.mpd",
                        MediaPresentationDescription.of(Harbour.presentation().all(), Parameters.of(Format.DASH_CSF))),
                arguments("smooth-22.xml", SmoothManifest.of(Harbour.presentation().all(), Parameters.of(Format.FMP4))),
                arguments("smooth-20.xml", SmoothManifest.of(Harbour.presentation().all(), Parameters.of(Format.FMP4_V20))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void manifestsOfTheHarbour(String name, String text) throws IOException {
        Path found = Path.of("target", "golden", name);
        Files.createDirectories(found.getParent());
        Files.writeString(found, text);
        try (InputStream in = getClass().getResourceAsStream("/golden/" + name)) {
            assertThat(in).as("golden text %s", name).isNotNull();
            assertThat(text).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void repeatsOfSmoothAreThoseOfDashAndOne() {
        String dash = MediaPresentationDescription.of(Harbour.presentation().all(), Parameters.of(Format.DASH_CSF))
                .replaceAll("(?s)KeyFrames.*", "");
        String smooth = SmoothManifest.of(Harbour.presentation().all(), Parameters.of(Format.FMP4));
        Matcher runs = Pattern.compile("<S d=\"(\\d+)\"(?: r=\"(\\d+)\")? />").matcher(dash);
        Matcher chunks = Pattern.compile("<c (?:t=\"0\" )?d=\"(\\d+)\"(?: r=\"(\\d+)\")? />").matcher(smooth);
        int count = 0;
        while (runs.find()) {
            assertThat(chunks.find()).isTrue();
            assertThat(chunks.group(1)).isEqualTo(runs.group(1));
            assertThat(chunks.group(2) == null ? 1 : Integer.parseInt(chunks.group(2)))
                    .isEqualTo(1 + (runs.group(2) == null ? 0 : Integer.parseInt(runs.group(2))));
            count++;
        }
        assertThat(chunks.find()).isFalse();
        assertThat(count).isEqualTo(5);
    }
}
