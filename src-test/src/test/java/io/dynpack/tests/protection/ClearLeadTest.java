package io.dynpack.tests.protection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.dynpack.index.TrackKind;
import io.dynpack.presentation.KeyFrames;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.Ticks;
import io.dynpack.protection.ProtectionScheme;
import io.dynpack.tests.Delivery;
import io.dynpack.tests.QuickstartOrigin;
import io.dynpack.tests.manifest.Manifests;
import io.dynpack.tests.manifest.Rendition;
import io.dynpack.tests.media.AccessUnits;
import io.dynpack.tests.media.AccessUnits.Edits;
import io.dynpack.tests.media.Fixtures;
import io.dynpack.tests.media.Program;
import io.dynpack.tests.player.Browser;
import io.dynpack.tests.player.Playback;
import io.dynpack.tests.player.PlayerName;
import io.dynpack.url.Format;

import static org.assertj.core.api.Assertions.assertThat;

/** The fragments that begin within a clear lead are clear, and all behind them encrypted: for ffmpeg, in manifests, in players. */
class ClearLeadTest {
    private static final String CLEAR = "7c1d0a52-3be4-4f0e-8a6b-5d2f9e620001";
    private static final String LEAD = "7c1d0a52-3be4-4f0e-8a6b-5d2f9e620002";
    /** Fragments last six seconds: the first two begin within it. */
    private static final int SECONDS = 7;
    private static final int CLEAR_FRAGMENTS = 2;

    private static QuickstartOrigin origin;

    @TempDir
    static Path scratch;

