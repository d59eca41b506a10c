package io.dynpack.tests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

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
import io.dynpack.tests.media.LargeMovies;

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
    private static final int CUT = 4;

    /** Of the 20 s of a fixture: eight hours. */
    private static final int REPETITIONS = 1440;
    private static final int CUES = 200_000;
    /** Milliseconds from a cue to the next. */
    private static final long STEP = 150;

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
                 {"properties": {"streamingPolicyName": "Predefined_MultiDrmCencStreaming", "streamingLocatorId": "%s"}},
                 {"properties": {"streamingPolicyName": "Predefined_ClearStreamingOnly", "streamingLocatorId": "%s",
                    "filters": ["middle"]}}]"""
                .formatted(ID.formatted(OPEN), ID.formatted(LOCKED), ID.formatted(ENVELOPE), base64(KEY), base64(IV),
                        ID.formatted(DRM), ID.formatted(CUT)));
        origin.arriveWithLocators(folder, "captioned", 5);
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

    /** One file with the times of the presentation, for whoever speaks no format of streaming. */
    @Test
    void aTextIsHadAsOneFile() {
        String url = "QualityLevels(310)/Fragments(subt_de=all,format=m3u8-aapl)";
        Reply whole = get(OPEN, url);
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.header("Content-Type")).isEqualTo("text/vtt");
        assertThat(whole.text()).isEqualTo("""
                WEBVTT
                Language: de

                00:00:01.000 --> 00:00:02.500 line:95%,end size:80%
                Eine Sekunde

                00:00:05.000 --> 00:00:07.000 line:95%,end size:80%
                <i>\u00dcber die</i>
                Grenze

                00:00:12.000 --> 00:00:14.000 line:95%,end size:80%
                Zw\u00f6lf bis vierzehn
                """);
        Reply head = http.request("HEAD", "/" + ID.formatted(OPEN) + "/captioned.ism/" + url);
        assertThat(head.header("Content-Length")).isEqualTo(String.valueOf(whole.body().length));
        assertThat(head.header("ETag")).isEqualTo(whole.header("ETag")).isNotNull();
        Reply part = http.get("/" + ID.formatted(OPEN) + "/captioned.ism/" + url, "Range: bytes=0-5");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("WEBVTT");
        assertThat(http.get("/" + ID.formatted(OPEN) + "/captioned.ism/" + url, "If-None-Match: " + whole.header("ETag"))
                .status()).isEqualTo(304);
        assertThat(text(OPEN, "QualityLevels(310)/Fragments(subt_de=all,format=m3u8-aapl,filter=middle)"))
                .as("what a playlist of that filter lists").contains("\u00dcber", "Zw\u00f6lf").doesNotContain("Eine");
        assertThat(text(CUT, url)).as("what the locator leaves").contains("\u00dcber", "Zw\u00f6lf").doesNotContain("Eine");
        String explained = origin.context().createProducerTemplate().requestBody("dynpack:explain",
                "/" + ID.formatted(OPEN) + "/captioned.ism/" + url, String.class);
        assertThat(explained).contains("kind=WholeText", "status=200", "cached=true", "deutsch.ttml");
        assertThat(get(LOCKED, url).status()).isEqualTo(200);
        assertThat(get(LOCKED, "QualityLevels(0)/Fragments(subt_en=all,format=m3u8-aapl)").status()).isEqualTo(404);
        assertThat(get(OPEN, "QualityLevels(310)/Fragments(subt_de=all,format=m3u8-aapl,filter=other)").status())
                .isEqualTo(404);
        assertThat(get(OPEN, "QualityLevels(310)/Fragments(subt_de=all,format=m3u8-aapl-v3)").status()).isEqualTo(415);
        assertThat(get(OPEN, "QualityLevels(310)/Fragments(subt_de=all,format=m3u8-cmaf)").status()).isEqualTo(400);
        assertThat(get(OPEN, "QualityLevels(310)/Fragments(subt_de=all)").status()).isEqualTo(415);
        assertThat(get(OPEN, "QualityLevels(1800)/Fragments(video=all,format=m3u8-aapl)").status()).isIn(400, 404);
    }

    /**
     * Hours with the most cues that a document may have, seven a second, of which one is shown all the time: what a window of
     * it costs does not depend on how many there are, and of all that was read and made only what caches may hold stays.
     */
    @Test
    void aDocumentOfTwoHundredThousandCues() throws IOException {
        Path folder = Files.createDirectory(scratch.resolve("long"));
        LargeMovies.repeated(Fixtures.ladder().resolve(Fixtures.LEVELS.get(4).file()), folder.resolve("long.mp4"), REPETITIONS);
        StringBuilder document = new StringBuilder("WEBVTT\n\n00:00:00.000 --> 99:00:00.000 line:0\nLive\n");
        for (int i = 1; i < CUES; i++) {
            document.append('\n').append(time(i * STEP)).append(" --> ").append(time(i * STEP + STEP - 10)).append("\nCue ")
                    .append(i)
                    .append(" of a document that says as much as may be said, and <i>somewhat</i> more of it than is good\n");
        }
        Files.writeString(folder.resolve("long.vtt"), document);
        Files.writeString(folder.resolve("long.ism"),
                """
                        <smil xmlns="http://www.w3.org/2001/SMIL20/Language"><head/><body><switch>
                        <video src="long.mp4" systemBitrate="120000"/>
                        <textstream src="long.vtt" systemBitrate="1000" systemLanguage="en"><param name="trackName" value="subt"/></textstream>
                        </switch></body></smil>""");
        document.setLength(0);
        long before = live();
        String base = origin.publish(folder, "long").getPath();
        for (StreamingFormat format : StreamingFormat.values()) {
            assertThat(http.get(base + format.manifest()).status()).as(format.manifest()).isEqualTo(200);
        }
        String playlist = http.get(base + "QualityLevels(1000)/Manifest(subt,format=m3u8-aapl)").text();
        List<String> segments = playlist.lines().filter(line -> line.startsWith("Fragments")).toList();
        assertThat(segments).hasSizeGreaterThan(1000);
        long nanos = Long.MAX_VALUE;
        for (int i : new int[]{0, 1, segments.size() / 2, segments.size() / 2 + 1, segments.size() - 2, segments.size() - 1}) {
            for (String format : List.of("m3u8-aapl", "m3u8-cmaf", "mpd-time-csf", "fmp4")) {
                Reply reply = http.get(base + "QualityLevels(1000)/" + segments.get(i).replace("m3u8-aapl", format));
                assertThat(reply.status()).as(segments.get(i) + format).isEqualTo(200);
                assertThat(new String(reply.body(), StandardCharsets.UTF_8)).contains("Live", "as much as may be said");
                nanos = Math.min(nanos, reply.nanos());
            }
        }
        assertThat(nanos).as("a segment with its connection").isLessThan(50_000_000);
        Reply whole = http.get(base + "QualityLevels(1000)/Fragments(subt=all,format=m3u8-aapl)");
        assertThat(whole.text().split(" --> ", -1)).hasSizeGreaterThan(CUES * 9 / 10);
        assertThat(live() - before).isLessThan(Runtime.getRuntime().maxMemory() / 8);
    }

    private static String time(long millis) {
        return "%02d:%02d:%02d.%03d".formatted(millis / 3_600_000, millis / 60_000 % 60, millis / 1000 % 60, millis % 1000);
    }

    /** Bytes of the heap that somebody still refers to. */
    private static long live() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
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
        assertThat(
                cipher.doFinal(get(ENVELOPE, "QualityLevels(0)/Fragments(subt_en=all,format=m3u8-aapl,encryption=cbc)").body()))
                .isEqualTo(get(OPEN, "QualityLevels(0)/Fragments(subt_en=all,format=m3u8-aapl)").body());
        assertThat(text(DRM, "manifest(format=mpd-time-cmaf,encryption=cenc)")
                .split("contentType=\"text\"")[1].split("</AdaptationSet>")[0]).doesNotContain("ContentProtection");
        assertThat(get(DRM, "QualityLevels(0)/Fragments(subt_en=60060000,format=mpd-time-cmaf,encryption=cenc)").body())
                .isEqualTo(clear);
    }
}
