package io.dynpack.tests.routes;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;

import io.dynpack.camel.DynpackConstants;
import io.dynpack.ism.ServerManifest;
import io.dynpack.tests.http.RawHttp;
import io.dynpack.tests.http.Reply;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Every file of {@code routes/} starts, alone and with the others, and does what its comment says. */
class RoutesTest {

    private static final String FOLDER = "dynpack/routes/";

    @TempDir
    private Path home;

    static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "routes"))) {
            return files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".camel.yaml")).sorted()
                    .map(f -> FOLDER + f).toList();
        }
    }

    static Stream<String> documents() throws IOException {
        return Stream.concat(files().stream(), Stream.of("quickstart/page.camel.yaml", "routes-under-test/vod.camel.yaml"));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void isValidYamlOfCamel(String file) throws IOException {
        try (InputStream in = RoutesTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(in);
            assertThat(schema.validate(text("/" + file), InputFormat.YAML)).isEmpty();
        }
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = RoutesTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void startsAlone(String file) throws Exception {
        try (RoutesApplication application = new RoutesApplication(home, List.of(file))) {
            allStarted(application);
        }
    }

    private static void allStarted(RoutesApplication application) {
        assertThat(application.context().getStatus()).isEqualTo(ServiceStatus.Started);
        for (Route route : application.context().getRoutes()) {
            assertThat(application.context().getRouteController().getRouteStatus(route.getId())).as(route.getId())
                    .isEqualTo(ServiceStatus.Started);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void worksTogetherInBothOrders(boolean reversed) throws Exception {
        List<String> files = new ArrayList<>(files());
        if (reversed) {
            Collections.reverse(files);
        }
        Fixtures.copy(Fixtures.single(), home.resolve("media/single"));
        try (RoutesApplication application = new RoutesApplication(home, files)) {
            allStarted(application);
            RawHttp admin = new RawHttp(application.admin());
            RawHttp streaming = new RawHttp(application.base());
            JsonArray locators = await().atMost(Duration.ofSeconds(30)).until(() -> locators(admin), list -> list.size() == 1);
            String id = id(locators.get(0).getAsJsonObject());
            assertThat(streaming.get("/" + id + "/single.ism/manifest(format=m3u8-cmaf)").status()).isEqualTo(200);
            for (String path : List.of("/locators", "/locators/" + id, "/locators/" + id + "/paths")) {
                assertThat(admin.get(path).status()).as(path).isEqualTo(200);
                Reply refused = streaming.get(path);
                assertThat(refused.status()).as(path).isEqualTo(404);
                assertThat(refused.text()).contains("<hresult>MPE_");
            }
            assertThat(streaming.request("DELETE", "/locators/" + id).status()).isEqualTo(405);
            assertThat(admin.get("/" + id + "/single.ism/manifest").status()).isEqualTo(404);
        }
    }

    @Test
    void writesAServerManifestThatSaysHowToPack() throws Exception {
        Fixtures.copy(Fixtures.single(), home.resolve("media/single"));
        try (RoutesApplication application = new RoutesApplication(home, List.of(FOLDER + "server-manifest.camel.yaml"))) {
            application.context().createFluentProducerTemplate().to("direct:dynpack-server-manifest")
                    .withHeader(DynpackConstants.ASSET, "single").request();
        }
        Path written = home.resolve("media/single/single.ism");
        ServerManifest manifest = ServerManifest.read(java.nio.ByteBuffer.wrap(Files.readAllBytes(written)), "single.ism");
        assertThat(manifest.fragmentsPerHlsSegment()).hasValue(1);
        assertThat(manifest.tracks()).hasSize(2);
        assertThat(Files.readString(written)).contains("fragmentsPerHLSSegment");
    }

    @Test
    void servesWhereATemplateSaysInFourLines() throws Exception {
        Fixtures.copy(Fixtures.single(), home.resolve("media/single"));
        try (RoutesApplication application = new RoutesApplication(home, List.of(FOLDER + "streaming-template.camel.yaml",
                "routes-under-test/vod.camel.yaml", FOLDER + "folder-arrival.camel.yaml",
                FOLDER + "locator-admin.camel.yaml"))) {
            RawHttp admin = new RawHttp(application.admin());
            String id = id(await().atMost(Duration.ofSeconds(30)).until(() -> locators(admin), list -> list.size() == 1).get(0)
                    .getAsJsonObject());
            RawHttp http = new RawHttp(application.base());
            String manifest = "/vod/" + id + "/single.ism/manifest(format=mpd-time-cmaf)";
            Reply reply = http.get(manifest);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("Cache-Control")).isEqualTo("max-age=60");
            assertThat(http.get(URI.create(manifest).resolve("manifest").getPath()).status()).isEqualTo(200);
            assertThat(http.get("/vod/" + UUID.randomUUID() + "/single.ism/manifest").status()).isEqualTo(404);
            assertThat(http.get(manifest.substring(4)).status()).isEqualTo(404);
        }
    }

    @Test
    void administratesPoliciesAndTellsOfArrivals() throws Exception {
        Fixtures.copy(Fixtures.single(), home.resolve("media/single"));
        try (RoutesApplication application = new RoutesApplication(home,
                List.of(FOLDER + "folder-arrival.camel.yaml", FOLDER + "locator-admin.camel.yaml"))) {
            RawHttp admin = new RawHttp(application.admin());
            String hls = "{\"properties\": {\"noEncryption\": {\"enabledProtocols\": {\"hls\": true}}}}";
            for (int again = 0; again < 2; again++) {
                assertThat(json(put(admin, "/streamingPolicies/ott", hls), 200).get("name").getAsString()).isEqualTo("ott");
            }
            refused(put(admin, "/streamingPolicies/ott", hls.replace("hls", "dash")), 409);
            refused(put(admin, "/streamingPolicies/Predefined_Mine", hls), 400);
            refused(put(admin, "/streamingPolicies/none", "{}"), 400);
            assertThat(refused(put(admin, "/streamingPolicies/address", "{\"name\":\"body\"," + hls.substring(1)), 400))
                    .contains("address", "body");
            refused(admin.get("/streamingPolicies/body"), 404);
            assertThat(json(admin.get("/streamingPolicies/ott"), 200).toString()).contains("\"hls\":true");
            refused(admin.get("/streamingPolicies/absent"), 404);
            assertThat(json(admin.get("/streamingPolicies"), 200).getAsJsonArray("value")).hasSize(1);
            assertThat(admin.request("DELETE", "/streamingPolicies/ott").status()).isEqualTo(204);
            refused(admin.get("/streamingPolicies/ott"), 404);
            await().atMost(Duration.ofSeconds(30)).until(
                    () -> json(admin.get("/arrivals"), 200).getAsJsonArray("changes").toString().contains("INGESTED"));
        }
    }

    @Test
    void administratesFilters() throws Exception {
        Fixtures.copy(Fixtures.single(), home.resolve("media/single"));
        try (RoutesApplication application = new RoutesApplication(home, List.of(FOLDER + "locator-admin.camel.yaml"))) {
            RawHttp admin = new RawHttp(application.admin());
            String mobile = "{\"properties\": {\"tracks\": [{\"trackSelections\": [{\"property\": \"Bitrate\","
                    + " \"operation\": \"Equal\", \"value\": \"0-1200000\"}]}]}}";
            for (String filters : List.of("/accountFilters", "/assets/single/assetFilters")) {
                for (int again = 0; again < 2; again++) {
                    assertThat(json(put(admin, filters + "/mobile", mobile), 200).get("name").getAsString())
                            .isEqualTo("mobile");
                }
                assertThat(json(admin.get(filters + "/MOBILE"), 200).toString()).contains("0-1200000");
                json(put(admin, filters + "/mobile", mobile.replace("1200000", "600000")), 200);
                assertThat(json(admin.get(filters), 200).getAsJsonArray("value").toString()).contains("0-600000");
                assertThat(refused(put(admin, filters + "/mobile", mobile.replace("Bitrate", "Colour")), 400))
                        .contains("properties.tracks[0].trackSelections[0].property");
                assertThat(refused(put(admin, filters + "/mobile", "{\"name\": \"other\", " + mobile.substring(1)), 400))
                        .contains("mobile", "other");
                refused(put(admin, filters + "/mobile", "["), 400);
                refused(admin.get(filters + "/absent"), 404);
                refused(admin.get(filters + "?continuation=zebra"), 400);
            }
            refused(put(admin, "/assets/nothing/assetFilters/mobile", mobile), 404);
            assertThat(refused(put(admin, "/accountFilters/mobile",
                    "{\"id\": \"/mediaServices/a/assets/single/assetFilters/mobile\", " + mobile.substring(1)), 400))
                    .contains("belongs to an asset");
            assertThat(admin.request("DELETE", "/assets/single/assetFilters/mobile").status()).isEqualTo(204);
            refused(admin.get("/assets/single/assetFilters/mobile"), 404);
            assertThat(json(admin.get("/accountFilters"), 200).getAsJsonArray("value")).hasSize(1);
            assertThat(admin.request("DELETE", "/accountFilters/mobile").status()).isEqualTo(204);
            assertThat(json(admin.get("/accountFilters"), 200).getAsJsonArray("value")).isEmpty();
        }
    }

    @Test
    void administratesTracks() throws Exception {
        Fixtures.copy(Fixtures.single(), home.resolve("media/single"));
        Files.writeString(home.resolve("media/single/film.fr.vtt"), "WEBVTT\n\n00:01.000 --> 00:02.000\nBonjour\n");
        try (RoutesApplication application = new RoutesApplication(home,
                List.of(FOLDER + "folder-arrival.camel.yaml", FOLDER + "locator-admin.camel.yaml"))) {
            RawHttp admin = new RawHttp(application.admin());
            String tracks = "/assets/single/tracks";
            await().atMost(Duration.ofSeconds(30)).until(() -> admin.get(tracks + "/subt_fr").status() == 200);
            String track = "{\"properties\": {\"track\": {\"@odata.type\": \"#Microsoft.Media.TextTrack\","
                    + " \"fileName\": \"film.fr.vtt\"}}}";
            assertThat(json(put(admin, tracks + "/again", track), 200).get("name").getAsString()).isEqualTo("again");
            assertThat(json(admin.get(tracks), 200).getAsJsonArray("value").toString()).contains("\"again\"", "\"subt_fr\"",
                    "\"video\"");
            String change = "{\"properties\": {\"track\": {\"displayName\": \"Encore\"}}}";
            assertThat(json(admin.send(put(tracks + "/again", change).replace("PUT", "PATCH")), 200).toString())
                    .contains("Encore", "film.fr.vtt");
            assertThat(json(admin.request("POST", tracks + "/again/updateTrackData"), 200).toString()).contains("Encore");
            assertThat(refused(put(admin, tracks + "/absent", track.replace("film.fr", "absent")), 400))
                    .contains("absent.vtt is not there");
            refused(admin.send(put(tracks + "/absent", change).replace("PUT", "PATCH")), 404);
            assertThat(admin.request("DELETE", tracks + "/again").status()).isEqualTo(204);
            refused(admin.get(tracks + "/again"), 404);
            assertThat(refused(admin.request("DELETE", tracks + "/video"), 400)).contains("Hidden");
        }
    }

    @Test
    void readyFiltersAreStoredAtStart() throws Exception {
        List<String> files = List.of(FOLDER + "ready-filters.camel.yaml", FOLDER + "locator-admin.camel.yaml");
        try (RoutesApplication application = new RoutesApplication(home, files)) {
            RawHttp admin = new RawHttp(application.admin());
            JsonArray filters = await().atMost(Duration.ofSeconds(30)).until(
                    () -> json(admin.get("/accountFilters"), 200).getAsJsonArray("value"), list -> list.size() == 3);
            assertThat(filters.toString()).contains("\"mobile\"", "0-3500000", "\"hd-only\"", "\"audio-only\"");
        }
        byte[] before = Files.readAllBytes(home.resolve("data/catalog/accountFilters/audio-only.json"));
        Object written = Files.getLastModifiedTime(home.resolve("data/catalog/accountFilters/audio-only.json"));
        try (RoutesApplication application = new RoutesApplication(home, files,
                java.util.Map.of("filters.languages", "en, de", "filters.mobile", "0-1200000"))) {
            RawHttp admin = new RawHttp(application.admin());
            await().atMost(Duration.ofSeconds(30)).until(() -> admin.get("/accountFilters/language-de").status() == 200);
            assertThat(json(admin.get("/accountFilters/language-de"), 200).toString()).contains("\"Language\"", "\"de\"");
            assertThat(json(admin.get("/accountFilters/mobile"), 200).toString()).contains("0-1200000");
            assertThat(json(admin.get("/accountFilters"), 200).getAsJsonArray("value")).hasSize(5);
        }
        assertThat(home.resolve("data/catalog/accountFilters/audio-only.json")).hasBinaryContent(before);
        assertThat(Files.getLastModifiedTime(home.resolve("data/catalog/accountFilters/audio-only.json"))).as("not touched")
                .isEqualTo(written);
    }

    /** Not a query parameter, nor a header, whatever it is called. */
    @ParameterizedTest
    @ValueSource(strings = {"name", "id", "asset", "CamelDynpackAsset", "CamelDynpackFilter", "cameldynpackfilter",
            "CamelDynpackStreamingPolicy", "CAMELDYNPACKSTREAMINGPOLICY", "CamelDynpackLocatorId", "CamelDynpackLocatorName",
            "CamelDynpackContinuation"})
    void thePathSaysWhatIsAdministrated(String other) throws Exception {
        Fixtures.copy(Fixtures.single(), home.resolve("media/single"));
        try (RoutesApplication application = new RoutesApplication(home, List.of(FOLDER + "locator-admin.camel.yaml"))) {
            RawHttp admin = new RawHttp(application.admin());
            String query = "?" + other + "=other&" + other + "=" + UUID.randomUUID();
            String policy = "{\"properties\": {\"noEncryption\": {\"enabledProtocols\": {\"hls\": true}}}}";
            for (String path : List.of("/streamingPolicies/ott", "/accountFilters/ott", "/assets/single/assetFilters/ott")) {
                String body = path.contains("Policies") ? policy : "{}";
                assertThat(json(put(admin, path + query, body), 200).get("name").getAsString()).isEqualTo("ott");
                assertThat(json(admin.get(path + query, other + ": other"), 200).get("name").getAsString()).isEqualTo("ott");
                String list = path.substring(0, path.lastIndexOf('/')) + query;
                assertThat(json(admin.get(list, other + ": other"), 200).getAsJsonArray("value")).hasSize(1);
                assertThat(admin.request("DELETE", path + query, other + ": other").status()).isEqualTo(204);
                refused(admin.get(path), 404);
            }
            String id = id(json(post(admin, "{\"assetName\":\"single\"}"), 200));
            assertThat(id(json(admin.get("/locators/" + id + query, other + ": other"), 200))).isEqualTo(id);
            json(admin.get("/locators/" + id + "/paths" + query, other + ": other"), 200);
            assertThat(admin.request("DELETE", "/locators/" + id + query, other + ": other").status()).isEqualTo(204);
            assertThat(locators(admin)).isEmpty();
        }
    }

    private static Reply put(RawHttp admin, String path, String body) {
        return admin.send(put(path, body));
    }

    private static String put(String path, String body) {
        return "PUT " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\nConnection: close\r\n\r\n" + body;
    }

    @Test
    void administratesLocators() throws Exception {
        Fixtures.copy(Fixtures.single(), home.resolve("media/single"));
        try (RoutesApplication application = new RoutesApplication(home,
                List.of(FOLDER + "folder-arrival.camel.yaml", FOLDER + "locator-admin.camel.yaml"))) {
            RawHttp admin = new RawHttp(application.admin());
            await().atMost(Duration.ofSeconds(30)).until(() -> locators(admin).size() == 1);
            String id = "7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa";
            String document = """
                    {"name": "summer", "properties": {"assetName": "single", "streamingPolicyName": "%s",
                     "streamingLocatorId": "%s", "endTime": "2199-01-01T00:00:00Z"}}""";
            String wanted = document.formatted("Predefined_DownloadAndClearStreaming", id);
            for (int again = 0; again < 2; again++) {
                JsonObject made = json(post(admin, wanted), 200);
                assertThat(made.get("name").getAsString()).isEqualTo("summer");
                assertThat(id(made)).isEqualTo(id);
            }
            assertThat(id(json(admin.get("/locators/" + id), 200))).isEqualTo(id);
            assertThat(locators(admin)).hasSize(2);
            JsonObject paths = json(admin.get("/locators/" + id + "/paths"), 200);
            assertThat(paths.getAsJsonArray("streamingPaths")).hasSizeGreaterThanOrEqualTo(3);
            assertThat(paths.getAsJsonArray("downloadPaths").get(0).getAsString()).isEqualTo("/" + id + "/single.mp4");
            refused(post(admin, document.formatted("Predefined_ClearStreamingOnly", id)), 409);
            refused(post(admin, document.formatted("NoSuchPolicy", UUID.randomUUID()).replace("summer", "winter")), 404);
            refused(post(admin, "{\"assetName\": \"nothing\"}"), 404);
            refused(post(admin, "{\"assetName\": "), 400);
            refused(post(admin, "[]"), 400);
            assertThat(refused(post(admin, "{}"), 400)).contains("assetName is missing");
            refused(post(admin, ""), 400);
            assertThat(refused(admin.send("POST /locators HTTP/1.1\r\nHost: localhost\r\nContent-Length: 22\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\n{\"assetName\":\"single\"}"),
                    400)).contains("Content-Type: application/json");
            assertThat(refused(post(admin, "{\"assetName\":\"single\",\"filters\":[\"mobile\"]}"), 400))
                    .contains("neither the asset single nor the account has a filter mobile");
            refused(post(admin, "{\"assetName\":\"single\",\"startTime\":\"2030-01-01T00:00:00Z\","
                    + "\"endTime\":\"2029-01-01T00:00:00Z\"}"), 400);
            String encrypted = id(
                    json(post(admin, "{\"assetName\":\"single\",\"streamingPolicyName\":\"Predefined_ClearKey\"}"),
                            200));
            JsonObject listed = json(admin.get("/locators/" + encrypted + "/paths"), 200);
            assertThat(listed.getAsJsonArray("streamingPaths")).hasSize(3)
                    .allMatch(path -> path.toString().contains("\"EnvelopeEncryption\"")
                            && path.toString().contains("encryption=cbc)"));
            assertThat(admin.request("DELETE", "/locators/" + encrypted).status()).isEqualTo(204);
            assertThat(refused(post(admin, "{\"assetName\":\"single\",\"streamingPolicyName\":\"Predefined_Clear\"}"), 404))
                    .contains("Predefined_ClearStreamingOnly");
            refused(admin.get("/locators?continuation=zebra"), 400);
            refused(admin.get("/locators/zebra"), 400);
            refused(admin.get("/locators/" + UUID.randomUUID()), 404);
            refused(admin.get("/locators/" + UUID.randomUUID() + "/paths"), 404);
            assertThat(admin.request("DELETE", "/locators/" + id).status()).isEqualTo(204);
            refused(admin.get("/locators/" + id), 404);
            assertThat(locators(admin)).hasSize(1);
        }
    }

    /** Neither a page of another site nor one whose own name leads here administrates anything. */
    @Test
    void administrationIsNotForWebPages() throws Exception {
        Files.createDirectories(home.resolve("media"));
        try (RoutesApplication application = new RoutesApplication(home, List.of(FOLDER + "locator-admin.camel.yaml"))) {
            RawHttp admin = new RawHttp(application.admin());
            int port = application.admin().getPort();
            for (String mine : List.of("Host: localhost", "Host: localhost:" + port, "Host: 127.0.0.1:" + port, "Host: [::1]",
                    "Host: LOCALHOST", "Host: localhost\r\nSec-Fetch-Site: none",
                    "Host: localhost:" + port + "\r\nSec-Fetch-Site: same-origin\r\nOrigin: http://localhost:" + port,
                    "Host: 10.1.2.3:" + port + "\r\nOrigin: http://10.1.2.3:" + port,
                    // behind a proxy that ends TLS, and may leave out the port
                    "Host: localhost\r\nOrigin: https://localhost", "Host: localhost:443\r\nOrigin: https://localhost",
                    "Host: localhost:8443\r\nOrigin: https://localhost:8443",
                    "Host: localhost\r\nSec-Fetch-Site: same-origin\r\nOrigin: https://localhost:8443")) {
                assertThat(list(admin, mine).status()).as(mine).isEqualTo(200);
            }
            for (String foreign : List.of("Host: evil.example", "Host: evil.example:" + port, "Host: localhost.evil.example",
                    "Host: 127.0.0.1.evil.example", "Host: localhost\r\nOrigin: http://evil.example",
                    "Host: localhost\r\nOrigin: null", "Host: localhost:" + port + "\r\nOrigin: http://localhost",
                    "Host: localhost\r\nSec-Fetch-Site: cross-site", "Host: localhost\r\nSec-Fetch-Site: same-site",
                    "Host: localhost\r\nOrigin: http://localhost:3000", "Host: localhost:443\r\nOrigin: http://localhost",
                    "Host: localhost\r\nOrigin: https://evil.example",
                    "Host: localhost\r\nSec-Fetch-Site: none\r\nOrigin: https://evil.example",
                    "Host: localhost\r\nSec-Fetch-Site: cross-site\r\nOrigin: http://localhost",
                    "Host: evil.example\r\nSec-Fetch-Site: same-origin\r\nOrigin: http://evil.example")) {
                refused(list(admin, foreign), 403);
            }
            refused(admin.send(
                    "POST /locators HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\nContent-Type: text/plain"
                            + "\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"),
                    403);
        }
    }

    private static Reply list(RawHttp http, String headers) {
        return http.send("GET /locators HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n");
    }

    private static Reply post(RawHttp http, String body) {
        return http.send("POST /locators HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.ISO_8859_1).length + "\r\nConnection: close\r\n\r\n" + body);
    }

    private static JsonObject json(Reply reply, int status) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        return JsonParser.parseString(reply.json()).getAsJsonObject();
    }

    private static String refused(Reply reply, int status) {
        JsonObject error = json(reply, status).getAsJsonObject("error");
        assertThat(error.get("code").getAsString()).isEqualTo(Integer.toString(status));
        assertThat(error.get("message").getAsString()).isNotBlank().doesNotContain("Exception", "java.");
        return error.get("message").getAsString();
    }

    private static JsonArray locators(RawHttp admin) {
        return json(admin.get("/locators"), 200).getAsJsonArray("value");
    }

    private static String id(JsonObject locator) {
        return locator.getAsJsonObject("properties").get("streamingLocatorId").getAsString();
    }
}
