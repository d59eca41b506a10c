package io.dynpack.tests;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.camel.DynpackConstants;
import io.dynpack.ism.ServerManifest;
import io.dynpack.ism.TrackReference;
import io.dynpack.publishing.AssetTrack;
import io.dynpack.tests.http.RawHttp;
import io.dynpack.tests.http.Reply;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Tracks that an asset gets after it was published, by documents in the catalog. */
class AddedTracksTest {
    private static final Duration IN_FORCE = Duration.ofSeconds(20);
    private static final String VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nBonjour\n";

    private static QuickstartOrigin origin;
    private static RawHttp http;
    private static ProducerTemplate template;
    private static URI plain;
    private static URI captioned;

    @TempDir
    static Path scratch;

    @BeforeAll
    static void publish() throws IOException {
        // not the five seconds of the default, which another test waits for
        origin = QuickstartOrigin.start(Map.of("camel.component.dynpack.freshness", "PT0.2S"), null);
        http = new RawHttp(origin.base());
        template = origin.context().createProducerTemplate();
        plain = origin.publish(Fixtures.ladder(), "plain");
        captioned = origin.publish(Fixtures.captioned(), "captioned");
        for (String name : List.of("francais.vtt", "second.vtt", "third.vtt")) {
            Files.writeString(origin.media().resolve("plain/" + name), VTT);
        }
        Files.writeString(origin.media().resolve("plain/broken.vtt"), "no captions at all");
    }

    @AfterAll
    static void stop() {
        template.stop();
        origin.close();
    }

    private static String text(String name, String file, String more) {
        return """
                {"name": "%s", "properties": {"track": {"@odata.type": "#Microsoft.Media.TextTrack", "fileName": "%s"%s}}}"""
                .formatted(name, file, more);
    }

    private static AssetTrack call(String operation, String asset, String body) {
        return template.requestBodyAndHeader("dynpack:" + operation, body, DynpackConstants.ASSET, asset, AssetTrack.class);
    }

    private static String get(URI ism, String url) {
        Reply reply = http.get(ism.getRawPath() + url);
        assertThat(reply.status()).as(url).isEqualTo(200);
        return reply.text();
    }

    private static void eventually(Runnable assertion) {
        await().atMost(IN_FORCE).pollInterval(Duration.ofMillis(100)).untilAsserted(assertion::run);
    }

    @Test
    void aTextIsAddedChangedAndTakenAway() {
        String before = get(plain, "manifest(format=m3u8-cmaf)");
        assertThat(before).doesNotContain("SUBTITLES");
        AssetTrack stored = call("putTrack", "plain", text("french", "francais.vtt", """
                , "displayName": "Français", "languageCode": "fr", "playerVisibility": "Visible",
                "hlsSettings": {"default": true, "characteristics": "public.easy-to-read"}"""));
        assertThat(stored.toDocument().toString()).contains("provisioningState=Succeeded", "languageCode=fr");
        eventually(() -> {
            assertThat(get(plain, "manifest(format=m3u8-cmaf)")).contains("NAME=\"Français\",LANGUAGE=\"fr\",DEFAULT=YES",
                    "CHARACTERISTICS=\"public.easy-to-read\"", "URI=\"QualityLevels(0)/Manifest(french,format=m3u8-cmaf)\"");
            assertThat(get(plain, "manifest(format=m3u8-aapl)")).contains("Manifest(french,format=m3u8-aapl)");
            assertThat(get(plain, "manifest(format=mpd-time-csf)")).contains("<Label>Français</Label>");
            assertThat(get(plain, "manifest")).contains("Name=\"french\"");
        });
        assertThat(get(plain, "QualityLevels(0)/Fragments(french=0,format=m3u8-aapl)")).contains("Bonjour");

        AssetTrack changed = template.requestBodyAndHeaders("dynpack:updateTrack", """
                {"properties": {"track": {"displayName": "Sous-titres", "hlsSettings": {"default": null}}}}""",
                Map.of(DynpackConstants.ASSET, "plain", DynpackConstants.TRACK, "French"), AssetTrack.class);
        assertThat(changed.languageCode()).isEqualTo("fr");
        assertThat(changed.playback().characteristics()).isEqualTo("public.easy-to-read");
        eventually(() -> assertThat(get(plain, "manifest(format=m3u8-cmaf)")).contains("NAME=\"Sous-titres\"")
                .doesNotContain("DEFAULT=YES,AUTOSELECT=YES,FORCED"));
        assertThat(template.requestBodyAndHeader("dynpack:getTrack", "FRENCH", DynpackConstants.ASSET, "plain"))
                .isEqualTo(changed);

        assertThat(delete("plain", "french")).isTrue();
        assertThat(delete("plain", "french")).isFalse();
        eventually(() -> assertThat(get(plain, "manifest(format=m3u8-cmaf)")).isEqualTo(before));
        assertThat(http.get(plain.getRawPath() + "QualityLevels(0)/Fragments(french=0,format=m3u8-aapl)").status())
                .isEqualTo(404);
    }

