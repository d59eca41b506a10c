package io.dynpack.tests.protection;

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
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.tests.Delivery;
import io.dynpack.tests.QuickstartOrigin;
import io.dynpack.tests.manifest.Manifests;
import io.dynpack.tests.manifest.MpdSchema;
import io.dynpack.tests.manifest.Rendition;
import io.dynpack.tests.media.AccessUnits;
import io.dynpack.tests.media.AccessUnits.Edits;
import io.dynpack.tests.media.Fixtures;
import io.dynpack.tests.player.Browser;
import io.dynpack.tests.player.Playback;
import io.dynpack.tests.player.PlayerName;

import static org.assertj.core.api.Assertions.assertThat;

/** SD, HD and UHD pictures and the sound under four keys: each is decrypted by its own, and players have all of them. */
class ResolutionKeysTest {
    private static final String CLEAR = "7c1d0a52-3be4-4f0e-8a6b-5d2f9e61f001";
    private static final String KEYS = "7c1d0a52-3be4-4f0e-8a6b-5d2f9e61f002";
    /** By the height of pictures; 0 for sound. */
    private static final Map<Integer, String> VALUES = Map.of(360, "11111111111111111111111111111111",
            720, "22222222222222222222222222222222", 1440, "33333333333333333333333333333333",
            0, "44444444444444444444444444444444");

    private static QuickstartOrigin origin;

    @TempDir
    static Path scratch;

    @BeforeAll
    static void publish() throws IOException {
        origin = QuickstartOrigin.start();
        Path folder = Fixtures.copy(Fixtures.resolutions(), scratch.resolve("film"));
        String section = """
                {"enabledProtocols": {"hls": true, "dash": true, "smoothStreaming": %s}, "contentKeys": {
                  "defaultKey": {"label": "sound"}, "keyToTrackMappings": [%s, %s, %s]}}""";
        String[] mappings = new String[]{mapping("sd", "Equal", "SD"), mapping("hd", "Equal", "HD"),
                // all else that is video
                mapping("uhd", "NotEqual", "SD")};
        Files.writeString(origin.media().resolve("streamingPolicies.json"),
                "[{\"name\": \"by-size\", \"properties\": {\"commonEncryptionCenc\": "
                        + section.formatted("true", mappings[0], mappings[1], mappings[2])
                        + ", \"commonEncryptionCbcs\": "
                        + section.formatted("false", mappings[0], mappings[1], mappings[2]) + "}}]");
        List<String> keys = new ArrayList<>();
        for (String type : List.of("CommonEncryptionCenc", "CommonEncryptionCbcs")) {
            keys.add(key(type, "sd", 360));
            keys.add(key(type, "hd", 720));
            keys.add(key(type, "uhd", 1440));
            keys.add(key(type, "sound", 0));
        }
        Files.writeString(folder.resolve("streamingLocators.json"), """
                [{"name": "clear", "properties": {"streamingPolicyName": "Predefined_ClearStreamingOnly",
                  "streamingLocatorId": "%s"}},
                 {"name": "by-size", "properties": {"streamingPolicyName": "by-size", "streamingLocatorId": "%s",
                  "contentKeys": [%s]}}]""".formatted(CLEAR, KEYS, String.join(", ", keys)));
        origin.arriveWithLocators(folder, "film", 2);
    }

    @AfterAll
    static void stop() {
        origin.close();
    }

    private static String mapping(String label, String operation, String value) {
        return """
                {"label": "%s", "tracks": [{"trackSelections": [
                  {"property": "Resolution", "operation": "%s", "value": "%s"}]}]}""".formatted(label, operation, value);
    }

    private static String key(String type, String label, int height) {
        return "{\"id\": \"%s\", \"type\": \"%s\", \"labelReferenceInStreamingPolicy\": \"%s\", \"value\": \"%s\"}"
                .formatted(id(type.endsWith("Cbcs"), height), type, label,
                        Base64.getEncoder().encodeToString(HexFormat.of().parseHex(VALUES.get(height))));
    }

    private static String id(boolean cbcs, int height) {
        return "5b0f1c3e-9d3a-4c55-8a35-%04d0000%04d".formatted(cbcs ? 1 : 0, height);
    }

    private static URI manifest(String locator, String parameters) {
        return origin.base().resolve("/" + locator + "/film.ism/manifest(" + parameters + ")");
    }

    private static List<Rendition> renditions(Manifests reader, URI manifest) {
        return reader.read(manifest, uri -> new Delivery().text(uri));
    }

