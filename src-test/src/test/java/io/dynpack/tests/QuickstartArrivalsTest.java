package io.dynpack.tests;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.dynpack.storage.PutCondition;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;
import io.dynpack.tests.http.LogLines;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Whatever lies in the media folder is told: on the console, and in what the page shows. */
class QuickstartArrivalsTest {
    private static QuickstartOrigin origin;

    @BeforeAll
    static void start() {
        origin = QuickstartOrigin.start();
    }

    @AfterAll
    static void stop() {
        origin.close();
    }

    private static JsonObject page(String since) {
        return JsonParser.parseString(new Delivery().text(origin.base().resolve("assets.json?since=" + since), false))
                .getAsJsonObject();
    }

    private static Map<String, JsonObject> rows() {
        return page("").getAsJsonArray("assets").asList().stream().map(JsonElement::getAsJsonObject)
                .collect(Collectors.toMap(row -> row.get("name").getAsString(), Function.identity()));
    }

    private static JsonObject row(String name, String state) {
        return await().atMost(Duration.ofSeconds(60)).until(() -> rows().get(name),
                row -> row != null && row.get("state").getAsString().equals(state)
                        && (!state.equals("INGESTED") || !row.getAsJsonArray("locators").isEmpty()));
    }

    private static String findings(JsonObject row) {
        return row.getAsJsonArray("findings").toString();
    }

    private static Path old(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
        return file;
    }

    @Test
    void anAssetThatLostAFileSaysSoEachTimeANodeStarts() throws Exception {
        Path asset = Fixtures.copy(Fixtures.single(), origin.media().resolveSibling("arriving"));
        Path media;
        try (var files = Files.list(asset)) {
            media = files.filter(file -> file.toString().endsWith(".mp4")).findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(media);
        old(Files.write(asset.resolve("broken.mp4"), Arrays.copyOf(bytes, bytes.length / 3)));
        old(Files.writeString(asset.resolve("talk.mkv"), "no MP4"));
        try (LogLines console = new LogLines("dynpack.console")) {
            Files.move(asset, origin.media().resolve("film"));
            String line = console.next("(?s)Published film.*");
            assertThat(line).contains("ERROR: broken.mp4: ").contains("WARNING: talk.mkv: is no MP4 file");
        }
        JsonObject row = row("film", "INGESTED");
        assertThat(findings(row)).contains("broken.mp4").contains("\"ERROR\"").contains("talk.mkv");
        assertThat(row.get("duration").getAsDouble()).isGreaterThan(1);
        assertThat(row.getAsJsonArray("streams").get(0).toString()).contains("\"codecs\"").contains("\"bitrate\"");
        assertThat(row.getAsJsonArray("locators").get(0).toString()).contains("manifest(format=m3u8-cmaf)");

        // another node, which finds everything ingested already and may not write
        try (LogLines log = new LogLines("io.dynpack.camel.operation.IngestHandler");
                QuickstartOrigin other = QuickstartOrigin.start(Map.of(), folder -> new ReadOnly(origin.media()))) {
            assertThat(log.next("film: broken.mp4: .*")).isNotNull();
            assertThat(log.next("film: talk.mkv: .*")).isNotNull();
            assertThat(other.context().isStarted()).isTrue();
        }
    }

    /** A folder of others. */
    private static final class ReadOnly extends ForwardingStorage {
        ReadOnly(Path folder) {
            super(folder);
        }

        @Override
        public CompletableFuture<StoredObject> put(String name, ByteBuffer bytes, PutCondition condition) {
            return CompletableFuture.failedFuture(new StorageException.Refused(name, null));
        }
    }

    @Test
    void whatIsNoAssetIsToldWithItsReason() throws Exception {
        try (LogLines log = new LogLines("io.dynpack.camel.DynpackWatchConsumer");
                LogLines console = new LogLines("dynpack.console")) {
            Files.createDirectories(origin.media().resolve("season/first"));
            old(Files.writeString(origin.media().resolve("season/first/film.mp4"), ""));
            Files.createDirectories(origin.media().resolve("papers"));
            old(Files.writeString(origin.media().resolve("papers/notes.txt"), "no media"));
            assertThat(log.next("season is passed over: it holds no media, but its folder first/ does.*")).isNotNull();
            old(Files.writeString(origin.media().resolve("loose.mp4"), ""));
            assertThat(log.next("loose.mp4 is passed over: it lies beside the folders.*")).isNotNull();
            assertThat(console.next("(?s)Cannot use papers: .*has no media file.*")).isNotNull();
        }
        assertThat(row("loose.mp4", "PASSED_OVER").get("message").getAsString()).contains("put the file into one");
        assertThat(row("season", "PASSED_OVER").get("message").getAsString()).contains("move first/ up");
        assertThat(row("papers", "REFUSED").get("message").getAsString()).contains("has no media file");
    }

    @Test
    void whoKnowsAVersionGetsWhatChangedSince() throws Exception {
        Files.createDirectories(origin.media().resolve("gone"));
        old(Files.writeString(origin.media().resolve("gone/film.mp4"), "no film"));
        row("gone", "REFUSED");
        String version = page("").get("version").getAsString();
        JsonObject nothing = await().until(() -> page(page("").get("version").getAsString()),
                page -> page.getAsJsonArray("assets").isEmpty());
        assertThat(nothing.get("whole").getAsBoolean()).isFalse();
        // with what ingest wrote there
        try (Stream<Path> files = Files.walk(origin.media().resolve("gone"))) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
        JsonArray changes = await().until(() -> page(version).getAsJsonArray("assets"),
                assets -> assets.asList().stream().anyMatch(row -> row.toString().contains("GONE")));
        assertThat(changes.asList()).anyMatch(row -> row.getAsJsonObject().get("name").getAsString().equals("gone"));
        assertThat(rows()).doesNotContainKey("gone");
        assertThat(page("another-run.7").get("whole").getAsBoolean()).isTrue();
    }
}
