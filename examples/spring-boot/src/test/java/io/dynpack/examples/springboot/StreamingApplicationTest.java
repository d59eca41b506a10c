package io.dynpack.examples.springboot;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import io.dynpack.publishing.StreamingLocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a player asks, through the web server of Spring: the portable way of a response. */
class StreamingApplicationTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final String LARGE = "clockwork_640x360_480.mp4";

    @TempDir
    private static Path home;
    private static ConfigurableApplicationContext application;
    private static String presentation;

    @BeforeAll
    static void start() throws IOException {
        Path asset = Files.createDirectories(home.resolve("media/clockwork"));
        try (Stream<Path> files = Files.list(Path.of("..", "quickstart", "sample", "clockwork"))) {
            for (Path file : files.filter(name -> name.toString().endsWith(".mp4")).toList()) {
                Path copy = Files.copy(file, asset.resolve(file.getFileName()));
                if (copy.endsWith(LARGE)) {
                    Files.write(copy, freeBox(), StandardOpenOption.APPEND);
                }
                Files.setLastModifiedTime(copy, FileTime.from(Instant.now().minusSeconds(60)));
            }
        }
        application = SpringApplication.run(StreamingApplication.class, "--server.port=0",
                "--camel.component.dynpack.directory=" + home.resolve("media"),
                "--camel.component.dynpack.freshness=${nowhere:PT5S}",
                "--camel.component.dynpack.catalog-directory=" + home.resolve("data"));
        ProducerTemplate template = application.getBean(CamelContext.class).createProducerTemplate();
        int port = ((WebServerApplicationContext) application).getWebServer().getPort();
        List<?> locators = await().atMost(Duration.ofSeconds(60)).until(
                () -> template.requestBody("dynpack:listLocators", null, List.class), list -> list.size() == 1);
        presentation = "http://127.0.0.1:" + port + "/" + ((StreamingLocator) locators.get(0)).streamingLocatorId()
                + "/clockwork.ism";
    }

    /** Players skip it; it makes a download one that no server holds in memory. */
    private static byte[] freeBox() {
        return ByteBuffer.allocate(5 << 20).putInt(5 << 20).put("free".getBytes(StandardCharsets.US_ASCII)).array();
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    private static HttpResponse<byte[]> send(String method, String url, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).method(method,
                HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String segment() throws IOException, InterruptedException {
        String master = new String(send("GET", presentation + "/manifest(format=m3u8-cmaf)").body());
        String playlist = Pattern.compile("^QualityLevels.*$", Pattern.MULTILINE).matcher(master).results()
                .map(MatchResult::group).findFirst().orElseThrow();
        String media = new String(send("GET", presentation + "/" + playlist).body());
        String fragment = Pattern.compile("^Fragments.*$", Pattern.MULTILINE).matcher(media).results().map(MatchResult::group)
                .findFirst().orElseThrow();
        return presentation + "/" + playlist.substring(0, playlist.indexOf('/') + 1) + fragment;
    }

    @Test
    void everyFormatHasItsManifest() throws Exception {
        for (String manifest : List.of("manifest", "manifest(format=fmp4-v20)", "manifest(format=m3u8-cmaf)",
                "manifest(format=m3u8-aapl)", "manifest(format=m3u8-aapl-v3)", "manifest(format=mpd-time-csf)",
                "manifest(format=mpd-time-cmaf)")) {
            HttpResponse<byte[]> answer = send("GET", presentation + "/" + manifest);

            assertThat(answer.statusCode()).as(manifest).isEqualTo(200);
            assertThat(answer.headers().firstValueAsLong("Content-Length")).as(manifest).hasValue(answer.body().length);
            assertThat(answer.headers().firstValue("Cache-Control")).as(manifest).hasValue("max-age=2");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).as(manifest).hasValue("*");
        }
    }

    @Test
    void segmentsHaveLengthRangesAndTags() throws Exception {
        String url = segment();
        HttpResponse<byte[]> whole = send("GET", url);
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.headers().firstValueAsLong("Content-Length")).hasValue(whole.body().length);
        assertThat(new String(whole.body(), 4, 4)).isEqualTo("styp");

        HttpResponse<byte[]> head = send("HEAD", url);
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(whole.body().length);
        assertThat(head.body()).isEmpty();

        HttpResponse<byte[]> part = send("GET", url, "Range", "bytes=100-1999");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole.body(), 100, 2000));

        String tag = whole.headers().firstValue("ETag").orElseThrow();
        assertThat(send("GET", url, "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    @Test
    void largeDownloadsHaveALengthToo() throws Exception {
        String url = presentation.replace("clockwork.ism", LARGE);
        long size = Files.size(home.resolve("media/clockwork").resolve(LARGE));
        assertThat(size).isGreaterThan(5 << 20);
        HttpResponse<byte[]> whole = send("GET", url);
        assertThat(whole.headers().firstValueAsLong("Content-Length")).hasValue(size);
        assertThat(whole.headers().firstValue("Transfer-Encoding")).isEmpty();
        assertThat(whole.body()).isEqualTo(Files.readAllBytes(home.resolve("media/clockwork").resolve(LARGE)));

        HttpResponse<byte[]> part = send("GET", url, "Range", "bytes=7-");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValueAsLong("Content-Length")).hasValue(size - 7);
    }

    @Test
    void errorsAreThoseOfTheServiceAndNothingIsReflected() throws Exception {
        HttpResponse<byte[]> answer = send("GET", presentation + "/manifest(format=nonsense)?Set-Cookie=a&X-Injected=b",
                "X-Other", "c");

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(new String(answer.body())).contains("<hresult>MPE_");
        assertThat(answer.headers().map()).doesNotContainKeys("set-cookie", "x-injected", "x-other");
        assertThat(send("POST", presentation + "/manifest").statusCode()).isEqualTo(405);
        assertThat(send("OPTIONS", presentation + "/manifest").statusCode()).isEqualTo(200);
    }
}