    @ParameterizedTest
    @CsvSource({"HLS, m3u8-cmaf, cenc", "HLS, m3u8-cmaf, cbcs-aapl", "DASH, mpd-time-csf, cenc", "DASH, mpd-time-cmaf, cenc",
            "DASH, mpd-time-cmaf, cbcs-aapl"})
    void everyLevelIsDecryptedByTheKeyOfItsSize(Manifests reader, String format, String word) {
        List<Rendition> encrypted = renditions(reader, manifest(KEYS, "format=" + format + ",encryption=" + word));
        List<Rendition> clear = renditions(reader, manifest(CLEAR, "format=" + format));
        assertThat(encrypted).hasSameSizeAs(clear).hasSizeGreaterThanOrEqualTo(4);
        int decrypted = 0;
        for (Rendition rendition : encrypted) {
            List<byte[]> segments = new Delivery().segments(rendition);
            String kid = EncryptedSamples.of(segments).tenc().substring(16, 48);
            int height = VALUES.keySet().stream()
                    .filter(each -> kid.equals(id(word.startsWith("cbcs"), each).replace("-", ""))).findFirst().orElseThrow();
            assertThat(height == 0).as(rendition.toString()).isEqualTo("audio".equals(rendition.kind()));
            Rendition source = clear.stream().filter(each -> each.initialization().uri().getPath().split("QualityLevels")[1]
                    .split("/")[0].equals(rendition.initialization().uri().getPath().split("QualityLevels")[1].split("/")[0]))
                    .filter(each -> each.kind().equals(rendition.kind())).findFirst().orElseThrow();
            assertThat(AccessUnits.decrypted(segments, VALUES.get(height)).get(0).units())
                    .isEqualTo(AccessUnits.of(new Delivery().segments(source), Edits.IGNORED).get(0).units());
            decrypted++;
        }
        assertThat(decrypted).isGreaterThanOrEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mpd-time-cmaf", "mpd-time-csf"})
    void dashHasASetForEveryKeyAndSaysThatPlayersMaySwitch(String format) {
        URI uri = manifest(KEYS, "format=" + format + ",encryption=cenc");
        String mpd = new Delivery().text(uri);
        assertThat(new MpdSchema().faults(mpd)).isEmpty();
        String[] sets = mpd.split("<AdaptationSet ", -1);
        List<String> pictures = Arrays.stream(sets).filter(set -> set.contains("contentType=\"video\"")
                && !set.contains("trickmode")).toList();
        assertThat(pictures).hasSize(3);
        List<String> ids = pictures.stream().map(set -> set.replaceAll("(?s)^id=\"(\\d+)\".*", "$1")).toList();
        for (int i = 0; i < 3; i++) {
            List<String> others = new ArrayList<>(ids);
            others.remove(i);
            assertThat(pictures.get(i)).containsOnlyOnce("cenc:default_KID").contains(
                    "<SupplementalProperty schemeIdUri=\"urn:mpeg:dash:adaptation-set-switching:2016\" value=\""
                            + String.join(",", others) + "\"/>");
        }
        assertThat(mpd.split("adaptation-set-switching", -1)).hasSize(4);
    }

    @Test
    void hlsNamesEveryKeyInTheMasterAndItsOwnInAPlaylist() {
        String master = new Delivery().text(manifest(KEYS, "format=m3u8-cmaf,encryption=cbcs-aapl"));
        assertThat(master.lines().filter(line -> line.startsWith("#EXT-X-SESSION-KEY:"))).hasSize(4);
        for (Rendition rendition : renditions(Manifests.HLS, manifest(KEYS, "format=m3u8-cmaf,encryption=cbcs-aapl"))) {
            List<String> keys = new Delivery().text(rendition.manifest()).lines()
                    .filter(line -> line.startsWith("#EXT-X-KEY:")).toList();
            assertThat(keys).hasSize(1);
            assertThat(master).contains(keys.get(0).replace("#EXT-X-KEY", "#EXT-X-SESSION-KEY"));
        }
    }

    @Test
    void fragmentsOfSmoothStreamingNameTheirKey() {
        String manifest = new Delivery().text(manifest(KEYS, "encryption=cenc"));
        String header = manifest.replaceAll("(?s).*<ProtectionHeader SystemID=\"9A04F079[^>]*>([^<]+)<.*", "$1");
        assertThat(new String(Base64.getDecoder().decode(header), StandardCharsets.UTF_16LE).split("<KID ", -1)).hasSize(5);
        List<String> named = new ArrayList<>();
        for (Rendition rendition : renditions(Manifests.SMOOTH, manifest(KEYS, "encryption=cenc"))) {
            String fragment = HexFormat.of().formatHex(new Delivery().bytes(rendition.segments().get(0)));
            VALUES.keySet().stream().map(height -> id(false, height).replace("-", "")).filter(fragment::contains)
                    .forEach(named::add);
        }
        assertThat(named).hasSize(4).doesNotHaveDuplicates();
    }

    @Tag("browser")
    @ExtendWith(Browser.Provider.class)
    @ParameterizedTest
    @CsvSource({"SHAKA, mpd-time-cmaf, cenc", "SHAKA, mpd-time-cmaf, cbcs-aapl", "DASH_JS, mpd-time-cmaf, cenc",
            "SHAKA, m3u8-cmaf, cbcs-aapl"})
    void playersSwitchBetweenKeys(PlayerName player, String format, String word, Browser browser) {
        try (Playback playback = browser.play(player, manifest(KEYS, "format=" + format + ",encryption=" + word))) {
            Playback.State end = playback.exercise();
            assertThat(end.errors()).as(playback.report()).isEmpty();
            assertThat(end.levels()).hasSize(3);
        }
    }
}
