package io.dynpack.tests.standalone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A server that was started from the jar. Ends with SIGKILL unless it was stopped. */
final class RunningJar implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern LISTENS = Pattern.compile("DynPack \\S+ serves .* at (http://\\S+/)");

    private final Process process;
    private final StringBuffer console = new StringBuffer();

    RunningJar(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "dynpack-output");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                console.append(line).append('\n');
            }
        } catch (IOException e) {
            console.append(e);
        }
    }

    String console() {
        return console.toString();
    }

    /** Waits until it says where it listens. */
    URI base() {
        return URI.create(find(LISTENS).group(1));
    }

    /** Waits until an asset is announced. @return its URL of a format */
    URI published(String asset, String format) {
        return URI.create(find(Pattern.compile("Published " + asset + "\n(?: {4}http\\S*\n)*? {4}(http\\S*\\(format=" + format
                + "\\))")).group(1));
    }

    Matcher find(Pattern pattern) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20))
                .until(() -> pattern.matcher(console).find() || !process.isAlive());
        Matcher matcher = pattern.matcher(console());
        assertThat(matcher.find()).as(() -> pattern + " in: " + console).isTrue();
        return matcher;
    }

    /** SIGTERM, without waiting for what comes of it. */
    void terminate() {
        process.destroy();
    }

    /** Waits until it has ended. @return exit code */
    int code() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(() -> "ends: " + console).isTrue();
        return process.exitValue();
    }

    /** Nothing is written into its folders after this. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
