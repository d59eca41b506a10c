package io.dynpack.tests.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.dynpack.tests.Delivery;
import io.dynpack.tests.http.Reply;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code java -jar dynpack.jar}, by whoever has nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynpackJarTest {
    private static final Path SAMPLE = Path.of("../examples/quickstart/sample/clockwork");

    private Path home;
    private DynpackJar jar;
    private Path media;

    @BeforeAll
    void jar(@TempDir Path folder) throws IOException {
        home = folder;
        jar = new DynpackJar(home);
        media = Files.createDirectories(home.resolve("media"));
        Fixtures.copy(SAMPLE, media.resolve("clockwork"));
    }

    @Test
    void servesAFolderUntilItIsTerminated() throws Exception {
        Path folder = Files.createDirectories(home.resolve("served"));
        Path movie = folder.resolve("clockwork/clockwork_640x360_480.mp4");
        Fixtures.copy(SAMPLE, folder.resolve("clockwork"));
        appendFreeSpace(movie);
        try (RunningJar server = jar.start("served", "--port", "0")) {
            URI hls = server.published("clockwork", "m3u8-cmaf");
            Delivery delivery = new Delivery();
            assertThat(delivery.text(hls, false)).startsWith("#EXTM3U").contains("RESOLUTION=640x360");
            assertThat(delivery.text(server.published("clockwork", "mpd-time-cmaf"), false)).contains("<MPD");
            assertThat(delivery.text(hls.resolve("manifest"), false)).contains("<SmoothStreamingMedia");
            assertThat(delivery.text(server.base(), false)).contains("app.js");
            assertThat(delivery.text(server.base().resolve("assets.json"), false)).contains("\"clockwork\"")
                    .doesNotContain(".dynpack");
            assertThat(server.console()).containsPattern("Memory: heap [0-9]+ MiB; of it reads [0-9]+ MiB")
                    .as("no terminal").doesNotContain("\r", "\u001b").as("quiet").doesNotContain(" INFO ", " WARN ");

            DynpackJar.Outcome explained = jar.run("explain", hls.toString(), "served");
            assertThat(explained.code()).as(explained.err()).isZero();
            assertThat(explained.out()).contains("is answered with 200", "clockwork_640x360_480.mp4", "server manifest");
            DynpackJar.Outcome absent = jar.run("explain", hls.getPath().replace("clockwork.ism", "other.ism"), "served",
                    "--json");
            assertThat(absent.code()).as(absent.err()).isZero();
            JsonObject answer = JsonParser.parseString(absent.out()).getAsJsonObject().getAsJsonObject("answer");
            assertThat(answer.get("status").getAsInt()).isEqualTo(404);

            String name = "clockwork_640x360_480.mp4";
            byte[] body = slowly(hls.resolve("../" + name), server);
            assertThat(server.code()).as("SIGTERM").isEqualTo(143);
            assertThat(body).as("what was under way has arrived")
                    .isEqualTo(Files.readAllBytes(folder.resolve("clockwork/" + name)));
        }
    }

    /** Makes a file longer than what sockets buffer. */
    private static void appendFreeSpace(Path movie) throws IOException {
        ByteBuffer free = ByteBuffer.allocate(64 << 20);
        free.putInt(free.capacity()).put("free".getBytes(StandardCharsets.US_ASCII));
        Files.write(movie, free.array(), StandardOpenOption.APPEND);
    }

    /** A download whose reader lets the server be terminated after the first bytes. */
    private static byte[] slowly(URI url, RunningJar server) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
            socket.getOutputStream().write(("GET " + url.getRawPath() + " HTTP/1.1\r\nHost: " + url.getAuthority()
                    + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            byte[] first = in.readNBytes(2000);
            server.terminate();
            byte[] rest = in.readAllBytes();
            byte[] all = Arrays.copyOf(first, first.length + rest.length);
            System.arraycopy(rest, 0, all, first.length, rest.length);
            Reply reply = Reply.parse(all, 0);
            assertThat(reply.status()).isEqualTo(200);
            return reply.body();
        }
    }

    @Test
    void describes() throws Exception {
        List<String> before = files(media);
        DynpackJar.Outcome text = jar.run("describe", "media/clockwork");
        assertThat(text.code()).as(text.err()).isZero();
        assertThat(text.out()).contains("clockwork: can be served, 24.024 s", "avc1.4d401f, 640x360", "language deu");
        DynpackJar.Outcome json = jar.run("describe", "--json", "media");
        assertThat(json.err()).isEmpty();
        JsonArray assets = JsonParser.parseString(json.out()).getAsJsonArray();
        assertThat(assets).hasSize(1);
        JsonObject asset = assets.get(0).getAsJsonObject();
        assertThat(asset.get("usable").getAsBoolean()).isTrue();
        assertThat(asset.getAsJsonArray("files")).hasSize(5);
        assertThat(asset.getAsJsonArray("streams")).hasSize(3);
        assertThat(files(media)).as("nothing is written").isEqualTo(before);
    }

    @Test
    void checks() throws Exception {
        DynpackJar.Outcome good = jar.run("check", "media");
        assertThat(good.out()).startsWith("clockwork: can be served, 24.024 s");
        assertThat(good.code()).as(good.err()).isZero();
        Path broken = Files.createDirectories(home.resolve("partly/broken"));
        Files.writeString(broken.resolve("broken.mp4"), "this is no movie");
        Fixtures.copy(SAMPLE, home.resolve("partly/clockwork"));
        Files.copy(SAMPLE.resolve("clockwork_256x144_90.mp4"), home.resolve("partly/loose.mp4"));
        Files.writeString(home.resolve("partly/clockwork/clockwork.en.srt"), """
                1
                00:00:01,000 --> 00:00:03,000
                Hello

                2
                00:00:99,000 --> later
                Broken
                """);
        Files.writeString(home.resolve("partly/clockwork/notes.srt"), "zebra");
        List<String> before = files(home.resolve("partly"));
        DynpackJar.Outcome bad = jar.run("check", "partly");
        assertThat(bad.code()).isEqualTo(1);
        assertThat(bad.out()).contains("broken: cannot be served", "ERROR: ", "broken.mp4", "clockwork: can be served",
                "loose.mp4: is passed over", "text subt_en", "WARNING: clockwork.en.srt: line 6",
                "notes.srt: is not shown", "its name says no language");
        assertThat(files(home.resolve("partly"))).as("nothing is written").isEqualTo(before);
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> folder.relativize(file).toString()).sorted().toList();
        }
    }

    @Test
    void tellsWhatItCan() throws Exception {
        DynpackJar.Outcome help = jar.run("--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("dynpack", "--port=NUMBER", "--data=FOLDER", "describe", "check", "explain", "143")
                .doesNotContain("rehearse");
        assertThat(jar.run("explain", "--help").out()).contains("dynpack explain", "--json");
        assertThat(jar.run("--version").out()).matches("DynPack \\d\\S* \\(Java .*\\)\n");
    }

    @Test
    void wrongCommandLinesEndWithTwo() throws Exception {
        usage(jar.run(), "Name a folder");
        usage(jar.run("--prot", "80", "media"), "--prot");
        usage(jar.run("media", "--port", "http"), "--port");
        usage(jar.run("media", "--azure-container", "media"), "one place");
        usage(jar.run("explain"), "URL");
    }

    private static void usage(DynpackJar.Outcome outcome, String said) {
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).contains(said).contains("--help'").doesNotContain("\tat ");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void problemsEndWithOneAndSayWhatToDo() throws Exception {
        problem(jar.run("absent"), "absent does not exist; name the folder");
        problem(jar.run("dynpack.jar"), "dynpack.jar is no folder");
        problem(jar.run("check", "absent"), "absent does not exist");
        problem(jar.run("check", Files.createDirectories(home.resolve("empty")).toString()), "holds MP4 files");
        problem(jar.run("explain", "/x.ism/manifest", "media"), "--data or DYNPACK_DATA");
        problem(jar.run("--azure-containers", "asset-*"), "AZURE_STORAGE_CONNECTION_STRING");
        problem(jar.run(Map.of("AZURE_STORAGE_ACCOUNT", "media"), "--azure-container", "NO NAME"), "azureContainer",
                "not NO NAME");
        problem(jar.run(Map.of("CAMEL_COMPONENT_DYNPACK_NONE", "1"), "media", "--port", "0", "--data", home.resolve("data")
                .toString()), "CAMEL_COMPONENT_DYNPACK_NONE names no option");
        // a folder in which not even root can write
        problem(jar.run("media", "--port", "0", "--data", "/proc/dynpack"), "nothing can be written in /proc/dynpack",
                "--data");
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());
            problem(jar.run("media", "--port", port, "--data", home.resolve("data").toString()), "port " + port, "--port");
        }
        problem(jar.run("media", "--host", "203.0.113.7", "--data", home.resolve("data").toString()), "203.0.113.7", "--host");
        problem(jar.run("media", "--port", "70000", "--data", home.resolve("data").toString()), "not from 0 to 65535");
    }

    private static void problem(DynpackJar.Outcome outcome, String... said) {
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
        assertThat(outcome.err()).contains(said).startsWith("dynpack: ").as("one line").matches(Pattern.compile("[^\n]*\n"));
    }
}
