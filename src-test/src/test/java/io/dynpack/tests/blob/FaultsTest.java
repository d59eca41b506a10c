package io.dynpack.tests.blob;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.camel.CamelExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.OpenMedia;
import io.dynpack.tests.Delivery;
import io.dynpack.tests.StreamingFormat;
import io.dynpack.tests.http.RawHttp;
import io.dynpack.tests.http.Reply;
import io.dynpack.tests.manifest.Manifests;
import io.dynpack.tests.manifest.Rendition;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A network and a service on a bad day: every answer is right or an error that says when to come back. */
@Tag("node")
@Tag("alone")
@ExtendWith(Azurite.Provider.class)
class FaultsTest {
    private static final int REQUESTS = 1000;
    private static final int VIEWERS = 16;
    private static final long SEED = 20_260_102;
    private static final long READ_MEMORY = 6 << 20;

    private final Azurite azurite;
    private final BlobContainerClient media;
    private final String catalog;
    private final FaultyProxy proxy;
    private final BlobNode node;

    FaultsTest(Azurite azurite) {
        this.azurite = azurite;
        media = azurite.container("faults");
        catalog = azurite.container("faults-catalog").getBlobContainerName();
        proxy = new FaultyProxy(azurite.port(), SEED);
        node = new BlobNode(options -> options(options, azurite, catalog));
    }

    private void options(DynpackConfiguration options, Azurite azurite, String catalog) {
        options.setConnectionString(azurite.connectionString(proxy.port()));
        options.setAzureContainer(media.getBlobContainerName());
        options.setAzureCatalogContainer(catalog);
        options.setReadMemory(Long.toString(READ_MEMORY));
    }

    @AfterEach
    void close() {
        node.close();
        proxy.close();
    }

