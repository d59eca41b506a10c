package io.dynpack.tests.outside;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a player, a cache and an operator ask of an application, whatever it runs in. */
final class PublishedAsset {
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final List<String> MANIFESTS = List.of("manifest", "manifest(format=fmp4-v20)", "manifest(format=m3u8-cmaf)",
            "manifest(format=m3u8-aapl)", "manifest(format=m3u8-aapl-v3)", "manifest(format=mpd-time-cmaf)",
            "manifest(format=mpd-time-csf)");

    /** How often a client may ask for a key. */
    static final int KEYS_A_MINUTE = 3;

    private final URI base;
    private final URI presentation;

    /**
     * @param base    of the application, with a slash at its end
     * @param locator its id
     * @param ism     name of the server manifest
     */
    PublishedAsset(URI base, String locator, String ism) {
        this.base = base;
        this.presentation = base.resolve(locator + "/" + ism + "/");
    }

    void hasEveryManifest() throws IOException, InterruptedException {
        for (String manifest : MANIFESTS) {
            HttpResponse<byte[]> answer = send("GET", presentation.resolve(manifest), null);
            assertThat(answer.statusCode()).as(manifest).isEqualTo(200);
            assertThat(answer.headers().firstValueAsLong("Content-Length")).as(manifest).hasValue(answer.body().length);
            assertThat(answer.headers().firstValue("ETag")).as(manifest).isPresent();
        }
        assertThat(text(presentation.resolve("manifest(format=m3u8-cmaf)"))).startsWith("#EXTM3U")
                .contains("RESOLUTION=640x360");
    }

    /** RFC 9110: lengths, HEAD, ranges, entity tags. */
    void hasSegmentsAsHttpAsks() throws IOException, InterruptedException {
        URI segment = first(first(presentation.resolve("manifest(format=m3u8-cmaf)")));
        HttpResponse<byte[]> whole = send("GET", segment, null);
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).hasSizeGreaterThan(10_000);
        assertThat(whole.headers().firstValueAsLong("Content-Length")).hasValue(whole.body().length);

        HttpResponse<byte[]> head = send("HEAD", segment, null);
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(whole.body().length);
        assertThat(head.body()).isEmpty();

        HttpResponse<byte[]> part = send("GET", segment, null, "Range", "bytes=100-1999");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole.body(), 100, 2000));

        String tag = whole.headers().firstValue("ETag").orElseThrow();
        assertThat(send("GET", segment, null, "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    void saysWhatIsWrongAsAmsDid() throws IOException, InterruptedException {
        HttpResponse<byte[]> unknown = send("GET", presentation.resolve("QualityLevels(1)/Manifest(video,format=m3u8-cmaf)"),
                null, "X-Secret", "s");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.headers().firstValue("Cache-Control")).hasValue("max-age=10");
        assertThat(unknown.headers().firstValue("X-Secret")).isEmpty();
        assertThat(body(unknown)).contains("<hresult>MPE_");
        assertThat(send("POST", presentation.resolve("manifest"), "").statusCode()).isEqualTo(405);
    }

    /**
     * Publishes it once more through the administration, encrypted, and asks for its key as a player does.
     *
     * @param administration where its routes listen
     */
    void isPublishedWithKeysByItsOperator(URI administration, String asset) throws IOException, InterruptedException {
        HttpResponse<byte[]> policy = send("PUT", administration.resolve("contentKeyPolicies/open"), """
                {"properties": {"options": [{
                    "configuration": {"@odata.type": "#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration"},
                    "restriction": {"@odata.type": "#Microsoft.Media.ContentKeyPolicyOpenRestriction"}}]}}""");
        assertThat(policy.statusCode()).as(() -> body(policy)).isBetween(200, 201);
        HttpResponse<byte[]> published = send("POST", administration.resolve("locators"), """
                {"name": "keys", "properties": {"assetName": "%s", "streamingPolicyName": "Predefined_ClearKey",
                    "defaultContentKeyPolicyName": "open"}}""".formatted(asset));
        assertThat(published.statusCode()).as(() -> body(published)).isBetween(200, 201);
        String id = found("\"streamingLocatorId\"\\s*:\\s*\"([^\"]+)", body(published));
        String name = presentation.getPath().replaceFirst("/[^/]+", "").substring(1);

        URI playlist = first(base.resolve(id + "/" + name + "manifest(format=m3u8-aapl,encryption=cbc)"));
        URI key = playlist.resolve(found("#EXT-X-KEY:METHOD=AES-128,URI=\"([^\"]+)", text(playlist)));
        HttpResponse<byte[]> answer = send("GET", key, null);
        assertThat(answer.statusCode()).as(key.toString()).isEqualTo(200);
        assertThat(answer.body()).hasSize(16);
        for (int i = 1; i < KEYS_A_MINUTE; i++) {
            send("GET", key, null);
        }
        assertThat(send("GET", key, null).statusCode()).as("one more than a client may have").isEqualTo(429);

        assertThat(send("GET", administration.resolve("locators/00000000-0000-0000-0000-000000000000"), null).statusCode())
                .isEqualTo(404);
        assertThat(send("GET", administration.resolve("arrivals"), null, "Sec-Fetch-Site", "cross-site").statusCode())
                .as("from a page of another site").isEqualTo(403);
    }

    /** Waits for it: a folder is published while other routes still start. */
    void isReady(URI health) {
        await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50)).ignoreException(ConnectException.class)
                .untilAsserted(() -> assertThat(text(health)).contains("UP", "dynpack-storage").doesNotContain("DOWN"));
    }

    void isCounted(URI meters) throws IOException, InterruptedException {
        assertThat(text(meters)).containsPattern("dynpack_requests_total\\{[^}]*kind=\"MASTER\"")
                .containsPattern("dynpack_ingest_seconds_count\\{outcome=\"usable\"\\} 1");
    }

    /** What the first line of a playlist that is no tag names. */
    private static URI first(URI playlist) throws IOException, InterruptedException {
        return playlist.resolve(text(playlist).lines().filter(line -> !line.startsWith("#")).findFirst().orElseThrow());
    }

    private static String found(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().findFirst()
                .orElseThrow(() -> new AssertionError(pattern + " in " + text)).group(1);
    }

    private static String text(URI uri) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = send("GET", uri, null);
        assertThat(answer.statusCode()).as(uri + " " + body(answer)).isEqualTo(200);
        return body(answer);
    }

    private static String body(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static HttpResponse<byte[]> send(String method, URI uri, String json, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method,
                json == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(json));
        if (json != null) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
