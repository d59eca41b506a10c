package io.dynpack.tests.protection;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.dynpack.tests.Delivery;
import io.dynpack.tests.QuickstartOrigin;
import io.dynpack.tests.StreamingFormat;
import io.dynpack.tests.http.RawHttp;
import io.dynpack.tests.manifest.Manifests;
import io.dynpack.tests.manifest.MpdSchema;
import io.dynpack.tests.manifest.Rendition;
import io.dynpack.tests.manifest.Segment;
import io.dynpack.tests.media.AccessUnits;
import io.dynpack.tests.media.AccessUnits.Edits;
import io.dynpack.tests.media.Fixtures;
import io.dynpack.tests.media.Program;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One asset under locators with every kind of encryption, by HTTP: what openssl and ffmpeg decrypt is what a clear locator
 * gives.
 */
class EncryptedLocatorsTest {
    private static final String KEY = "8e73b0f7da0e6452c810f32b809079e5";
    private static final String OTHER_KEY = "2b7e151628aed2a6abf7158809cf4f3c";
    private static final String IV = "0f0e0d0c0b0a09080706050403020100";
    private static final String KEY_ID = "5b0f1c3e-9d3a-4c55-8a35-0b7f2f8f6a%02x";
    private static final String LOCATOR_ID = "7c1d0a52-3be4-4f0e-8a6b-5d2f9e61d0%02x";

    private static QuickstartOrigin origin;

    @TempDir
    static Path scratch;

    @BeforeAll
    static void publish() throws IOException {
        origin = QuickstartOrigin.start();
        Path folder = Fixtures.copy(Fixtures.single(), scratch.resolve("film"));
        List<String> locators = new ArrayList<>();
        locators.add(locator("clear", "Predefined_ClearStreamingOnly", 0, ""));
        locators.add(locator("envelope", "Predefined_ClearKey", 1, key("EnvelopeEncryption", 1)));
        Files.writeString(origin.media().resolve("streamingPolicies.json"), """
                [{"name": "two-keys", "properties": {"commonEncryptionCenc": {
                  "enabledProtocols": {"hls": true, "dash": true, "smoothStreaming": true},
                  "contentKeys": {"defaultKey": {"label": "pictures"}, "keyToTrackMappings": [{"label": "sound",
                    "tracks": [{"trackSelections": [{"property": "FourCC", "operation": "Equal", "value": "mp4a"}]}]}]}}}},
                 {"name": "clear-sound", "properties": {"envelopeEncryption": {"enabledProtocols": {"hls": true},
                  "clearTracks": [{"trackSelections": [{"property": "FourCC", "operation": "Equal", "value": "mp4a"}]}]}}}]""");
        locators.add(locator("two-keys", "two-keys", 3, labelled(4, "pictures", KEY) + ", " + labelled(5, "sound", OTHER_KEY)));
        locators.add(locator("clear-sound", "clear-sound", 4, key("EnvelopeEncryption", 6)));
        locators.add(locator("drm", "Predefined_MultiDrmStreaming", 2,
                key("CommonEncryptionCenc", 2) + ", " + key("CommonEncryptionCbcs", 3)));
        Files.writeString(folder.resolve("streamingLocators.json"), "[" + String.join(", ", locators) + "]");
        origin.arriveWithLocators(folder, "film", 5);
    }

    @AfterAll
    static void stop() {
        origin.close();
    }

    private static String locator(String name, String policy, int id, String keys) {
        return "{\"name\": \"%s\", \"properties\": {\"streamingPolicyName\": \"%s\", \"streamingLocatorId\": \"%s\", \"contentKeys\": [%s]}}"
                .formatted(name, policy, LOCATOR_ID.formatted(id), keys);
    }

    private static String key(String type, int id) {
        HexFormat hex = HexFormat.of();
        return "{\"id\": \"%s\", \"type\": \"%s\", \"value\": \"%s\", \"iv\": \"%s\"}".formatted(KEY_ID.formatted(id), type,
                Base64.getEncoder().encodeToString(hex.parseHex(KEY)), Base64.getEncoder().encodeToString(hex.parseHex(IV)));
    }