    @Test
    void neverAWrongByte() throws Exception {
        BlobNode.upload(Fixtures.ladder(), media, "ladder/");
        BlobNode.upload(Fixtures.muxed(), media, "muxed/");
        Map<String, byte[]> expected = new TreeMap<>();
        Delivery delivery = new Delivery();
        for (String asset : List.of("ladder", "muxed")) {
            URI ism = node.base().resolve(node.publish(asset));
            for (Rendition rendition : StreamingFormat.DASH_CMAF.manifests().read(
                    ism.resolve(StreamingFormat.DASH_CMAF.manifest()), delivery::text)) {
                rendition.segments().forEach(segment -> expected.put(segment.uri().getRawPath(), delivery.bytes(segment)));
            }
            for (Rendition rendition : Manifests.HLS.read(ism.resolve("manifest(format=m3u8-aapl)"), delivery::text)) {
                if (!rendition.kind().equals("iframe")) {
                    rendition.segments().forEach(segment -> expected.put(segment.uri().getRawPath(), delivery.bytes(segment)));
                }
            }
        }
        List<String> paths = List.copyOf(expected.keySet());
        proxy.faults(new FaultyProxy.Faults(Duration.ofMillis(20), 0.05, 0.03, 0.03, 0.01, null));
        proxy.forget();
        Random random = new Random(SEED);
        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            wanted.add(paths.get(random.nextInt(paths.size())));
        }
        RawHttp http = new RawHttp(node.base());
        Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
        AtomicInteger broken = new AtomicInteger();
        AtomicLong most = new AtomicLong();
        ExecutorService viewers = Executors.newFixedThreadPool(VIEWERS);
        long start = System.nanoTime();
        long payload = 0;
        try {
            List<Future<?>> all = new ArrayList<>();
            for (String path : wanted) {
                payload += expected.get(path).length;
                all.add(viewers.submit(() -> {
                    judge(http.get(path), expected.get(path), statuses, broken);
                    most.accumulateAndGet(OpenMedia.readBytes(node.context()), Math::max);
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            viewers.shutdownNow();
        }
        List<FaultyProxy.Call> gets = proxy.calls().stream().filter(call -> call.target().contains(".mp4")
                && call.method().equals("GET")).toList();
        long read = gets.stream().mapToLong(FaultyProxy.Call::bytes).sum();
        System.out.printf(
                "faults: %s, %d cut short, %d GETs of media, %d bytes read for %d of payload, %d faults, at most %d bytes in memory, %d ms%n",
                statuses, broken.get(), gets.size(), read, payload,
                proxy.calls().stream().filter(call -> !call.fault().equals("NONE")).count(),
                most.get(), (System.nanoTime() - start) / 1_000_000);
        assertThat(statuses.getOrDefault(200, new AtomicInteger()).get()).isGreaterThan(REQUESTS * 9 / 10);
        assertThat(broken).hasValueLessThan(REQUESTS / 100);
        await().untilAsserted(() -> assertThat(OpenMedia.leases(node.context())).isZero());
        assertThat(most).hasValueLessThanOrEqualTo(READ_MEMORY);
    }

    private static void judge(Reply reply, byte[] expected, Map<Integer, AtomicInteger> statuses, AtomicInteger broken) {
        statuses.computeIfAbsent(reply.status(), status -> new AtomicInteger()).incrementAndGet();
        if (reply.status() == 200) {
            assertThat(Integer.parseInt(reply.header("Content-Length"))).isEqualTo(expected.length);
            assertThat(Arrays.mismatch(reply.body(), expected)).isIn(-1, reply.body().length);
            broken.addAndGet(reply.body().length < expected.length ? 1 : 0);
        } else {
            assertThat(reply.status()).isIn(502, 503, 504);
            assertThat(Integer.parseInt(reply.header("Retry-After"))).isPositive();
        }
    }

    @Test
    void manyViewersOfOneSegmentAreOneRead() throws Exception {
        BlobNode.upload(Fixtures.ladder(), media, "ladder/");
        URI ism = node.base().resolve(node.publish("ladder"));
        Rendition top = StreamingFormat.DASH_CMAF.manifests()
                .read(ism.resolve(StreamingFormat.DASH_CMAF.manifest()), new Delivery()::text).get(0);
        proxy.faults(FaultyProxy.Faults.delay(Duration.ofMillis(100)));
        proxy.forget();
        RawHttp http = new RawHttp(node.base());
        ExecutorService viewers = Executors.newFixedThreadPool(32);
        List<Future<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            replies.add(viewers.submit(() -> http.get(top.segments().get(1).uri().getRawPath())));
        }
        long payload = 0;
        for (Future<Reply> reply : replies) {
            assertThat(reply.get().status()).isEqualTo(200);
            payload = reply.get().body().length;
        }
        viewers.shutdownNow();
        // the segment, and the one after it, ahead of the players
        await().until(() -> media(proxy).size() == 2);
        assertThat(media(proxy).get(0).bytes()).isLessThan(payload);
        http.get(top.segments().get(2).uri().getRawPath());
        await().until(() -> media(proxy).size() >= 2);
        assertThat(media(proxy).stream().map(FaultyProxy.Call::range).distinct()).hasSizeLessThanOrEqualTo(3);
    }

    private static List<FaultyProxy.Call> media(FaultyProxy proxy) {
        return proxy.calls().stream().filter(call -> call.method().equals("GET") && call.target().contains(".mp4?")
                || call.method().equals("GET") && call.target().endsWith(".mp4")).toList();
    }

    @Test
    void aSegmentIsOneReadOfEachTrackAndLittleMoreThanItsPayload() {
        StringBuilder figures = new StringBuilder();
        for (var folder : List.of(Fixtures.ladder(), Fixtures.muxed())) {
            String name = folder.getFileName().toString();
            BlobNode.upload(folder, media, name + "/");
            String ism = node.publish(name);
            for (String format : List.of("mpd-time-cmaf", "m3u8-aapl", "m3u8-aapl-v3")) {
                // which has nothing of what another format read
                try (BlobNode fresh = new BlobNode(options -> options(options, azurite, catalog))) {
                    Manifests manifests = format.startsWith("mpd") ? Manifests.DASH : Manifests.HLS;
                    for (Rendition rendition : manifests.read(fresh.base().resolve(ism + "manifest(format=" + format + ")"),
                            new Delivery()::text)) {
                        int tracks = format.equals("m3u8-aapl-v3") && rendition.kind().equals("video") ? 2 : 1;
                        assertThat(reads(rendition, name + " " + format, figures)).as(figures.toString())
                                .isLessThanOrEqualTo(tracks);
                    }
                }
            }
        }
        System.out.println("reads of segments:" + figures);
    }

    /** @return GETs for a segment */
    private double reads(Rendition rendition, String name, StringBuilder figures) {
        proxy.forget();
        int count = 0;
        long payload = 0;
        // backwards, so that nothing was read ahead
        for (int i = rendition.segments().size() - 1; i >= 0; i--) {
            payload += new Delivery().bytes(rendition.segments().get(i)).length;
            count++;
        }
        List<FaultyProxy.Call> calls = media(proxy);
        long read = calls.stream().mapToLong(FaultyProxy.Call::bytes).sum();
        figures.append("%n%s %s %d: %d segments, %.2f GETs each, %.2f bytes read for one of payload".formatted(name,
                rendition.kind(), rendition.bandwidth(), count, (double) calls.size() / count, (double) read / payload));
        return (double) calls.size() / count;
    }

    @Test
    void anOverwrittenBlobIsNeverMixed() throws Exception {
        BlobNode.upload(Fixtures.ladder(), media, "ladder/");
        String ism = node.publish("ladder");
        String file = Fixtures.LEVELS.get(0).file();
        String download = node.base().resolve(ism).resolve("../" + file).getRawPath();
        byte[] old = media.getBlobClient("ladder/" + file).downloadContent().toBytes();
        byte[] other = old.clone();
        Arrays.fill(other, other.length / 8, other.length, (byte) 0xee);
        proxy.faults(FaultyProxy.Faults.delay(Duration.ofMillis(50)));
        RawHttp http = new RawHttp(node.base());
        try (Socket reader = http.open("GET " + download + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 8192)) {
            InputStream in = reader.getInputStream();
            byte[] first = in.readNBytes(20_000);
            media.getBlobClient("ladder/" + file).upload(BinaryData.fromBytes(other), true);
            ByteArrayOutputStream rest = new ByteArrayOutputStream();
            rest.write(first);
            try {
                in.transferTo(rest);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("reset");
            }
            Reply reply = Reply.parse(rest.toByteArray(), 0);
            assertThat(Arrays.mismatch(reply.body(), old)).isIn(-1, reply.body().length);
        }
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Reply now = http.get(download);
            assertThat(now.status()).isEqualTo(200);
            assertThat(now.body()).isEqualTo(other);
        });
    }

