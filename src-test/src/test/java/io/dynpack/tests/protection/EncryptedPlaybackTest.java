package io.dynpack.tests.protection;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.microsoft.playwright.Page;

import io.dynpack.tests.QuickstartOrigin;
import io.dynpack.tests.media.Fixtures;
import io.dynpack.tests.player.Browser;
import io.dynpack.tests.player.Playback;
import io.dynpack.tests.player.PlayerName;

import static org.assertj.core.api.Assertions.assertThat;

/** Players play what is encrypted, and what they may not have does not play: AES-128 with and without a token, W3C Clear Key. */
@Tag("browser")
@ExtendWith(Browser.Provider.class)
class EncryptedPlaybackTest {
    private static final String OPEN = "7c1d0a52-3be4-4f0e-8a6b-5d2f9e61e001";
    private static final String DRM = "7c1d0a52-3be4-4f0e-8a6b-5d2f9e61e002";
    private static final String TOKEN = "7c1d0a52-3be4-4f0e-8a6b-5d2f9e61e003";
    private static final byte[] SECRET = "a secret of 32 bytes for tests !".getBytes(StandardCharsets.US_ASCII);

    private static QuickstartOrigin origin;

    @TempDir
    static Path scratch;

    @BeforeAll
    static void publish() throws IOException {
        origin = QuickstartOrigin.start();
        Path folder = Fixtures.copy(Fixtures.ladder(), scratch.resolve("film"));
        Files.writeString(origin.media().resolve("contentKeyPolicies.json"), """
                [{"name": "members", "properties": {"options": [{"name": "token",
                  "configuration": {"@odata.type": "#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration"},
                  "restriction": {"@odata.type": "#Microsoft.Media.ContentKeyPolicyTokenRestriction", "issuer": "us",
                    "audience": "them", "restrictionTokenType": "Jwt", "primaryVerificationKey": {
                      "@odata.type": "#Microsoft.Media.ContentKeyPolicySymmetricTokenKey", "keyValue": "%s"}}}]}}]"""
                .formatted(Base64.getEncoder().encodeToString(SECRET)));
        Files.writeString(folder.resolve("streamingLocators.json"),
                """
                        [{"name": "open", "properties": {"streamingPolicyName": "Predefined_ClearKey", "streamingLocatorId": "%s"}},
                         {"name": "drm", "properties": {"streamingPolicyName": "Predefined_MultiDrmStreaming", "streamingLocatorId": "%s"}},
                         {"name": "members", "properties": {"streamingPolicyName": "Predefined_ClearKey", "streamingLocatorId": "%s",
                          "defaultContentKeyPolicyName": "members"}}]"""
                        .formatted(OPEN, DRM, TOKEN));
        origin.arriveWithLocators(folder, "film", 3);
    }

    @AfterAll
    static void stop() {
        origin.close();
    }

    private static URI manifest(String locator, String rest) {
        return origin.base().resolve("/" + locator + "/ladder.ism/manifest(format=" + rest);
    }

    private static String token() throws Exception {
        Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
        String unsigned = url.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.US_ASCII)) + "."
                + url.encodeToString("{\"iss\":\"us\",\"aud\":\"them\",\"exp\":%d}"
                        .formatted(System.currentTimeMillis() / 1000 + 600).getBytes(StandardCharsets.US_ASCII));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        return unsigned + "." + url.encodeToString(mac.doFinal(unsigned.getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @CsvSource({"HLS_JS, m3u8-aapl, false", "HLS_JS, m3u8-cmaf, true", "SHAKA, m3u8-cmaf, false"})
    void aes128Plays(PlayerName player, String format, boolean all, Browser browser) {
        play(browser, player, manifest(OPEN, format + ",encryption=cbc)"), all);
    }

    @ParameterizedTest
    @CsvSource({"SHAKA, mpd-time-cmaf, cenc, true", "SHAKA, mpd-time-csf, cenc, false",
            "SHAKA, mpd-time-cmaf, cbcs-aapl, false",
            "DASH_JS, mpd-time-csf, cenc, false", "DASH_JS, mpd-time-cmaf, cbcs-aapl, true",
            "SHAKA, m3u8-cmaf, cbcs-aapl, false"})
    void clearKeyPlays(PlayerName player, String format, String word, boolean all, Browser browser) {
        play(browser, player, manifest(DRM, format + ",encryption=" + word + ")"), all);
    }

    @Test
    void aTokenInTheUrlOpensTheKey(Browser browser) throws Exception {
        play(browser, PlayerName.HLS_JS, URI.create(manifest(TOKEN, "m3u8-cmaf,encryption=cbc)") + "?token=" + token()), false);
    }

    @Test
    void thePagePlaysWhatIsEncryptedAndSaysWhatARefusedOneLacks(Browser browser) throws Exception {
        Page page = browser.page(1300, 1500);
        try {
            page.navigate(origin.base() + "#asset=film&locator=" + DRM + "&format=mpd-time-cmaf%2Bcenc");
            page.waitForFunction("() => window.dynpack && dynpack.ready && dynpack.currentTime > 0.5");
            assertThat(page.textContent("#format")).contains("HLS, CMAF, cbcs", "DASH, CSF, cenc");
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/quickstart-clear-key.png")).setFullPage(true));
            page.navigate(origin.base() + "#asset=film&locator=" + TOKEN + "&format=m3u8-cmaf%2Bcbc");
            page.waitForFunction("() => document.getElementById('error').textContent.includes('for a token only')");
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/quickstart-refused.png")).setFullPage(true));
            page.fill("#token", token());
            page.click("#token-part button");
            page.waitForFunction("() => dynpack.ready && dynpack.currentTime > 0.5 && dynpack.errors.length === 0");
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/quickstart-token.png")).setFullPage(true));
        } finally {
            page.context().close();
        }
    }

    /** @param all levels and sounds, else a glance */
    private static void play(Browser browser, PlayerName player, URI manifest, boolean all) {
        try (Playback playback = browser.play(player, manifest)) {
            Playback.State end = all ? playback.exercise() : playback.glance();
            assertThat(end.errors()).as(playback.report()).isEmpty();
            assertThat(end.levels()).hasSize(5);
            assertThat(end.audio()).hasSize(2);
        }
    }
}
