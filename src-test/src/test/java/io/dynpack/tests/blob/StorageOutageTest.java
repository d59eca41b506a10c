package io.dynpack.tests.blob;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.azure.core.util.BinaryData;

import io.dynpack.tests.Delivery;
import io.dynpack.tests.StreamingFormat;
import io.dynpack.tests.http.LogLines;
import io.dynpack.tests.http.RawHttp;
import io.dynpack.tests.http.Reply;
import io.dynpack.tests.manifest.Rendition;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A blob service that freezes, dies and comes back under 64 clients. */
@Tag("node")
@Tag("alone")
class StorageOutageTest {
    private static final int VIEWERS = 56;
    private static final int LISTENERS = 8;
    /** Bytes. */
    private static final int ONE_READ = 250 << 10;
    private static final String LAST = "written-last";
    private static final Duration FIRST_BYTE = Duration.ofSeconds(5);

    @TempDir
    Path data;

    private Azurite azurite;
    private BlobNode node;
    private RawHttp http;
    private String manifest;
    private final Map<String, byte[]> fragments = new LinkedHashMap<>();

    /** One answer. @param at when it was asked for, nanoseconds */
    private record Answer(String path, long at, Reply reply) {}

    @BeforeEach
    void start() {
        azurite = new Azurite(data);
        var media = azurite.container("outage");
        String catalog = azurite.container("outage-catalog").getBlobContainerName();
        BlobNode.upload(Fixtures.ladder(), media, "ladder/");
        node = new BlobNode(options -> {
            options.setConnectionString(azurite.connectionString());
            options.setAzureContainer(media.getBlobContainerName());
            options.setAzureCatalogContainer(catalog);
            // nothing of the media is found in memory for long
            options.setReadMemory("1MB");
            options.setReadAhead(false);
        });
        http = new RawHttp(node.base());
        URI ism = node.base().resolve(node.publish("ladder"));
        manifest = ism.resolve("manifest(format=m3u8-cmaf)").getRawPath();
        Delivery delivery = new Delivery();
        for (Rendition rendition : StreamingFormat.DASH_CMAF.manifests()
                .read(ism.resolve(StreamingFormat.DASH_CMAF.manifest()), delivery::text)) {
            rendition.segments().forEach(segment -> fragments.put(segment.uri().getRawPath(), delivery.bytes(segment)));
            // a longer one takes several reads, and where the outage comes between two of them its connection is cut
            fragments.values().removeIf(bytes -> bytes.length > ONE_READ);
        }
        assertThat(http.get(manifest).status()).isEqualTo(200);
        media.getBlobClient(LAST).upload(BinaryData.fromString(LAST));
        await().atMost(Duration.ofSeconds(30)).until(this::isSaved);
    }

    /** The emulator writes its tables every five seconds, and a kill loses what was not written: what came last has to be there. */
    private boolean isSaved() throws IOException {
        Path blobs = data.resolve("__azurite_db_blob__.json");
        Path extents = data.resolve("__azurite_db_blob_extent__.json");
        if (!Files.exists(blobs) || !Files.exists(extents)) {
            return false;
        }
        Matcher extent = Pattern.compile("\"name\":\"" + LAST + "\".*?\"persistency\":\\{\"id\":\"([^\"]+)\"")
                .matcher(Files.readString(blobs));
        return extent.find() && Files.readString(extents).contains(extent.group(1));
    }

    @AfterEach
    void stop() {
        node.close();
        azurite.kill();
    }

    @Test
    void freezesAndGoesOn() throws Exception {
        outage(() -> azurite.signal("STOP"), () -> azurite.signal("CONT"));
    }

    @Test
    void diesAndIsStartedAgain() throws Exception {
        outage(azurite::kill, azurite::start);
    }

