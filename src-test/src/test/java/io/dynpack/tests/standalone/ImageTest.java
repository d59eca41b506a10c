package io.dynpack.tests.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.google.gson.Gson;

import io.dynpack.tests.Delivery;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the Dockerfile says, done without Docker: its commands, its variables, its folders below a temporary one. */
@Tag("alone")
class ImageTest {
    private static final Path DOCKERFILE = Path.of("../camel-dynpack-component/standalone/Dockerfile");
    private static final Path SAMPLE = Path.of("../examples/quickstart/sample/clockwork");

    @TempDir
    Path app;
    private DynpackJar jar;
    private String dockerfile;

    @BeforeEach
    void layOut() throws IOException {
        jar = new DynpackJar(app);
        Fixtures.copy(SAMPLE, app.resolve("rehearsal/clockwork"));
        Fixtures.copy(SAMPLE, app.resolve("media/clockwork"));
        Files.createDirectories(app.resolve("data"));
        String text = Files.readString(DOCKERFILE);
        for (String folder : List.of("app", "rehearsal", "media", "data")) {
            text = text.replaceAll("(?<=[ =\"])/" + folder + "(?=[/\" \n])",
                    folder.equals("app") ? app.toString() : app + "/" + folder);
        }
        dockerfile = text;
    }

    private String instruction(String name) {
        Matcher matcher = Pattern.compile("^" + name + " (.*)$", Pattern.MULTILINE).matcher(dockerfile);
        assertThat(matcher.find()).as(name).isTrue();
        return matcher.group(1);
    }

    private static List<String> words(String json) {
        return List.of(new Gson().fromJson(json, String[].class));
    }

    @Test
    void startsFromItsArchiveAndWritesNothingButData() throws Exception {
        List<String> training = List.of(instruction("RUN java").split(" "));
        try (RunningJar rehearsal = jar.start(training, Map.of())) {
            assertThat(rehearsal.code()).as(rehearsal.console()).isZero();
            assertThat(rehearsal.console()).contains("Rehearsed").doesNotContain("broke off");
        }
        assertThat(app.resolve("dynpack.jsa")).exists();

        List<String> command = new ArrayList<>(words(instruction("ENTRYPOINT")));
        assertThat(command.remove(0)).isEqualTo("java");
        command.addAll(words(instruction("CMD")));
        command.addAll(List.of("--port", "0"));
        // as in a container whose file system is read-only
        command.add(0, "-Djava.io.tmpdir=/proc/absent");
        // an archive that does not fit would be passed over in silence
        command.add(0, "-Xshare:on");
        Path classes = app.resolve("classes.log");
        command.add(0, "-Xlog:class+load:file=" + classes);
        try (RunningJar server = jar.start(command, environment())) {
            assertThat(new Delivery().text(server.published("clockwork", "m3u8-cmaf"), false)).startsWith("#EXTM3U");
            await().atMost(Duration.ofSeconds(30)).until(this::isHealthy);
            assertThat(server.console()).doesNotContain(" WARN ", "[warning]");
            server.terminate();
            assertThat(server.code()).isEqualTo(143);
        }
        long archived = loaded(classes, "shared objects file (top)");
        assertThat(archived).isGreaterThan(5000);
        assertThat(loaded(classes, "dynpack.jar")).as("classes that are read from the jar").isLessThan(archived / 10);
    }

    /** Classes by where they came from. */
    private static long loaded(Path log, String source) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.endsWith(source)).count();
        }
    }

    private final String management = Integer.toString(freePort());

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        for (String variable : instruction("ENV").split(" ")) {
            String[] pair = variable.split("=", 2);
            environment.put(pair[0], pair[1]);
        }
        environment.put("DYNPACK_MANAGEMENT_PORT", management);
        return environment;
    }

    private boolean isHealthy() throws IOException, InterruptedException {
        String check = instruction("HEALTHCHECK").replaceFirst("^.* CMD ", "").replace("/9090", "/" + management);
        return new ProcessBuilder(words(check)).start().waitFor() == 0;
    }

    private static int freePort() {
        try (var free = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