    @BeforeAll
    static void publish() throws IOException {
        origin = QuickstartOrigin.start();
        Path folder = Fixtures.copy(Fixtures.ladder(), scratch.resolve("film"));
        Files.writeString(origin.media().resolve("streamingPolicies.json"), """
                [{"name": "lead", "properties": {
                  "commonEncryptionCenc": {"clearLeadDuration": "PT%1$dS",
                    "enabledProtocols": {"hls": false, "dash": true, "smoothStreaming": true}},
                  "commonEncryptionCbcs": {"clearLeadDuration": "PT%1$dS",
                    "enabledProtocols": {"hls": true, "dash": true, "smoothStreaming": false}}}}]""".formatted(SECONDS));
        String value = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(EncryptedAsset.KEY));
        Files.writeString(folder.resolve("streamingLocators.json"), """
                [{"name": "clear", "properties": {"streamingPolicyName": "Predefined_ClearStreamingOnly",
                  "streamingLocatorId": "%s"}},
                 {"name": "lead", "properties": {"streamingPolicyName": "lead", "streamingLocatorId": "%s", "contentKeys": [
                  {"id": "5b0f1c3e-9d3a-4c55-8a35-0b7f2f8f6b01", "type": "CommonEncryptionCenc", "value": "%3$s"},
                  {"id": "5b0f1c3e-9d3a-4c55-8a35-0b7f2f8f6b02", "type": "CommonEncryptionCbcs", "value": "%3$s"}]}}]"""
                .formatted(CLEAR, LEAD, value));
        origin.arriveWithLocators(folder, "film", 2);
    }

    @AfterAll
    static void stop() {
        origin.close();
    }

    private static URI manifest(String locator, String parameters) {
        return origin.base().resolve("/" + locator + "/ladder.ism/manifest(" + parameters + ")");
    }

    @ParameterizedTest
    @EnumSource(names = {"CENC", "CBCS"})
    void ffmpegReadsTheLeadAndDecryptsTheRest(ProtectionScheme scheme) {
        for (Path folder : List.of(Fixtures.single(), Fixtures.hevc())) {
            try (EncryptedAsset asset = new EncryptedAsset(folder, SECONDS * Ticks.PER_SECOND)) {
                for (Stream stream : asset.presentation().streams()) {
                    Level level = stream.levels().get(0);
                    List<byte[]> clear = asset.segments(Format.DASH_CMAF, stream, level, null);
                    List<byte[]> segments = asset.segments(Format.DASH_CMAF, stream, level, scheme);
                    assertThat(AccessUnits.decrypted(segments, EncryptedAsset.KEY).get(0).units())
                            .isEqualTo(AccessUnits.of(clear, Edits.IGNORED).get(0).units());
                    // the first is the initialization segment
                    for (int i = 1; i < segments.size(); i++) {
                        assertThat(Arrays.equals(media(segments.get(i)), media(clear.get(i)))).as("segment " + i)
                                .isEqualTo(i <= CLEAR_FRAGMENTS);
                        assertThat(AccessUnits.decrypted(List.of(segments.get(0), segments.get(i)), EncryptedAsset.KEY).get(0)
                                .units())
                                .isEqualTo(AccessUnits.of(List.of(clear.get(0), clear.get(i)), Edits.IGNORED).get(0).units());
                    }
                    if (stream.kind() == TrackKind.VIDEO) {
                        keyFramesAreAsTheirFragments(asset, stream, level, scheme);
                    }
                }
            }
        }
    }

    private static void keyFramesAreAsTheirFragments(EncryptedAsset asset, Stream stream, Level level,
            ProtectionScheme scheme) {
        KeyFrames keyFrames = new KeyFrames(stream, level);
        List<byte[]> encrypted = asset.keyFrames(Format.HLS_CMAF, stream, level, scheme);
        List<byte[]> clear = asset.keyFrames(Format.HLS_CMAF, stream, level, null);
        for (int i = 0; i < encrypted.size(); i++) {
            assertThat(Arrays.equals(media(encrypted.get(i)), media(clear.get(i))))
                    .isEqualTo(keyFrames.fragment(i) < CLEAR_FRAGMENTS);
        }
    }

    private static byte[] media(byte[] segment) {
        ByteArrayOutputStream media = new ByteArrayOutputStream();
        EncryptedSamples.walk(segment, 0, segment.length, (type, payload) -> {
            if (type.equals("mdat")) {
                byte[] bytes = new byte[payload.remaining()];
                payload.duplicate().get(bytes);
                media.writeBytes(bytes);
            }
        });
        return media.toByteArray();
    }

    /** Encrypted sample entries first, then those of the clear, which the fragments of the lead name. */
    @Tag("node")
    @ParameterizedTest
    @EnumSource(names = {"CENC", "CBCS"})
    void isSignalledAsShakaPackagerSignalsIt(ProtectionScheme scheme) throws IOException {
        Path folder = Fixtures.single();
        try (EncryptedAsset asset = new EncryptedAsset(folder, SECONDS * Ticks.PER_SECOND)) {
            for (Stream stream : asset.presentation().streams()) {
                Level level = stream.levels().get(0);
                List<byte[]> segments = asset.segments(Format.DASH_CMAF, stream, level, scheme);
                EncryptedSamples ours = EncryptedSamples.of(segments);
                String iv = scheme == ProtectionScheme.CENC ? ours.information().get(0).substring(0, 16) : EncryptedAsset.IV;
                Path out = scratch.resolve("shaka-lead.mp4");
                Program.run("node", "node_modules/shaka-packager/index.js",
                        "in=" + folder.resolve(level.file().name()) + ",stream="
                                + (stream.kind() == TrackKind.VIDEO ? "video" : "audio") + ",output=" + out,
                        "--enable_raw_key_encryption", "--keys",
                        "label=:key_id=" + EncryptedAsset.KEY_ID.toString().replace("-", "") + ":key=" + EncryptedAsset.KEY
                                + ":iv=" + iv,
                        "--protection_scheme", scheme == ProtectionScheme.CENC ? "cenc" : "cbcs", "--clear_lead",
                        Integer.toString(SECONDS), "--segment_duration", "6", "--fragment_duration", "6");
                List<byte[]> shaka = List.of(Files.readAllBytes(out));
                assertThat(descriptions(segments)).containsSubsequence("2", "1").isEqualTo(descriptions(shaka));
                if (stream.kind() == TrackKind.VIDEO) {
                    assertThat(ours.information()).isEqualTo(EncryptedSamples.of(shaka).information());
                    assertThat(ours.media()).isEqualTo(EncryptedSamples.of(shaka).media());
                }
            }
        }
    }

    /** The types of sample entries, and which of them each fragment uses. */
    private static List<String> descriptions(List<byte[]> segments) {
        List<String> found = new ArrayList<>();
        for (byte[] segment : segments) {
            EncryptedSamples.walk(segment, 0, segment.length, (type, payload) -> {
                if (type.equals("stsd")) {
                    for (int at = 8; at < payload.limit(); at += payload.getInt(at)) {
                        byte[] name = new byte[4];
                        payload.get(at + 4, name);
                        found.add(new String(name, StandardCharsets.US_ASCII));
                    }
                } else if (type.equals("tfhd")) {
                    int flags = payload.getInt(0) & 0xffffff;
                    found.add(Integer.toString((flags & 2) == 0 ? 1 : payload.getInt(8 + ((flags & 1) == 0 ? 0 : 8))));
                }
            });
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource({"HLS, m3u8-cmaf, cbcs-aapl", "DASH, mpd-time-cmaf, cenc", "DASH, mpd-time-csf, cenc",
            "DASH, mpd-time-cmaf, cbcs-aapl"})
    void samplesAreThoseOfTheClear(Manifests reader, String format, String word) {
        Delivery delivery = new Delivery();
        List<Rendition> clear = reader.read(manifest(CLEAR, "format=" + format), delivery::text);
        List<Rendition> encrypted = reader.read(manifest(LEAD, "format=" + format + ",encryption=" + word), delivery::text);
        assertThat(encrypted).hasSameSizeAs(clear).isNotEmpty();
        for (int r = 0; r < clear.size(); r++) {
            List<byte[]> segments = new Delivery().segments(encrypted.get(r));
            List<byte[]> source = new Delivery().segments(clear.get(r));
            assertThat(AccessUnits.decrypted(segments, EncryptedAsset.KEY).get(0).units())
                    .isEqualTo(AccessUnits.of(source, Edits.IGNORED).get(0).units());
            // a key frame every two seconds
            int lead = "iframe".equals(clear.get(r).kind()) ? 3 * CLEAR_FRAGMENTS : CLEAR_FRAGMENTS;
            assertThat(Arrays.equals(media(segments.get(lead)), media(source.get(lead)))).isTrue();
            assertThat(Arrays.equals(media(segments.get(lead + 1)), media(source.get(lead + 1)))).isFalse();
        }
    }

    /** Also of key frames. */
    @Test
    void playlistsNameTheKeyWhereItBegins() {
        Delivery delivery = new Delivery();
        for (Rendition rendition : Manifests.HLS.read(manifest(LEAD, "format=m3u8-cmaf,encryption=cbcs-aapl"),
                delivery::text)) {
            String playlist = delivery.text(rendition.manifest());
            int none = playlist.indexOf("#EXT-X-KEY:METHOD=NONE\n");
            int key = playlist.indexOf("#EXT-X-KEY:METHOD=SAMPLE-AES,");
            assertThat(none).isBetween(playlist.indexOf("#EXT-X-MAP:"), playlist.indexOf("#EXTINF"));
            assertThat(playlist.split("METHOD=NONE", -1)).hasSize(2);
            assertThat(playlist.split("METHOD=SAMPLE-AES", -1)).hasSize(2);
            double clear = playlist.substring(0, key).lines().filter(line -> line.startsWith("#EXTINF:"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(8, line.indexOf(',')))).sum();
            assertThat(clear).isBetween(11.9, 12.2);
        }
        assertThat(delivery.text(manifest(LEAD, "format=m3u8-cmaf,encryption=cbcs-aapl")))
                .contains("#EXT-X-SESSION-KEY:METHOD=SAMPLE-AES");
    }

    /** It has no form for a lead that its players know. */
    @Test
    void smoothStreamingEncryptsAll() {
        Delivery delivery = new Delivery();
        for (Rendition rendition : Manifests.SMOOTH.read(manifest(LEAD, "encryption=cenc"), delivery::text)) {
            rendition.segments().forEach(segment -> assertThat(
                    EncryptedSamples.of(List.of(delivery.bytes(segment))).information()).isNotEmpty());
        }
    }

    @Tag("browser")
    @ExtendWith(Browser.Provider.class)
    @ParameterizedTest
    @CsvSource({"SHAKA, mpd-time-cmaf, cenc", "SHAKA, mpd-time-csf, cenc", "SHAKA, mpd-time-cmaf, cbcs-aapl",
            "SHAKA, m3u8-cmaf, cbcs-aapl", "DASH_JS, mpd-time-cmaf, cenc", "DASH_JS, mpd-time-cmaf, cbcs-aapl"})
    void playersGoFromTheLeadIntoTheRest(PlayerName player, String format, String word, Browser browser) {
        try (Playback playback = browser.play(player, manifest(LEAD, "format=" + format + ",encryption=" + word))) {
            playback.rate(4);
            Playback.State through = playback.advance(16);
            assertThat(through.errors()).as(playback.report()).isEmpty();
            assertThat(through.began()).as(playback.report()).isLessThan(0.5);
            assertThat(through.firstFrame()).as(playback.report()).isBetween(0.0, 0.5);
            assertThat(through.jumps()).as(playback.report()).isZero();
            playback.rate(1);
            for (double time : new double[]{1, 14, 8, 13}) {
                playback.seek(time);
                playback.advance(0.3);
            }
            assertThat(playback.state().errors()).as(playback.report()).isEmpty();
        }
    }
}