    private static boolean delete(String asset, String track) {
        return template.requestBodyAndHeader("dynpack:deleteTrack", track, DynpackConstants.ASSET, asset, Boolean.class);
    }

    /** A track that the server manifest has gets a document of its own, and loses it again. */
    @Test
    void tracksOfTheServerManifestAreServedAsTheirDocumentsSay() {
        assertThat(names("captioned")).contains("video:VIDEO", "eng:AUDIO", "deu:AUDIO", "subt_en:TEXT", "subt_de:TEXT",
                "subt_forced:TEXT");
        call("updateTrack", "captioned",
                """
                        {"name": "subt_de", "properties": {"track": {"displayName": "Für alle", "dashSettings": {"role": "caption"}}}}""");
        call("updateTrack", "captioned", """
                {"name": "subt_en", "properties": {"track": {"playerVisibility": "Hidden"}}}""");
        call("updateTrack", "captioned", """
                {"name": "deu", "properties": {"track": {"displayName": "Deutsch", "hlsSettings": {"default": true}}}}""");
        eventually(() -> {
            String master = get(captioned, "manifest(format=m3u8-cmaf)");
            assertThat(master).contains("NAME=\"Für alle\"", "QualityLevels(310)/Manifest(subt_de,", "subt_forced",
                    "NAME=\"Deutsch\",LANGUAGE=\"deu\",DEFAULT=YES").doesNotContain("subt_en", "subt_de_1");
        });
        assertThatThrownBy(() -> delete("captioned", "eng")).cause()
                .hasMessageContaining("is one of the server manifest").hasMessageContaining("Hidden");
        assertThat(delete("captioned", "subt_de") && delete("captioned", "subt_en") && delete("captioned", "deu")).isTrue();
        eventually(() -> assertThat(get(captioned, "manifest(format=m3u8-cmaf)")).contains("subt_en",
                "NAME=\"Deutsch\",LANGUAGE=\"de\""));
    }

    private static List<String> names(String asset) {
        List<?> tracks = template.requestBodyAndHeader("dynpack:listTracks", null, DynpackConstants.ASSET, asset, List.class);
        return tracks.stream().map(AssetTrack.class::cast).map(track -> track.name() + ":" + track.kind()).toList();
    }

    /** As those of sounds: a comma in a name must not cost the whole manifest. */
    @Test
    void namesOfTextThatNoUrlCanCarryAreServedUnderOthers() throws IOException {
        Path folder = Fixtures.copy(Fixtures.captioned(), scratch.resolve("odd"));
        Path ism = folder.resolve("captioned.ism");
        Files.writeString(ism, Files.readString(ism).replace("subt_forced", "a,b (c)").replace("systemLanguage=\"de\"",
                "systemLanguage=\"d/e\""));
        URI odd = origin.publish(folder, "odd");
        for (String format : List.of("m3u8-cmaf", "m3u8-aapl", "mpd-time-csf", "fmp4")) {
            assertThat(get(odd, "manifest(format=" + format + ")")).contains("a_b%20_c_", "subt_d_e");
        }
        assertThat(get(odd, "QualityLevels(120)/Fragments(a_b%20_c_=0,format=m3u8-aapl)")).startsWith("WEBVTT");
    }

