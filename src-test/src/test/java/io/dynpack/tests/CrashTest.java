package io.dynpack.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.google.gson.JsonParser;

import io.dynpack.asset.IndexCache;
import io.dynpack.index.MediaIndex;
import io.dynpack.index.MediaIndexCodec;
import io.dynpack.ism.ClientManifest;
import io.dynpack.ism.ServerManifest;
import io.dynpack.tests.manifest.Rendition;
import io.dynpack.tests.manifest.Segment;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The quickstart in a process of its own, killed while it ingests and publishes, and started again. */
class CrashTest {

    private static final int ROUNDS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Random random = new Random(20_260_101);

    @TempDir
    private Path home;

    @Test
    void losesNothingAndLeavesNothingHalfWritten() throws IOException {
        Files.createDirectories(media());
        Files.createDirectories(data());
        List<String> names = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < 3; i++) {
                String name = "asset-" + round + "-" + i;
                QuickstartOrigin.arrive(i == 0 ? Fixtures.audioOnly() : Fixtures.moovLast(), media().resolve(name));
                names.add(name);
            }
            int before = written();
            try (NodeProcess instance = NodeProcess.quickstart(home)) {
                // from the first file it writes on, any instant
                await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).atMost(PATIENCE)
                        .until(() -> written() > before || !instance.isAlive());
                instance.killAfter(Duration.ofMillis(random.nextInt(120)));
            }
            everythingParses();
        }
        Map<String, String> first = served(names);
        everythingParses();
        assertThat(served(names)).isEqualTo(first);
        assertThat(first).hasSizeGreaterThan(names.size());
    }

    private Path media() {
        return home.resolve("media");
    }

    private Path data() {
        return home.resolve("data");
    }

    /** Starts it, waits until all is published, and gives a digest of a manifest and a fragment for each URL; then kills it. */
    private Map<String, String> served(List<String> names) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        Delivery delivery = new Delivery();
        try (NodeProcess instance = NodeProcess.quickstart(home)) {
            PublishedList list = instance.published(names);
            assertThat(list.entries()).hasSameSizeAs(names);
            for (String name : names) {
                URI manifest = list.location(name).resolve(StreamingFormat.DASH_CMAF.manifest());
                digests.put(manifest.getPath(), delivery.text(manifest));
                for (Rendition rendition : StreamingFormat.DASH_CMAF.manifests().read(manifest, delivery::text)) {
                    for (Segment segment : List.of(rendition.initialization(), rendition.segments().get(1))) {
                        digests.put(segment.uri().getPath(), Integer.toHexString(Arrays.hashCode(delivery.bytes(segment))));
                    }
                }
            }
        }
        return digests;
    }

    /** Files that the application has written so far, unfinished ones too. */
    private int written() {
        try (Stream<Path> media = Files.walk(media()); Stream<Path> data = Files.walk(data())) {
            return (int) Stream.concat(media, data).filter(f -> !f.toString().endsWith(".mp4")).filter(Files::isRegularFile)
                    .count();
        } catch (UncheckedIOException | IOException e) {
            // a temporary file went while it was looked at: something is being written
            return Integer.MAX_VALUE;
        }
    }

    private void everythingParses() throws IOException {
        try (Stream<Path> files = Stream.concat(Files.walk(media()), Files.walk(data()))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(".")) {
                    continue;
                }
                byte[] bytes = Files.readAllBytes(file);
                if (name.endsWith(".ism")) {
                    assertThat(ServerManifest.read(ByteBuffer.wrap(bytes), name).tracks()).as(name).isNotEmpty();
                } else if (name.endsWith(".ismc")) {
                    assertThat(ClientManifest.read(ByteBuffer.wrap(bytes), name)).as(name).isNotNull();
                } else if (name.endsWith(".json")) {
                    assertThat(JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8))
                            .isJsonObject()).as(name).isTrue();
                } else if (name.endsWith(IndexCache.SUFFIX)) {
                    assertThat(((MediaIndex) MediaIndexCodec.load(ByteBuffer.wrap(bytes))).tracks()).as(name).isNotEmpty();
                }
            }
        }
    }
}
