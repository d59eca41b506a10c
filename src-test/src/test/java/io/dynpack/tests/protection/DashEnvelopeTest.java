package io.dynpack.tests.protection;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
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

/** URLs of DASH under AES-128, which no open player reads, play where an option answers them as {@code cenc}. */
class DashEnvelopeTest {
    private static final String CLEAR = "7c1d0a52-3be4-4f0e-8a6b-5d2f9e630001";
    private static final String ENVELOPE = "7c1d0a52-3be4-4f0e-8a6b-5d2f9e630002";

    private static QuickstartOrigin origin;

    @TempDir
    static Path scratch;

    @BeforeAll
    static void publish() throws IOException {
        origin = QuickstartOrigin.start(Map.of("camel.component.dynpack.dashEnvelopeAsCenc", "true"), null);
        Path folder = Fixtures.copy(Fixtures.ladder(), scratch.resolve("film"));
        Files.writeString(folder.resolve("streamingLocators.json"), """
                [{"name": "clear", "properties": {"streamingPolicyName": "Predefined_ClearStreamingOnly",
                  "streamingLocatorId": "%s"}},
                 {"name": "envelope", "properties": {"streamingPolicyName": "Predefined_ClearKey", "streamingLocatorId": "%s",
                  "contentKeys": [{"id": "%s", "type": "EnvelopeEncryption", "value": "%s"}]}}]""".formatted(CLEAR, ENVELOPE,
                EncryptedAsset.KEY_ID, Base64.getEncoder().encodeToString(HexFormat.of().parseHex(EncryptedAsset.KEY))));
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
    @ValueSource(strings = {"mpd-time-csf", "mpd-time-csf,encryption=cbc", "mpd-time-cmaf,encryption=cbc"})
    void samplesAreEncryptedUnderTheKeyOfTheEnvelope(String format) {
        Delivery delivery = new Delivery();
        assertThat(new MpdSchema().faults(delivery.text(manifest(ENVELOPE, "format=" + format)))).isEmpty();
        List<Rendition> encrypted = Manifests.DASH.read(manifest(ENVELOPE, "format=" + format), delivery::text);
        List<Rendition> clear = Manifests.DASH.read(manifest(CLEAR, "format=" + format.replace(",encryption=cbc", "")),
                delivery::text);
        assertThat(encrypted).hasSameSizeAs(clear).isNotEmpty();
        for (int r = 0; r < clear.size(); r++) {
            assertThat(EncryptedSamples.of(new Delivery().segments(encrypted.get(r))).tenc())
                    .contains(EncryptedAsset.KEY_ID.toString().replace("-", ""));
            assertThat(AccessUnits.decrypted(new Delivery().segments(encrypted.get(r)), EncryptedAsset.KEY).get(0).units())
                    .isEqualTo(AccessUnits.of(new Delivery().segments(clear.get(r)), Edits.IGNORED).get(0).units());
        }
    }

    @Tag("browser")
    @ExtendWith(Browser.Provider.class)
    @ParameterizedTest
    @CsvSource({"SHAKA, 'mpd-time-cmaf,encryption=cbc'", "SHAKA, mpd-time-csf", "DASH_JS, 'mpd-time-csf,encryption=cbc'",
            "HLS_JS, 'm3u8-cmaf,encryption=cbc'"})
    void oldUrlsPlay(PlayerName player, String format, Browser browser) {
        try (Playback playback = browser.play(player, manifest(ENVELOPE, "format=" + format))) {
            assertThat(playback.glance().errors()).as(playback.report()).isEmpty();
        }
    }
}