    @Test
    void aSoundIsAdded() {
        call("putTrack", "captioned",
                """
                        {"name": "description", "properties": {"track": {"@odata.type": "#Microsoft.Media.AudioTrack",
                           "fileName": "ladder_AAC_eng_ch2_64kbps.mp4", "languageCode": "en", "displayName": "Described", "bitRate": 64001,
                           "hlsSettings": {"characteristics": "public.accessibility.describes-video"},
                           "dashSettings": {"role": "description"}}}}""");
        eventually(() -> {
            assertThat(get(captioned, "manifest(format=m3u8-cmaf)")).contains(
                    "NAME=\"Described\",LANGUAGE=\"en\"", "CHARACTERISTICS=\"public.accessibility.describes-video\"");
            assertThat(get(captioned, "manifest(format=mpd-time-cmaf)")).contains("<Label>Described</Label>");
        });
        assertThat(delete("captioned", "description")).isTrue();
    }

    /** Each has a document of its own, and what changes one is merged into what is there at that time. */
    @Test
    void writersAtTheSameTimeLoseNothing() {
        CompletableFuture<?>[] puts = IntStream.range(0, 12).mapToObj(i -> CompletableFuture.runAsync(
                () -> call("putTrack", "plain",
                        text("many" + i, List.of("francais.vtt", "second.vtt", "third.vtt").get(i % 3), ""))))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(puts).join();
        List<String> changes = List.of("\"displayName\": \"One\"", "\"languageCode\": \"it\"",
                "\"hlsSettings\": {\"default\": true}", "\"hlsSettings\": {\"forced\": true}",
                "\"dashSettings\": {\"role\": \"caption\"}");
        CompletableFuture.allOf(changes.stream().map(change -> CompletableFuture.runAsync(() -> call("updateTrack", "plain",
                "{\"name\": \"many0\", \"properties\": {\"track\": {" + change + "}}}"))).toArray(CompletableFuture[]::new))
                .join();
        AssetTrack all = template.requestBodyAndHeader("dynpack:getTrack", "many0", DynpackConstants.ASSET, "plain",
                AssetTrack.class);
        assertThat(all.toDocument().toString()).contains("displayName=One", "languageCode=it", "default=true", "forced=true",
                "role=caption");
        eventually(() -> {
            String master = get(plain, "manifest(format=m3u8-cmaf)");
            IntStream.range(0, 12).forEach(i -> assertThat(master).contains("Manifest(many" + i + ","));
        });
        IntStream.range(0, 12).forEach(i -> assertThat(delete("plain", "many" + i)).isTrue());
        eventually(() -> assertThat(get(plain, "manifest(format=m3u8-cmaf)")).doesNotContain("many"));
    }

    /** For what reads server manifests without the catalog; what was not said of a track there stays. */
    @Test
    void serverManifestsAreRewrittenWhereThatIsAskedFor() throws IOException {
        Path ism = origin.media().resolve("rewritten/captioned.ism");
        origin.publish(Fixtures.captioned(), "rewritten");
        Files.writeString(ism.resolveSibling("more.vtt"), VTT);
        String before = Files.readString(ism);
        CompletableFuture.allOf(IntStream.range(0, 4).mapToObj(i -> CompletableFuture.runAsync(
                () -> call("putTrack?rewriteServerManifest=true", "rewritten", text("more" + i, "more.vtt",
                        ", \"languageCode\": \"fr\", \"displayName\": \"Plus\", \"hlsSettings\": {\"default\": true}"))))
                .toArray(CompletableFuture[]::new)).join();
        call("updateTrack?rewriteServerManifest=true", "rewritten",
                "{\"name\": \"subt_en\", \"properties\": {\"track\": {\"displayName\": \"Neu\"}}}");
        ServerManifest written = ServerManifest.read(Files.readAllBytes(ism), "captioned.ism");
        assertThat(written.tracks()).hasSize(12)
                .filteredOn(track -> track.src().equals("more.vtt")).hasSize(4)
                .allMatch(track -> track.isDefault() && track.language().orElse("").equals("fr"));
        assertThat(written.tracks()).filteredOn(track -> track.name().orElse("").equals("subt_en")).singleElement()
                .satisfies(track -> {
                    assertThat(track.displayName()).contains("Neu");
                    assertThat(track.transcript()).contains("english.vtt");
                    assertThat(track.src()).isEqualTo("en.cmft");
                });
        IntStream.range(0, 4)
                .forEach(i -> assertThat(template.requestBodyAndHeader("dynpack:deleteTrack?rewriteServerManifest=true",
                        "more" + i, DynpackConstants.ASSET, "rewritten", Boolean.class)).isTrue());
        assertThat(Files.readString(ism)).doesNotContain("more.vtt").contains("deutsch.ttml", "video").isNotEqualTo(before);
    }

