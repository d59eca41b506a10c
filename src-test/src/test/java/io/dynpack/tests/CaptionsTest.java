package io.dynpack.tests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.tests.http.RawHttp;
import io.dynpack.tests.http.Reply;
import io.dynpack.tests.manifest.MpdSchema;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;

/** Captions and subtitles by HTTP: what manifests say of them, who may have them, and what an envelope makes of them. */
class CaptionsTest {
    private static final String ID = "3f0c7a52-3be4-4f0e-8a6b-5d2f9e61e0%02x";
    private static final String KEY = "8e73b0f7da0e6452c810f32b809079e5";
    private static final String IV = "0f0e0d0c0b0a09080706050403020100";
    private static final int OPEN = 0;
    private static final int LOCKED = 1;
    private static final int ENVELOPE = 2;
    private static final int DRM = 3;

    private static QuickstartOrigin origin;
    private static RawHttp http;

    @TempDir
    static Path scratch;

    @BeforeAll
    static void publish() throws IOException {
        origin = QuickstartOrigin.start();
        http = new RawHttp(origin.base());
        Path folder = Fixtures.copy(Fixtures.captioned(), scratch.resolve("captioned"));
        Files.writeString(folder.resolve("assetFilters.json"), """
                [{"name": "german", "properties": {"tracks": [
                   {"trackSelections": [{"property": "Type", "operation": "NotEqual", "value": "Text"}]},
                   {"trackSelections": [{"property": "Type", "operation": "Equal", "value": "Text"},
                                        {"property": "Language", "operation": "Equal", "value": "de"}]}]}},
                 {"name": "middle", "properties": {"presentationTimeRange":
                   {"startTimestamp": 60060000, "endTimestamp": 120120000}}}]""");
        Files.writeString(folder.resolve("streamingLocators.json"), """
                [{"properties": {"streamingPolicyName": "Predefined_DownloadAndClearStreaming", "streamingLocatorId": "%s"}},
                 {"properties": {"streamingPolicyName": "Predefined_DownloadAndClearStreaming", "streamingLocatorId": "%s",
                    "filters": ["german"]}},
                 {"properties": {"streamingPolicyName": "Predefined_ClearKey", "streamingLocatorId": "%s", "contentKeys": [
                    {"id": "5b0f1c3e-9d3a-4c55-8a35-0b7f2f8f6b01", "type": "EnvelopeEncryption", "value": "%s", "iv": "%s"}]}},
                 {"properties": {"streamingPolicyName": "Predefined_MultiDrmCencStreaming", "streamingLocatorId": "%s"}}]"""
                .formatted(ID.formatted(OPEN), ID.formatted(LOCKED), ID.formatted(ENVELOPE), base64(KEY), base64(IV),
                        ID.formatted(DRM)));
        origin.arriveWithLocators(folder, "captioned", 4);
    }