    private void outage(Runnable begin, Runnable end) throws Exception {
        Collection<Answer> answers = new ConcurrentLinkedQueue<>();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService clients = Executors.newFixedThreadPool(VIEWERS + LISTENERS);
        long began;
        try (LogLines log = new LogLines("io.dynpack.storage"); LogLines origin = new LogLines("io.dynpack.origin")) {
            List<Future<?>> all = new ArrayList<>();
            List<String> paths = List.copyOf(fragments.keySet());
            for (int i = 0; i < VIEWERS; i++) {
                all.add(clients.submit(() -> {
                    while (!over.get()) {
                        ask(paths.get(ThreadLocalRandom.current().nextInt(paths.size())), answers);
                    }
                }));
            }
            for (int i = 0; i < LISTENERS; i++) {
                all.add(clients.submit(() -> {
                    while (!over.get()) {
                        ask(manifest, answers);
                    }
                }));
            }
            await().until(() -> answers.size() > 500);
            began = System.nanoTime();
            begin.run();
            // every viewer was refused, most of them by a probe that all of them waited for
            await().atMost(Duration.ofSeconds(30)).until(() -> count(answers, began, answer -> answer.reply.status() == 503) > 4
                    * VIEWERS);
            await().until(() -> System.nanoTime() - began > Duration.ofSeconds(8).toNanos());
            end.run();
            long ended = System.nanoTime();
            Reply next = http.get(paths.get(1));
            if (next.status() == 503) {
                // it waited for a probe that was under way when the storage came back
                next = http.get(paths.get(1));
            }
            assertThat(next.status()).as("the next request works: " + next).isEqualTo(200);
            await().atMost(Duration.ofSeconds(20)).until(() -> count(answers, ended, answer -> answer.path.equals(paths.get(2))
                    && answer.reply.status() == 200) > 0);
            over.set(true);
            for (Future<?> client : all) {
                client.get();
            }
            judge(answers, began, ended);
            List<String> lines = log.lines();
            assertThat(lines.stream().filter(line -> line.contains("does not answer (")))
                    .as("a line for each of the storages").hasSizeBetween(1, 2);
            assertThat(lines.stream().filter(line -> line.contains("answers again"))).hasSizeBetween(1, 2);
            assertThat(lines).as("nothing else is said").hasSizeLessThanOrEqualTo(4);
            // reads that waited for room behind those that hung may say so when the storage is back, a few of the many
            assertThat(origin.lines()).hasSizeLessThan(10);
        } finally {
            over.set(true);
            clients.shutdownNow();
        }
    }

    private void judge(Collection<Answer> answers, long began, long ended) {
        List<Long> times = new ArrayList<>();
        for (Answer answer : answers) {
            Reply reply = answer.reply;
            if (answer.path.equals(manifest)) {
                assertThat(reply.status()).isEqualTo(200);
                if (answer.at > began && answer.at < ended) {
                    times.add(reply.nanos() / 1_000_000);
                }
            } else if (reply.status() == 503) {
                assertThat(reply.header("Retry-After")).isNotNull();
                assertThat(reply.length()).as("no byte of media").isEqualTo(reply.body().length);
                assertThat(reply.nanos()).isLessThan(FIRST_BYTE.plusMillis(800).toNanos());
            } else {
                assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
                assertThat(reply.body()).isEqualTo(fragments.get(answer.path));
            }
        }
        long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
        String all = sorted.length + " manifests, median " + sorted[sorted.length / 2] + " ms, 99 in 100 within "
                + sorted[sorted.length * 99 / 100] + " ms, the slowest " + sorted[sorted.length - 1] + " ms";
        assertThat(sorted[sorted.length * 99 / 100]).as(all).isLessThan(50);
    }

    private void ask(String path, Collection<Answer> answers) {
        long at = System.nanoTime();
        answers.add(new Answer(path, at, http.get(path)));
    }

    private static long count(Collection<Answer> answers, long since, Predicate<Answer> wanted) {
        return answers.stream().filter(answer -> answer.at > since && wanted.test(answer)).count();
    }
}