    @Test
    void whoDiesWhileIngestingLosesNothing() {
        String expected = null;
        for (int puts = 0; puts < 8; puts++) {
            String asset = "dying-" + puts;
            BlobNode.upload(Fixtures.audioOnly(), media, asset + "/");
            int before = puts;
            try (FaultyProxy cable = new FaultyProxy(azurite.port(), puts);
                    BlobNode dying = new BlobNode(options -> {
                        options(options, azurite, catalog);
                        options.setConnectionString(azurite.connectionString(cable.port()));
                        options.setAzureTimeout(Duration.ofMillis(200));
                    })) {
                cable.cutAfter(call -> call.startsWith("PUT"), before);
                try {
                    dying.publish(asset);
                } catch (CamelExecutionException e) {
                    assertThat(e).hasRootCauseInstanceOf(IOException.class);
                }
            }
            URI ism = node.base().resolve(node.publish(asset));
            String manifest = new Delivery().text(ism.resolve(StreamingFormat.DASH_CMAF.manifest()));
            assertThat(manifest).isEqualTo(expected == null ? manifest : expected);
            expected = manifest;
            for (Rendition rendition : StreamingFormat.DASH_CMAF.manifests()
                    .read(ism.resolve(StreamingFormat.DASH_CMAF.manifest()), new Delivery()::text)) {
                assertThat(new Delivery().bytes(rendition.segments().get(0))).isNotEmpty();
            }
        }
    }
}