    private static String labelled(int id, String label, String value) {
        return "{\"id\": \"%s\", \"type\": \"CommonEncryptionCenc\", \"labelReferenceInStreamingPolicy\": \"%s\", \"value\": \"%s\"}"
                .formatted(KEY_ID.formatted(id), label, Base64.getEncoder().encodeToString(HexFormat.of().parseHex(value)));
    }

    private static URI manifest(int locator, String manifest) {
        return origin.base().resolve("/" + LOCATOR_ID.formatted(locator) + "/single.ism/" + manifest);
    }

    private static List<Rendition> renditions(Manifests reader, URI manifest) {
        return reader.read(manifest, uri -> new Delivery().text(uri));
    }

    private static byte[] openssl(byte[] encrypted) throws IOException {
        Path in = Files.write(scratch.resolve("encrypted"), encrypted);
        Path out = scratch.resolve("decrypted");
        Program.run("openssl", "enc", "-d", "-aes-128-cbc", "-K", KEY, "-iv", IV, "-in", in.toString(), "-out", out.toString());
        return Files.readAllBytes(out);
    }

    @ParameterizedTest
    @CsvSource({"HLS, m3u8-aapl", "HLS, m3u8-aapl-v3", "HLS, m3u8-cmaf", "DASH, mpd-time-csf", "DASH, mpd-time-cmaf",
            "SMOOTH, fmp4",
            "SMOOTH, fmp4-v20"})
    void wholeSegmentsAreThoseOfTheClear(Manifests reader, String format) throws IOException {
        List<Rendition> clear = renditions(reader, manifest(0, "manifest(format=" + format + ")"));
        List<Rendition> encrypted = renditions(reader, manifest(1, "manifest(format=" + format + ",encryption=cbc)"));
        assertThat(encrypted).hasSameSizeAs(clear).isNotEmpty();
        Delivery delivery = new Delivery();
        for (int r = 0; r < clear.size(); r++) {
            assertThat(encrypted.get(r).segments()).hasSameSizeAs(clear.get(r).segments());
            if (clear.get(r).initialization() != null) {
                assertThat(delivery.bytes(encrypted.get(r).initialization()))
                        .isEqualTo(delivery.bytes(clear.get(r).initialization()));
            }
            for (int i = 0; i < clear.get(r).segments().size(); i++) {
                byte[] body = delivery.bytes(encrypted.get(r).segments().get(i));
                assertThat(openssl(body)).isEqualTo(delivery.bytes(clear.get(r).segments().get(i)));
            }
        }
    }

    @Test
    void aRangeOfAnEncryptedSegmentIsThatOfTheWhole() {
        URI uri = renditions(Manifests.HLS, manifest(1, "manifest(format=m3u8-cmaf,encryption=cbc)")).get(0).segments().get(0)
                .uri();
        Delivery delivery = new Delivery();
        byte[] whole = delivery.bytes(new Segment(uri, -1, -1, 0, 0));
        for (int from : new int[]{0, 1, 15, 16, 40_001, whole.length - 17, whole.length - 1}) {
            int length = Math.min(3333, whole.length - from);
            byte[] part = delivery.bytes(new Segment(uri, from, length, 0, 0));
            assertThat(part).isEqualTo(java.util.Arrays.copyOfRange(whole, from, from + length));
        }
    }