    /** Only what was added is taken away again, and a track that the manifest leaves without a name is found by what it is. */
    @Test
    void tracksThatAServerManifestAlwaysHadStayInIt() throws IOException {
        Path ism = origin.media().resolve("kept/captioned.ism");
        origin.publish(Fixtures.captioned(), "kept");
        for (String name : List.of("subt_de", "subt_en", "eng")) {
            call("updateTrack?rewriteServerManifest=true", "kept",
                    "{\"name\": \"" + name + "\", \"properties\": {\"track\": {\"displayName\": \"Neu\"}}}");
        }
        assertThat(ServerManifest.read(Files.readAllBytes(ism), "captioned.ism").tracks()).hasSize(8)
                .filteredOn(track -> track.displayName().orElse("").equals("Neu")).extracting(TrackReference::src)
                .containsExactlyInAnyOrder("deutsch.ttml", "en.cmft", "ladder_AAC_eng_ch2_64kbps.mp4");
        for (String name : List.of("subt_de", "subt_en", "eng")) {
            assertThat(template.requestBodyAndHeader("dynpack:deleteTrack?rewriteServerManifest=true", name,
                    DynpackConstants.ASSET, "kept", Boolean.class)).as("a document").isTrue();
            assertThat(names("kept")).anyMatch(track -> track.startsWith(name + ":"));
        }
        assertThat(ServerManifest.read(Files.readAllBytes(ism), "captioned.ism").tracks()).hasSize(8);
    }

    @Test
    void aFileThatWasWrittenAnewIsLookedAt() throws IOException {
        call("putTrack", "captioned", text("news", "forced.srt", ", \"languageCode\": \"sv\""));
        eventually(() -> assertThat(get(captioned, "QualityLevels(0)/Fragments(news=0,format=m3u8-aapl)")).isNotEmpty());
        Files.writeString(origin.media().resolve("captioned/news.vtt"), VTT);
        call("updateTrack", "captioned", "{\"name\": \"news\", \"properties\": {\"track\": {\"fileName\": \"news.vtt\"}}}");
        eventually(() -> assertThat(get(captioned, "QualityLevels(0)/Fragments(news=0,format=m3u8-aapl)"))
                .contains("Bonjour"));
        Files.writeString(origin.media().resolve("captioned/news.vtt"), VTT.replace("Bonjour", "Salut"));
        assertThat(call("updateTrackData", "captioned", "news").fileName()).isEqualTo("news.vtt");
        eventually(() -> assertThat(get(captioned, "QualityLevels(0)/Fragments(news=0,format=m3u8-aapl)")).contains("Salut"));
        assertThat(delete("captioned", "news")).isTrue();
    }

