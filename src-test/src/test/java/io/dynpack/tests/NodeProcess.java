package io.dynpack.tests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        base = URI.create("http://127.0.0.1:" + port + "/");
        console = home.resolve("console.log");
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", System.getProperty("java.class.path"), main.getName());
        builder.environment().putAll(environment);
        builder.environment().put("DYNPACK_PORT", Integer.toString(port));
        process = builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile())).start();
    }

    /** The quickstart over {@code media} and {@code data} of a home that several nodes may share. */
    static NodeProcess quickstart(Path home) throws IOException {
        return new NodeProcess(QuickstartApplication.class, home,
                Map.of("DYNPACK_MEDIA", home.resolve("media").toString(), "DYNPACK_DATA", home.resolve("data").toString()));
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