    @ParameterizedTest
    @CsvSource({"HLS, m3u8-cmaf, cenc, 403", "HLS, m3u8-cmaf, cbcs-aapl, 200", "DASH, mpd-time-csf, cenc, 200",
            "DASH, mpd-time-cmaf, cenc, 200", "DASH, mpd-time-cmaf, cbcs-aapl, 200", "DASH, mpd-time-cmaf, cbcs, 200",
            "HLS, m3u8-cmaf, cbcs, 200", "HLS, m3u8-aapl, cbcs-aapl, 415", "DASH, mpd-time-csf, cbcs-aapl, 415",
            "SMOOTH, fmp4, cbcs-aapl, 403", "DASH, mpd-time-cmaf, cbc, 403"})
    void samplesAreThoseOfTheClear(Manifests reader, String format, String word, int status) {
        URI uri = manifest(2, "manifest(format=" + format + ",encryption=" + word + ")");
        assertThat(new RawHttp(origin.base()).get(uri.getRawPath()).status()).isEqualTo(status);
        if (status != 200) {
            return;
        }
        List<Rendition> clear = renditions(reader, manifest(0, "manifest(format=" + format + ")"));
        List<Rendition> encrypted = renditions(reader, uri);
        assertThat(encrypted).hasSameSizeAs(clear).isNotEmpty();
        for (int r = 0; r < clear.size(); r++) {
            List<byte[]> segments = new Delivery().segments(encrypted.get(r));
            assertThat(AccessUnits.decrypted(segments, KEY).get(0).units())
                    .isEqualTo(AccessUnits.of(new Delivery().segments(clear.get(r)), Edits.IGNORED).get(0).units());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DASH_CMAF", "DASH_CSF"})
    void theMpdIsValid(StreamingFormat format) {
        MpdSchema schema = new MpdSchema();
        String csf = format.manifest().replace(")", ",encryption=cenc)");
        for (URI uri : List.of(manifest(1, format.manifest().replace(")", ",encryption=cbc)")), manifest(2, csf))) {
            assertThat(schema.faults(new Delivery().text(uri))).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"HLS, m3u8-cmaf", "DASH, mpd-time-csf", "DASH, mpd-time-cmaf"})
    void picturesAndSoundHaveKeysOfTheirOwn(Manifests reader, String format) {
        List<Rendition> clear = renditions(reader, manifest(0, "manifest(format=" + format + ")"));
        List<Rendition> encrypted = renditions(reader, manifest(3, "manifest(format=" + format + ",encryption=cenc)"));
        assertThat(encrypted).hasSameSizeAs(clear).isNotEmpty();
        for (int r = 0; r < clear.size(); r++) {
            String key = clear.get(r).codecs().startsWith("mp4a") || "audio".equals(clear.get(r).kind()) ? OTHER_KEY : KEY;
            assertThat(AccessUnits.decrypted(new Delivery().segments(encrypted.get(r)), key).get(0).units())
                    .isEqualTo(AccessUnits.of(new Delivery().segments(clear.get(r)), Edits.IGNORED).get(0).units());
        }
    }

    @Test
    void smoothStreamingNamesBothKeys() {
        String manifest = new Delivery().text(manifest(3, "manifest(encryption=cenc)"));
        String header = manifest.replaceAll("(?s).*<ProtectionHeader SystemID=\"9A04F079[^>]*>([^<]+)<.*", "$1");
        String text = new String(Base64.getDecoder().decode(header), java.nio.charset.StandardCharsets.UTF_16LE);
        assertThat(text).contains("version=\"4.2.0.0\"");
        assertThat(text.split("<KID ", -1)).hasSize(3);
        for (String word : List.of("cenc", "piff")) {
            for (Rendition rendition : renditions(Manifests.SMOOTH, manifest(3, "manifest(encryption=" + word + ")"))) {
                assertThat(rendition.segments()).isNotEmpty()
                        .allSatisfy(segment -> assertThat(new Delivery().bytes(segment)).isNotEmpty());
            }
        }
    }

    @Test
    void tracksThatArePassedOverStayClear() {
        List<Rendition> clear = renditions(Manifests.HLS, manifest(0, "manifest(format=m3u8-cmaf)"));
        List<Rendition> mixed = renditions(Manifests.HLS, manifest(4, "manifest(format=m3u8-cmaf,encryption=cbc)"));
        Delivery delivery = new Delivery();
        for (int r = 0; r < clear.size(); r++) {
            boolean isSound = "audio".equals(clear.get(r).kind());
            assertThat(delivery.text(mixed.get(r).manifest()).contains("#EXT-X-KEY")).isEqualTo(!isSound);
            assertThat(delivery.bytes(mixed.get(r).segments().get(0)).length
                    - delivery.bytes(clear.get(r).segments().get(0)).length).isBetween(isSound ? 0 : 1, isSound ? 0 : 16);
        }
    }

    @Test
    void anExplanationNamesKeysWithoutTheirValues() {
        String said = new RawHttp(origin.base()).get("/explain.json?url=" + manifest(2, "manifest").getRawPath()).text();
        assertThat(said).contains(KEY_ID.formatted(2), KEY_ID.formatted(3), "CommonEncryptionCbcs", "cencDefaultKey")
                .doesNotContain(KEY).doesNotContain(Base64.getEncoder().encodeToString(HexFormat.of().parseHex(KEY)));
    }
}