    @AfterAll
    static void stop() {
        origin.close();
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    private static Reply get(int locator, String url) {
        return http.get("/" + ID.formatted(locator) + "/captioned.ism/" + url);
    }

    private static String text(int locator, String url) {
        Reply reply = get(locator, url);
        assertThat(reply.status()).as(url).isEqualTo(200);
        return reply.text();
    }

    /** The attributes of the masters that Azure Media Services is known for, and {@code CODECS} only where there is text in MP4. */
    @Test
    void mastersOfHlsListThem() {
        String cmaf = text(OPEN, "manifest(format=m3u8-cmaf)");
        assertThat(cmaf).contains(
                """
                        #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subtitles",NAME="English captions",LANGUAGE="en",AUTOSELECT=YES,FORCED=NO,\
                        CHARACTERISTICS="public.accessibility.transcribes-spoken-dialog,public.accessibility.describes-music-and-sound",\
                        URI="QualityLevels(0)/Manifest(subt_en,format=m3u8-cmaf)"
                        #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subtitles",NAME="Deutsch",LANGUAGE="de",AUTOSELECT=YES,FORCED=NO,\
                        URI="QualityLevels(310)/Manifest(subt_de,format=m3u8-cmaf)"
                        #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subtitles",NAME="Signs",LANGUAGE="en",AUTOSELECT=YES,FORCED=YES,\
                        URI="QualityLevels(120)/Manifest(subt_forced,format=m3u8-cmaf)"
                        """);
        assertThat(cmaf.lines().filter(line -> line.startsWith("#EXT-X-STREAM-INF"))).isNotEmpty()
                .allMatch(line -> line.contains(",stpp.ttml.im1t\"") && line.contains(",SUBTITLES=\"subtitles\""));
        String transport = text(OPEN, "manifest(format=m3u8-aapl)");
        assertThat(transport.lines().filter(line -> line.startsWith("#EXT-X-STREAM-INF"))).isNotEmpty()
                .allMatch(line -> !line.contains("stpp") && line.contains(",SUBTITLES=\"subtitles\""));
        assertThat(text(OPEN, "manifest(format=m3u8-aapl-v3)")).doesNotContain("SUBTITLES", "subt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mpd-time-cmaf", "mpd-time-csf"})
    void setsOfDashAreValid(String format) {
        String mpd = text(OPEN, "manifest(format=" + format + ")");
        assertThat(new MpdSchema().faults(mpd)).isEmpty();
        assertThat(mpd).contains("contentType=\"text\" mimeType=\"application/mp4\" codecs=\"stpp.ttml.im1t\" lang=\"de\"",
                "value=\"caption\"", "value=\"subtitle\"", "value=\"forced-subtitle\"", "<Label>Deutsch</Label>",
                "QualityLevels(0)/Fragments(subt_en=$Time$");
    }

    @Test
    void smoothStreamingHasStreamsOfText() {
        assertThat(text(OPEN, "manifest")).contains(
                "Type=\"text\" Subtype=\"CAPT\" Url=\"QualityLevels({bitrate})/Fragments(subt_en=",
                "Type=\"text\" Subtype=\"SUBT\"", "Bitrate=\"0\" FourCC=\"TTML\"");
        assertThat(new String(get(OPEN, "QualityLevels(310)/Fragments(subt_de=60273334)").body(), StandardCharsets.UTF_8))
                .as("times count from the fragment").contains("begin=\"00:00:05.994\"", "Zw\u00f6lf bis vierzehn");
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertThat(get(OPEN, "QualityLevels(310)/Manifest(subt_de,format=m3u8-aapl-v3)").status()).isEqualTo(415);
        assertThat(get(OPEN, "QualityLevels(311)/Manifest(subt_de,format=m3u8-cmaf)").status()).isEqualTo(404);
        assertThat(get(OPEN, "QualityLevels(310)/Fragments(subt_de=1,format=m3u8-cmaf)").status()).isEqualTo(404);
        assertThat(get(OPEN, "QualityLevels(310)/Fragments(subt_de=i,format=m3u8-aapl)").status()).isEqualTo(400);
        assertThat(get(OPEN, "QualityLevels(310)/KeyFrames(subt_de=0,format=m3u8-cmaf)").status()).isEqualTo(400);
    }

    /** A filter of the URL shapes manifests; one of the locator locks documents too. */
    @Test
    void filtersSelectAndLock() {
        assertThat(text(OPEN, "manifest(format=m3u8-cmaf,filter=german)")).contains("subt_de").doesNotContain("subt_en");
        assertThat(get(OPEN, "QualityLevels(0)/Fragments(subt_en=0,format=m3u8-cmaf)").status()).isEqualTo(200);
        assertThat(text(LOCKED, "manifest(format=mpd-time-cmaf)")).contains("subt_de").doesNotContain("subt_en");
        for (String url : new String[]{"Manifest(subt_en,format=m3u8-cmaf)", "Fragments(subt_en=0,format=m3u8-cmaf)",
                "Fragments(subt_en=i,format=mpd-time-cmaf)", "Fragments(subt_en=213334)"}) {
            assertThat(get(LOCKED, "QualityLevels(0)/" + url).status()).as(url).isEqualTo(404);
        }
        assertThat(http.get("/" + ID.formatted(OPEN) + "/english.vtt").status()).isEqualTo(200);
        assertThat(http.get("/" + ID.formatted(LOCKED) + "/english.vtt").status()).isEqualTo(404);
        String cut = text(OPEN, "QualityLevels(0)/Manifest(subt_en,format=m3u8-cmaf,filter=middle)");
        assertThat(cut).contains("Fragments(subt_en=60060000,format=m3u8-cmaf)").doesNotContain("subt_en=0,",
                "subt_en=120120000");
    }

    /** The envelope covers text as all else; players of systems of protection expect it in the clear. */
    @Test
    void anEnvelopeCoversThem() throws Exception {
        String playlist = text(ENVELOPE, "QualityLevels(0)/Manifest(subt_en,format=m3u8-cmaf,encryption=cbc)");
        assertThat(playlist).contains("#EXT-X-KEY:METHOD=AES-128");
        byte[] clear = get(OPEN, "QualityLevels(0)/Fragments(subt_en=60060000,format=m3u8-cmaf)").body();
        byte[] encrypted = get(ENVELOPE, "QualityLevels(0)/Fragments(subt_en=60060000,format=m3u8-cmaf,encryption=cbc)").body();
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(HexFormat.of().parseHex(KEY), "AES"),
                new IvParameterSpec(HexFormat.of().parseHex(IV)));
        assertThat(cipher.doFinal(encrypted)).isEqualTo(clear);
        assertThat(text(DRM, "manifest(format=mpd-time-cmaf,encryption=cenc)")
                .split("contentType=\"text\"")[1].split("</AdaptationSet>")[0]).doesNotContain("ContentProtection");
        assertThat(get(DRM, "QualityLevels(0)/Fragments(subt_en=60060000,format=mpd-time-cmaf,encryption=cenc)").body())
                .isEqualTo(clear);
    }
}
