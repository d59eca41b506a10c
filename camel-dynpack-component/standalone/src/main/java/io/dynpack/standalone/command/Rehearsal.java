package io.dynpack.standalone.command;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

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
    private static final long PERIOD = 200;

    private final CamelContext context;
    private final Runnable end;

    /** @param end of the application */
    Rehearsal(CamelContext context, Runnable end) {
        this.context = context;
        this.end = end;
    }

    void start() {
        new Thread(this, "rehearsal").start();
    }

    @Override
    public void run() {
        try {
            URI base = URI.create(StreamingApplication.address(context) + "/");
            JsonNode published = published(base);
            for (String file : List.of("", "app.js", "players.js", "style.css", "assets.json")) {
                get(base.resolve(file));
            }
            for (JsonNode path : published.findValue("streamingPaths").findValues("paths")) {
                for (JsonNode url : path) {
                    play(base.resolve(url.asText()));
                }
            }
            LOG.info("Rehearsed");
        } catch (IOException e) {
            LOG.warn("the rehearsal broke off", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end.run();
        }
    }

    private static JsonNode published(URI base) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode list = new ObjectMapper().readTree(get(base.resolve("published.json")));
            if (!list.isEmpty()) {
                return list;
            }
            Thread.sleep(PERIOD);
        }
        throw new IOException("nothing was published in " + LONGEST.toMinutes() + " minutes");
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
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes();
        }
    }
}
