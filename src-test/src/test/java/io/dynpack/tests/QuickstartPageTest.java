package io.dynpack.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;

import io.dynpack.tests.media.Ffmpeg;
import io.dynpack.tests.media.Fixtures;
import io.dynpack.tests.player.Browser;
import io.dynpack.tests.player.FolderServer;

import static org.assertj.core.api.Assertions.assertThat;

/** The page of the quickstart, over streams that ffmpeg packaged and a list that looks like the application's. */
@Tag("browser")
@ExtendWith(Browser.Provider.class)
class QuickstartPageTest {

    private static final String PATH = "4c9e0d2e-7a3c-4d6f-9d0e-2f4a8f1b6c77/clockwork.ism/";
    private static final String ASSETS = """
            {"version": "run.1", "whole": true, "assets": [
             {"name": "film 10", "state": "REFUSED", "message": "nothing in film 10/ can be served", "done": 0, "files": 0,
              "duration": null, "streams": [], "locators": [],
              "findings": [{"severity": "ERROR", "file": "a.mp4", "time": -1, "message": "is no MP4 file"}]},
             {"name": "film 9", "state": "INGESTING", "message": "", "done": 3, "files": 7, "duration": null, "streams": [],
              "findings": [], "locators": []},
             {"name": "clockwork", "state": "INGESTED", "message": "", "done": 0, "files": 0, "duration": "20.0000000",
              "streams": [{"kind": "video", "name": "video", "language": "und", "fragments": 4, "levels": [
                {"bitrate": 480000, "file": "b.mp4", "codecs": "avc1.4d401f", "width": 640, "height": 360, "channels": 0,
                 "sampleRate": 0}]}],
              "findings": [{"severity": "WARNING", "file": "c.mp4", "time": -1, "message": "track 2 is left out"}],
              "locators": [{"assetName": "clockwork", "locatorId": "4c9e0d2e-7a3c-4d6f-9d0e-2f4a8f1b6c77",
              "streamingPaths": [
                {"streamingProtocol": "Hls", "encryptionScheme": "NoEncryption", "paths": ["/%1$smanifest(format=m3u8-cmaf)"]},
                {"streamingProtocol": "Dash", "encryptionScheme": "NoEncryption",
                 "paths": ["/%1$smanifest(format=mpd-time-cmaf)", "/%1$smanifest(format=mpd-time-csf)"]},
                {"streamingProtocol": "SmoothStreaming", "encryptionScheme": "NoEncryption", "paths": ["/%1$smanifest"]}],
              "downloadPaths": ["/4c9e0d2e-7a3c-4d6f-9d0e-2f4a8f1b6c77/clockwork%%201.mp4"]}]}]}
            """.formatted(PATH);

    @TempDir
    private Path folder;

    @BeforeEach
    void publish() throws IOException {
        Path stream = Files.createDirectories(folder.resolve(PATH));
        Path ladder = Fixtures.ladder();
        List<String> inputs = List.of("-i", ladder.resolve(Fixtures.LEVELS.get(2).file()).toString(), "-i",
                ladder.resolve("ladder_AAC_eng_ch2_64kbps.mp4").toString(), "-map", "0", "-map", "1", "-c", "copy", "-f",
                "dash",
                "-seg_duration", "4", "-hls_playlist", "1", "manifest.mpd");
        Ffmpeg.ffmpeg(stream, inputs);
        Files.move(stream.resolve("manifest.mpd"), stream.resolve("manifest(format=mpd-time-cmaf)"));
        Files.move(stream.resolve("master.m3u8"), stream.resolve("manifest(format=m3u8-cmaf)"));
        Files.writeString(folder.resolve("assets.json"), ASSETS);
    }

    @Test
    void playsWhatIsChosen(Browser browser) {
        try (FolderServer server = FolderServer.ofQuickstart(folder, true)) {
            Page page = browser.page(1400, 900);
            page.navigate(server.base().toString());
            page.waitForFunction("() => window.dynpack && dynpack.currentTime > 1 && dynpack.player === 'hls'");
            page.selectOption("#format", "mpd-time-cmaf");
            page.waitForFunction("() => dynpack.ready && dynpack.currentTime > 1 && dynpack.player === 'shaka'");
            assertThat(page.url()).endsWith("#asset=clockwork&format=mpd-time-cmaf");
            page.selectOption("#player", "dash");
            page.waitForFunction("() => dynpack.ready && dynpack.currentTime > 1 && dynpack.player === 'dash'");
            assertThat(page.evaluate("() => dynpack.errors.length + dynpack.level")).isEqualTo(0);
            assertThat(page.textContent("#level")).contains("640 × 360");
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/quickstart-1400.png")).setFullPage(true));
            page.context().close();
        }
    }

