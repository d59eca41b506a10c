package io.dynpack.standalone.command;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.dynpack.standalone.StreamingApplication;

/**
 * Waits until something is published, asks for the page, each manifest and the start of each HLS stream, and ends the
 * application: every class that serving needs has been loaded then, for {@code -XX:ArchiveClassesAtExit}.
 */
final class Rehearsal implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger("dynpack.console");
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final long PERIOD_MILLIS = 200;
    private static final int PATIENCE_MILLIS = 30_000;

    private final CamelContext context;
    private final Runnable end;
    private final ScheduledExecutorService looks = Executors
            .newSingleThreadScheduledExecutor(task -> new Thread(task, "rehearsal"));
    private final long deadline = System.nanoTime() + LONGEST.toNanos();
    private volatile boolean failed;

    /** @param end of the application */
    Rehearsal(CamelContext context, Runnable end) {
        this.context = context;
        this.end = end;
    }

    void start() {
        looks.scheduleWithFixedDelay(this, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Whether it ended without having played everything. */
    boolean hasFailed() {
        return failed;
    }

    @Override
    public void run() {
        try {
            URI base = URI.create(StreamingApplication.address(context) + "/");
            JsonNode published = new ObjectMapper().readTree(get(base.resolve("published.json")));
            if (!published.isEmpty()) {
                play(base, published);
                LOG.info("Rehearsed");
                end();
            } else if (System.nanoTime() > deadline) {
                throw new IOException("nothing was published in " + LONGEST.toMinutes() + " minutes");
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("the rehearsal broke off", e);
            failed = true;
            end();
        }
    }

    private void end() {
        looks.shutdown();
        end.run();
    }

    private static void play(URI base, JsonNode published) throws IOException {
        for (String file : List.of("", "app.js", "players.js", "style.css", "assets.json")) {
            get(base.resolve(file));
        }
        for (JsonNode path : published.findValue("streamingPaths").findValues("paths")) {
            for (JsonNode url : path) {
                play(base.resolve(url.asText()));
            }
        }
    }

    /** A manifest; of HLS also what the first lines of a playlist lead to: a media playlist, then a segment. */
    private static void play(URI url) throws IOException {
        String text = new String(get(url), StandardCharsets.UTF_8);
        if (text.startsWith("#EXTM3U")) {
            String next = text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).findFirst().orElse(null);
            if (next != null) {
                play(url.resolve(next));
            }
        }
    }

    private static byte[] get(URI url) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes();
        }
    }
}
