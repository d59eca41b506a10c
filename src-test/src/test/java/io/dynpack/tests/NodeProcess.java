package io.dynpack.tests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.dynpack.examples.quickstart.QuickstartApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An application in a Java virtual machine of its own: a node that can die. */
public final class NodeProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path console;
    private final Process process;
    private final URI base;

    /**
     * @param main        whose {@code main} method runs it
     * @param home        where its output goes, appended to that of others
     * @param environment its settings; a port is added
     */
    public NodeProcess(Class<?> main, Path home, Map<String, String> environment) throws IOException {
        this(main, home, environment, List.of());
    }

    /** @param options of the virtual machine */
    NodeProcess(Class<?> main, Path home, Map<String, String> environment, List<String> options) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        base = URI.create("http://127.0.0.1:" + port + "/");
        console = home.resolve("console.log");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.environment().put("DYNPACK_PORT", Integer.toString(port));
        process = builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile())).start();
    }

    /** The quickstart over {@code media} and {@code data} of a home that several nodes may share. */
    static NodeProcess quickstart(Path home, String... options) throws IOException {
        return new NodeProcess(QuickstartApplication.class, home,
                Map.of("DYNPACK_MEDIA", home.resolve("media").toString(), "DYNPACK_DATA", home.resolve("data").toString()),
                List.of(options));
    }

    URI base() {
        return base;
    }

    /** What it said so far, and those before it in the same home. */
    String console() throws IOException {
        return Files.readString(console);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until all of these assets are published. */
    public PublishedList published(List<String> names) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).ignoreExceptions()
                .until(() -> names.stream().allMatch(PublishedList.of(base)::contains));
        return PublishedList.of(base);
    }

    public void killAfter(Duration delay) {
        try {
            assertThat(process.waitFor(delay.toMillis(), TimeUnit.MILLISECONDS))
                    .as("ended by itself: " + Files.readString(console)).isFalse();
        } catch (InterruptedException | IOException e) {
            throw new AssertionError(e);
        }
        close();
    }

    /** SIGKILL. */
    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