    /** What lies beside the media, named by its language, comes and goes with its file; what is no text is told. */
    @Test
    void sideCarsAreBoundByTheirNames() throws IOException {
        Path media = origin.media().resolve("beside");
        URI beside = origin.publish(Fixtures.captioned(), "beside");
        Files.writeString(media.resolve("film.fr.vtt"), VTT);
        Files.writeString(media.resolve("film.de.sdh.vtt"), VTT.replace("Bonjour", "Guten Tag"));
        Files.writeString(media.resolve("film.en.forced.srt"), "1\n00:00:01,000 --> 00:00:02,000\nEXIT\n");
        Files.writeString(media.resolve("film.es.vtt"), "no captions");
        Files.writeString(media.resolve("sprite.vtt"), VTT.replace("Bonjour", "sprite.jpg#xywh=0,0,10,10"));
        Files.writeString(media.resolve("tracks.json"), """
                [{"name": "swedish", "resourceGroup": "media", "track": {"odatatype": "#Microsoft.Media.TextTrack",
                   "fileName": "film.fr.vtt", "languageCode": "sv", "displayName": "Svenska"}}]""");
        eventually(() -> assertThat(get(beside, "manifest(format=m3u8-cmaf)")).contains(
                "NAME=\"Français\",LANGUAGE=\"fr\"", "NAME=\"Deutsch (SDH)\",LANGUAGE=\"de\"", "Manifest(subt_de_sdh,",
                "FORCED=YES,URI=\"QualityLevels(0)/Manifest(subt_en_forced,", "NAME=\"Svenska\"").doesNotContain("sprite",
                        "subt_es"));
        eventually(() -> assertThat(http.get("/assets.json").text()).contains("film.es.vtt", "cannot be read as text",
                "\"kind\":\"text\",\"name\":\"subt_de_sdh\""));
        Files.delete(media.resolve("film.fr.vtt"));
        Files.delete(media.resolve("tracks.json"));
        eventually(() -> {
            assertThat(get(beside, "manifest(format=m3u8-cmaf)")).contains("subt_de_sdh").doesNotContain("Français", "Svenska");
            assertThat(http.get("/assets.json").text()).contains("subt_de_sdh").doesNotContain("subt_fr");
            assertThat(names("beside")).contains("subt_de_sdh:TEXT").doesNotContain("subt_fr:TEXT", "swedish:TEXT");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            textBlock = """
                    putTrack    | {"name": "x", "properties": {"track": {"@odata.type": "#Microsoft.Media.TextTrack", "fileName": "absent.vtt"}}} | absent.vtt is not there
                    putTrack    | {"name": "x", "properties": {"track": {"@odata.type": "#Microsoft.Media.TextTrack", "fileName": "broken.vtt"}}} | broken.vtt cannot be read as text
                    putTrack    | {"name": "x", "properties": {"track": {"@odata.type": "#Microsoft.Media.TextTrack", "fileName": "../plain.ism"}}} | is no
                    putTrack    | {"name": "x", "properties": {"track": {"@odata.type": "#Microsoft.Media.TextTrack"}}}     | name one, or delete the track
                    putTrack    | {"name": "x", "properties": {"track": {"@odata.type": "#Microsoft.Media.VideoTrack"}}}    | audio or text
                    putTrack    | {"name": "x", "properties": {"track": {"@odata.type": "#Microsoft.Media.Thing"}}}         | properties.track.@odata.type is #Microsoft.Media.Thing
                    putTrack    | {"name": "x", "properties": {"track": {"fileName": "francais.vtt"}}}                      | properties.track.@odata.type is missing
                    putTrack    | {"name": "x", "properties": {}}                                                           | properties.track is missing
                    putTrack    | {"name": "a,b", "properties": {"track": {"@odata.type": "#Microsoft.Media.TextTrack", "fileName": "francais.vtt"}}} | which a URL cannot carry
                    putTrack    | {"name": "x", "properties": {"track": {"@odata.type": "#Microsoft.Media.TextTrack", "fileName": "francais.vtt", "playerVisibility": "Perhaps"}}} | neither Visible nor Hidden
                    putTrack    | {"name": "x", "properties": {"track": {"@odata.type": "#Microsoft.Media.TextTrack", "fileName": "francais.vtt", "hlsSettings": {"default": 3}}}} | properties.track.hlsSettings.default is neither true nor false
                    updateTrack | {"name": "nothing", "properties": {"track": {"displayName": "x"}}}                        | there is no track of plain with the name nothing
                    updateTrack | {"name": "video", "properties": {"track": {"displayName": "x"}}}                          | of which nothing can be changed
                    updateTrack | {"name": "aac_eng_2_64", "properties": {"track": {"@odata.type": "#Microsoft.Media.TextTrack"}}}     | cannot be changed: properties.track.@odata.type
                    """)
    void whatCannotBeServedIsRefusedAndNothingStored(String operation, String body, String reason) {
        assertThatThrownBy(() -> call(operation, "plain", body)).as(() -> names("plain").toString())
                .isInstanceOf(CamelExecutionException.class).cause()
                .hasMessageContaining(reason);
        assertThat(names("plain")).doesNotContain("x:TEXT");
    }
}