    @ParameterizedTest
    @CsvSource({"m3u8-cmaf, hls shaka", "m3u8-aapl, hls shaka", "m3u8-aapl-v3, hls shaka", "mpd-time-cmaf, shaka dash",
            "mpd-time-csf, shaka dash", "fmp4, dash", "fmp4-v20, dash"})
    void offersThePlayersThatKnowAFormat(String format, String players, Browser browser) {
        try (FolderServer server = FolderServer.ofQuickstart(folder, true)) {
            Page page = browser.page(1400, 900);
            page.navigate(server.base() + "#asset=clockwork&format=" + format);
            page.waitForFunction("() => window.dynpack && dynpack.format");
            assertThat(page.locator("#format").inputValue()).isEqualTo(format);
            assertThat(page.evaluate("() => [...document.querySelectorAll('#player option')].map(o => o.value).join(' ')"))
                    .isEqualTo(players);
            page.context().close();
        }
    }

    @Test
    void followsItsDeepLinkAndNamesErrors(Browser browser) {
        try (FolderServer server = FolderServer.ofQuickstart(folder, true)) {
            Page page = browser.page(1400, 900);
            page.navigate(server.base() + "#asset=clockwork&format=mpd-time-csf&player=shaka");
            page.waitForFunction("() => window.dynpack && dynpack.errors.length > 0");
            assertThat(page.textContent("#error")).startsWith("Shaka Player: error");
            page.navigate(server.base() + "#asset=clockwork&format=mpd-time-cmaf&player=shaka");
            page.waitForFunction("() => dynpack.errors.length === 0 && dynpack.ready && dynpack.currentTime > 0.5");
            assertThat(page.isVisible("#error")).isFalse();
            page.context().close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 1400})
    void showsUrlsWithoutPlayersAtAnyWidth(int width, Browser browser) {
        try (FolderServer server = FolderServer.ofQuickstart(folder, false)) {
            Page page = browser.page(width, 900);
            page.emulateMedia(
                    new Page.EmulateMediaOptions().setColorScheme(width < 1000 ? ColorScheme.DARK : ColorScheme.LIGHT));
            page.navigate(server.base().toString());
            page.waitForSelector("#urls code");
            String base = server.base() + PATH + "manifest";
            assertThat(page.locator("#urls code").allTextContents()).containsExactly(base + "(format=m3u8-cmaf)",
                    base + "(format=m3u8-aapl)", base + "(format=m3u8-aapl-v3)", base + "(format=mpd-time-cmaf)",
                    base + "(format=mpd-time-csf)", base, base + "(format=fmp4-v20)",
                    server.base() + "4c9e0d2e-7a3c-4d6f-9d0e-2f4a8f1b6c77/clockwork%201.mp4");
            assertThat(page.isVisible("#no-players")).isTrue();
            assertThat(page.isVisible("#controls")).isFalse();
            assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
            page.screenshot(
                    new Page.ScreenshotOptions().setPath(Path.of("target/quickstart-" + width + "-urls.png"))
                            .setFullPage(true));
            page.context().close();
        }
    }

