package io.dynpack.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;

import io.dynpack.publishing.ListPathsResponse;
import io.dynpack.publishing.StreamingLocator;
import io.dynpack.tests.http.LogLines;
import io.dynpack.tests.http.RawHttp;
import io.dynpack.tests.http.Reply;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The quickstart stores keys under a key-encryption key that it makes, and gives them where its page is. */
class QuickstartKeysTest {
    private static final String POLICY = """
            [{"name": "everybody", "properties": {"options": [{"name": "all",
              "configuration": {"@odata.type": "#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration"},
              "restriction": {"@odata.type": "#Microsoft.Media.ContentKeyPolicyOpenRestriction"}}]}}]""";

    @Test
    void keysOfDocumentsBesideTheMedia() throws Exception {
        try (QuickstartOrigin origin = QuickstartOrigin.start()) {
            Path key = origin.data().resolve("key-encryption-key");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key))).isEqualTo("rw-------");
            String before = Files.readString(key);
            write(origin, "contentKeyPolicies.json", POLICY);
            Path asset = Fixtures.copy(Fixtures.audioOnly(), origin.media().resolveSibling("arriving"));
            Files.writeString(asset.resolve("streamingLocators.json"), "{\"name\": \"keyed\", \"streamingPolicyName\":"
                    + " \"Predefined_ClearKey\", \"defaultContentKeyPolicyName\": \"everybody\"}");
            Files.move(asset, origin.media().resolve("keyed"));
            ProducerTemplate template = origin.context().createProducerTemplate();
            StreamingLocator locator = await().atMost(Duration.ofSeconds(60)).until(() -> template.requestBodyAndHeader(
                    "dynpack:getLocator", null, "CamelDynpackLocatorName", "keyed", StreamingLocator.class),
                    found -> found != null);
            String id = String.valueOf(locator.contentKeys().get(0).get("id"));

            RawHttp http = new RawHttp(origin.base());
            Reply given = await().atMost(Duration.ofSeconds(30)).until(() -> http.get("/?kid=" + id),
                    reply -> reply.status() == 200);
            assertThat(given.body()).hasSize(16);
            assertThat(given.header("Cache-Control")).isEqualTo("no-store");
            Reply page = http.get("/");
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.header("Content-Type")).startsWith("text/html");
            assertThat(page.text()).contains("<html");
            assertThat(http.request("HEAD", "/").status()).isEqualTo(200);
            assertThat(http.get("/?x=y").header("Content-Type")).startsWith("text/html");
            assertThat(http.request("OPTIONS", "/?kid=" + id).header("Access-Control-Allow-Headers")).contains("Authorization");
            assertThat(http.get("/clearkey").status()).isEqualTo(405);

            origin.pause();
            origin.resume();
            assertThat(Files.readString(key)).as("made once").isEqualTo(before);
            assertThat(new RawHttp(origin.base()).get("/?kid=" + id).body()).isEqualTo(given.body());
            Map<?, ?> listed = origin.context().createProducerTemplate().requestBody("dynpack:listContentKeys", locator,
                    Map.class);
            assertThat(listed.toString()).contains(Base64.getEncoder().encodeToString(given.body()));
            try (var files = Files.walk(origin.data())) {
                String value = new String(given.body(), StandardCharsets.ISO_8859_1);
                files.filter(Files::isRegularFile).forEach(file -> assertThat(content(file)).as(file.toString())
                        .doesNotContain(value).doesNotContain(Base64.getEncoder().encodeToString(given.body())));
            }
        }
    }

    /** A new one is made at the start, which opens nothing that is stored. */
    @Test
    void aLostKeyEncryptionKeyIsToldAtTheStart() throws Exception {
        try (QuickstartOrigin origin = QuickstartOrigin.start();
                LogLines ofEngine = new LogLines("io.dynpack.camel.DynpackEngine");
                LogLines ofOrigin = new LogLines("io.dynpack.origin.Origin")) {
            Path asset = Fixtures.copy(Fixtures.audioOnly(), origin.media().resolveSibling("arriving"));
            Files.writeString(asset.resolve("streamingLocators.json"),
                    "{\"name\": \"keyed\", \"streamingPolicyName\": \"Predefined_ClearKey\"}");
            Files.move(asset, origin.media().resolve("keyed"));
            StreamingLocator locator = await().atMost(Duration.ofSeconds(60)).until(() -> origin.context()
                    .createProducerTemplate().requestBodyAndHeader("dynpack:getLocator", null, "CamelDynpackLocatorName",
                            "keyed", StreamingLocator.class),
                    found -> found != null);
            Path key = origin.data().resolve("key-encryption-key");
            origin.pause();
            Files.delete(key);
            origin.resume();
            assertThat(ofEngine.next("content keys are stored that this node cannot open.*"))
                    .contains(String.valueOf(locator.contentKeys().get(0).get("id"))).contains(key.toString());
            List<?> paths = origin.context().createProducerTemplate().requestBody("dynpack:listPaths",
                    locator.streamingLocatorId().toString(), ListPathsResponse.class).streamingPaths().stream()
                    .flatMap(path -> path.paths().stream()).filter(path -> path.contains("m3u8-cmaf")).toList();
            RawHttp http = new RawHttp(origin.base());
            String url = String.valueOf(paths.get(0));
            Reply reply = http.get(url);
            // the master playlist, that of a track, a fragment: whichever needs the key first
            for (int level = 0; level < 2 && reply.status() == 200; level++) {
                String next = reply.text().lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).findFirst()
                        .orElseThrow();
                url = URI.create("http://origin" + url).resolve(next).getRawPath();
                reply = http.get(url);
            }
            assertThat(reply.status()).as(url).isEqualTo(500);
            assertThat(ofOrigin.next(".*answered with 500.*")).contains("previousKeyEncryptionKeys");
            assertThat(ofOrigin.traces()).isZero();
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As an editor saves it: there as a whole or not at all. */
    private static void write(QuickstartOrigin origin, String document, String text) throws IOException {
        Path unfinished = origin.media().resolveSibling("written");
        Files.writeString(unfinished, text);
        Files.move(unfinished, origin.media().resolve(document), StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }
}
