package io.dynpack.tests.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;

import io.dynpack.tests.Delivery;
import io.dynpack.tests.PublishedList;
import io.dynpack.tests.blob.Azurite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The parts of {@code examples/compose} with the settings that they have there, outside of containers: only names and ports
 * differ.
 */
@Tag("node")
@ExtendWith(Azurite.Provider.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComposeTest {
    private static final Path COMPOSE = Path.of("../examples/compose");
    private static final Path SAMPLE = Path.of("../examples/quickstart/sample/clockwork");
    private static final int CLIENTS = 50;

    private RunningJar origin;
    private Process nginx;
    private URI cache;
    /** On the path of the sample, of the origin. */
    private URI hls;

    @BeforeAll
    void start(@TempDir Path home, Azurite azurite) throws Exception {
        BlobContainerClient container = azurite.container("compose");
        try (Stream<Path> files = Files.list(SAMPLE)) {
            files.filter(file -> file.toString().endsWith(".mp4"))
                    .forEach(file -> container.getBlobClient(file.getFileName().toString()).uploadFromFile(file.toString()));
        }
        container.getBlobClient("streamingLocators.json").upload(BinaryData.fromString("""
                [{"name": "clear"}, {"name": "aes", "properties": {"streamingPolicyName": "Predefined_ClearKey"}}]"""));
        Map<?, ?> dynpack = (Map<?, ?>) ((Map<?, ?>) ((Map<?, ?>) new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(COMPOSE.resolve("compose.yaml")))).get("services")).get("dynpack");
        Map<String, String> environment = new TreeMap<>();
        ((Map<?, ?>) dynpack.get("environment")).forEach((name, value) -> environment.put(name.toString(),
                value.toString().replace("azurite:10000", "127.0.0.1:" + azurite.port())));
        environment.put("DYNPACK_DATA", home.resolve("data").toString());
        environment.put("DYNPACK_CATALOG_CONTAINER", container.getBlobContainerName() + "-catalog");
        List<String> command = new ArrayList<>(List.of("-jar", "dynpack.jar", "-v", "--port", "0"));
        ((List<?>) dynpack.get("command")).forEach(word -> command.add(word.toString().equals("asset-*")
                ? container.getBlobContainerName()
                : word.toString()));
        origin = new DynpackJar(home).start(command, environment);
        hls = URI.create(origin.find(Pattern.compile(" {4}(http\\S*\\(format=m3u8-cmaf\\))")).group(1));

        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        cache = URI.create("http://127.0.0.1:" + port + "/");
        Path configuration = home.resolve("nginx.conf");
        Files.writeString(configuration, Files.readString(COMPOSE.resolve("nginx.conf"))
                .replace("server dynpack:8080", "server " + hls.getAuthority())
                .replace("listen 8080", "listen 127.0.0.1:" + port)
                .replace("/tmp/nginx.pid", home.resolve("nginx.pid").toString())
                .replace("/var/cache/nginx", Files.createDirectories(home.resolve("cache")).toString()));
        Path log = home.resolve("nginx.log");
        // distributions put it where only root looks; and a master that is root would have workers that may not read this folder
        nginx = new ProcessBuilder("sh", "-c", "PATH=\"$PATH:/usr/sbin\" exec nginx -e stderr -c \"$0\" -g \"$1\"",
                configuration.toString(), "daemon off; user " + System.getProperty("user.name") + ";").redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions()
                .until(() -> get(cache.resolve("published.json")).statusCode() == 200 || !nginx.isAlive());
        assertThat(nginx.isAlive()).as(() -> read(log)).isTrue();
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (nginx != null) {
            nginx.destroy();
            nginx.waitFor();
        }
        if (origin != null) {
            origin.close();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static HttpRequest.Builder request(URI url, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).version(HttpClient.Version.HTTP_1_1);
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static HttpResponse<byte[]> get(URI url, String... headers) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request(url, headers).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private URI cached(URI url) {
        return cache.resolve(url.getRawPath());
    }

    private static List<URI> urls(URI playlist) {
        return new Delivery().text(playlist, false).lines().filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(playlist::resolve).toList();
    }

    /** @param variant of the master playlist; each test has its own, since it counts who asked */
    private List<URI> segments(int variant) {
        return urls(urls(hls).get(variant));
    }

    /** How many answers the origin gave for a path. Lines of its log come in the order of answers. */
    private long answers(URI url) throws Exception {
        String mark = "/mark-" + System.nanoTime();
        get(hls.resolve(mark));
        origin.find(Pattern.compile(Pattern.quote(mark)));
        return origin.console().lines().filter(line -> line.contains("GET " + url.getRawPath() + " ")).count();
    }

    @Test
    void manyClientsCostOneRequestASegment() throws Exception {
        List<URI> segments = segments(0);
        assertThat(segments).hasSizeGreaterThan(2);
        List<HttpClient> clients = Stream.generate(HttpClient::newHttpClient).limit(CLIENTS).toList();
        for (URI segment : segments) {
            List<CompletableFuture<HttpResponse<byte[]>>> answers = clients.stream().map(client -> client
                    .sendAsync(request(cached(segment)).build(), HttpResponse.BodyHandlers.ofByteArray())).toList();
            byte[] first = answers.get(0).get().body();
            for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
                assertThat(answer.get().statusCode()).isEqualTo(200);
                assertThat(answer.get().body()).isEqualTo(first);
            }
            assertThat(answers(segment)).as(segment.getPath()).isEqualTo(1);
            assertThat(get(segment).body()).as("the origin's").isEqualTo(first);
        }
    }

    @Test
    void rangesAndEntityTagsAreThoseOfTheOrigin() throws Exception {
        URI segment = segments(1).get(0);
        HttpResponse<byte[]> whole = get(segment);
        HttpResponse<byte[]> part = get(cached(segment), "Range", "bytes=100-299");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole.body(), 100, 300));
        for (String header : List.of("ETag", "Cache-Control", "Access-Control-Allow-Origin", "Content-Type")) {
            assertThat(part.headers().firstValue(header)).as(header).isEqualTo(whole.headers().firstValue(header)).isPresent();
        }
        HttpResponse<byte[]> same = get(cached(segment), "If-None-Match", whole.headers().firstValue("ETag").orElseThrow());
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.headers().firstValue("X-Cache")).hasValue("HIT");
    }

    @Test
    void manifestsAreKeptForEachEncoding() throws Exception {
        HttpResponse<byte[]> plain = get(cached(hls));
        HttpResponse<byte[]> zipped = get(cached(hls), "Accept-Encoding", "gzip");
        assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(zipped.headers().allValues("Vary")).anyMatch(value -> value.contains("Accept-Encoding"));
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(get(cached(hls), "Accept-Encoding", "gzip").headers().firstValue("X-Cache")).hasValue("HIT");
        assertThat(get(cached(hls)).body()).isEqualTo(plain.body());
    }

    @Test
    void filesComeInSlices() throws Exception {
        URI file = hls.resolve("../clockwork_416x234_210.mp4");
        byte[] bytes = Files.readAllBytes(SAMPLE.resolve("clockwork_416x234_210.mp4"));
        HttpResponse<byte[]> part = get(cached(file), "Range", "bytes=1000-1999");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(bytes, 1000, 2000));
        HttpResponse<byte[]> whole = get(cached(file));
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(bytes);
        assertThat(answers(file)).as("one slice").isEqualTo(1);
    }

    @Test
    void keysAndReportsAreNeverKept() throws Exception {
        for (String path : List.of("/?kid=00000000-0000-0000-0000-000000000000", "/published.json")) {
            for (int again = 0; again < 2; again++) {
                HttpResponse<byte[]> answer = get(cache.resolve(path));
                assertThat(answer.headers().firstValue("X-Cache").orElse("")).as(path).isEmpty();
            }
        }
    }

    @Test
    void playlistsWithATokenAreThoseOfTheirClient() throws Exception {
        URI origins = hls.resolve("/");
        PublishedList.Entry encrypted = await().atMost(Duration.ofSeconds(30)).until(() -> PublishedList.of(origins).entries()
                .stream().filter(entry -> entry.name().equals("aes")).findFirst(), Optional::isPresent).orElseThrow();
        URI master = cache.resolve(encrypted.streamingPaths().stream().flatMap(path -> path.paths().stream())
                .filter(path -> path.contains("format=m3u8-cmaf")).findFirst().orElseThrow());
        assertThat(text(master)).startsWith("#EXTM3U").doesNotContain("token=");
        for (String token : List.of("of-one", "of-another")) {
            URI playlist = URI.create(master + "?a=b&token=" + token);
            assertThat(text(playlist)).contains("?token=" + token);
            URI media = urls(playlist).get(0);
            assertThat(media.getQuery()).isEqualTo("token=" + token);
            assertThat(text(media)).containsPattern("EXT-X-KEY.*token=" + token);
            URI segment = urls(media).get(0);
            get(segment);
            assertThat(get(segment).headers().firstValue("X-Cache")).as("the same for all").hasValue("HIT");
        }
        assertThat(text(master)).doesNotContain("token=");
        assertThat(get(master).headers().firstValue("X-Cache")).hasValue("HIT");
    }

    private static String text(URI url) throws Exception {
        return new String(get(url).body(), StandardCharsets.UTF_8);
    }
}