    @Test
    void showsEachLocatorWithWhatItsPolicyAllows(Browser browser) throws IOException {
        String preview = "7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa";
        Files.writeString(folder.resolve("assets.json"), """
                {"version": "run.1", "whole": true, "assets": [
                 {"name": "clockwork", "state": "INGESTED", "message": "", "done": 0, "files": 0, "duration": "20.0000000",
                  "streams": [], "findings": [{"severity": "ERROR", "file": "assetFilters.json", "time": -1,
                   "message": "[0].name is missing"}], "locators": [
                  {"assetName": "clockwork", "locatorId": "4c9e0d2e-7a3c-4d6f-9d0e-2f4a8f1b6c77", "name": "whole",
                   "filters": [], "streamingPolicyName": "clear", "startTime": null, "endTime": "9999-12-31T23:59:59.9999999Z",
                   "streamingPaths": [{"streamingProtocol": "Dash", "encryptionScheme": "NoEncryption",
                    "paths": ["/%s/a.ism/manifest(format=mpd-time-cmaf)"]}], "downloadPaths": []},
                  {"assetName": "clockwork", "locatorId": "%s", "name": "preview", "filters": ["mobile", "trailer"],
                   "streamingPolicyName": "hls-only", "startTime": "2026-01-01T00:00:00Z", "endTime": "2036-01-01T00:00:00Z",
                   "streamingPaths": [{"streamingProtocol": "Hls", "encryptionScheme": "NoEncryption",
                    "paths": ["/%s/a.ism/manifest(format=m3u8-cmaf)"]}], "downloadPaths": []}]}]}
                """.formatted("4c9e0d2e-7a3c-4d6f-9d0e-2f4a8f1b6c77", preview, preview));
        try (FolderServer server = FolderServer.ofQuickstart(folder, false)) {
            Page page = browser.page(1400, 900);
            page.navigate(server.base().toString());
            page.waitForSelector("#urls code");
            assertThat(page.locator("#urls .locator").allTextContents()).containsExactly("whole: clear",
                    "preview: hls-only, filters mobile, trailer, from 2026-01-01T00:00:00Z, until 2036-01-01T00:00:00Z");
            assertThat(page.locator("#urls code").allTextContents()).as("no other protocol than those allowed")
                    .containsExactly(
                            server.base() + "4c9e0d2e-7a3c-4d6f-9d0e-2f4a8f1b6c77/a.ism/manifest(format=mpd-time-cmaf)",
                            server.base() + "4c9e0d2e-7a3c-4d6f-9d0e-2f4a8f1b6c77/a.ism/manifest(format=mpd-time-csf)",
                            server.base() + preview + "/a.ism/manifest(format=m3u8-cmaf)",
                            server.base() + preview + "/a.ism/manifest(format=m3u8-aapl)",
                            server.base() + preview + "/a.ism/manifest(format=m3u8-aapl-v3)");
            assertThat(page.evaluate("() => dynpack.url")).asString().contains("mpd-time-cmaf");
            assertThat(page.textContent("#findings")).contains("assetFilters.json: [0].name is missing");
            page.selectOption("#locator", preview);
            page.waitForFunction("() => dynpack.url.includes('m3u8-cmaf')");
            assertThat(page.url()).contains("locator=" + preview);
            page.context().close();
        }
    }

    @Test
    void tellsWhatIsThereAndWhatBecameOfIt(Browser browser) {
        try (FolderServer server = FolderServer.ofQuickstart(folder, false)) {
            Page page = browser.page(1400, 900);
            page.navigate(server.base().toString());
            page.waitForSelector("#assets button");
            assertThat(page.locator("#assets .name").allTextContents()).as("in the order of a person")
                    .containsExactly("clockwork", "film 9", "film 10");
            assertThat(page.locator("#assets .badge").allTextContents()).containsExactly("see findings", "reading 3/7",
                    "refused");
            assertThat(page.textContent("#asset-title")).as("the first that plays").isEqualTo("clockwork");
            assertThat(page.textContent("#status")).contains("Published").contains("00:20");
            assertThat(page.textContent("#findings")).contains("c.mp4: track 2 is left out");
            assertThat(page.textContent("#tracks tbody")).contains("avc1.4d401f").contains("480 kbit/s").contains("640 × 360");

            page.fill("#search", "FILM 1");
            assertThat(page.locator("#assets .name").allTextContents()).containsExactly("film 10");
            page.click("#assets button");
            page.waitForFunction("() => document.getElementById('asset-title').textContent === 'film 10'");
            assertThat(page.textContent("#status")).isEqualTo("Cannot be used: nothing in film 10/ can be served");
            assertThat(page.textContent("#findings")).contains("a.mp4: is no MP4 file");
            assertThat(page.isVisible("#urls-part")).isFalse();
            page.fill("#search", "nothing like it");
            assertThat(page.textContent("#more-assets")).isEqualTo("No name matches.");

            page.navigate(server.base() + "#asset=film%2011");
            page.waitForSelector("#unknown:visible");
            assertThat(page.textContent("#unknown")).isEqualTo("There is no asset \"film 11\" in the media folder.");
            assertThat(page.isVisible("#stage")).isFalse();
            page.context().close();
        }
    }
}
