package io.dynpack.tests;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.dynpack.camel.OpenMedia;
import io.dynpack.tests.http.RawHttp;
import io.dynpack.tests.http.Reply;
import io.dynpack.tests.manifest.Rendition;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Slow clients and a storage that does not answer take nothing from those who ask for what is in memory. */
@Tag("alone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoadTest {

    private static final int MANY = 200;
    private static final int IN_FLIGHT = 2 * MANY;
    private static final int PER_CLIENT = IN_FLIGHT - 20;
    private static final int MEBI = 1 << 20;

    private final List<Socket> sockets = new ArrayList<>();
    private HeldStorage storage;
    private QuickstartOrigin origin;
    private RawHttp http;
    private String manifest;
    private List<String> segments;
    private String top;
    private int asked;

    @BeforeAll
    void start() {
        origin = QuickstartOrigin.start(Map.of("camel.component.dynpack.freshness", "1s",
                "camel.component.dynpack.maxInFlight", Integer.toString(IN_FLIGHT),
                "camel.component.dynpack.maxInFlightPerClient", Integer.toString(PER_CLIENT),
                "camel.component.dynpack.firstByteTimeout", "60s"), folder -> {
                    storage = new HeldStorage(folder);
                    return storage;
                });
        http = new RawHttp(origin.base());
        URI ism = origin.publish(Fixtures.ladder());
        manifest = ism.resolve(StreamingFormat.DASH_CMAF.manifest()).getRawPath();
        top = ism.resolve("../" + Fixtures.LEVELS.get(0).file()).getRawPath();
        Delivery delivery = new Delivery();
        // not those of the file that the stalled readers have opened before anything was held
        segments = StreamingFormat.DASH_CMAF.manifests().read(URI.create(origin.base() + manifest.substring(1)), delivery::text)
                .stream().filter(r -> r.kind().equals("video")).sorted(Comparator.comparing(Rendition::bandwidth)).limit(4)
                .map(r -> r.segments().get(0).uri().getRawPath()).toList();
    }

    /** The server learns of a closed connection a moment later: what one test leaves in flight would be the next one's. */
    @AfterEach
    void leaveNothingInFlight() throws IOException {
        letGo();
        await().atMost(Duration.ofSeconds(30)).until(() -> OpenMedia.leases(origin.context()) == 0);
    }

    private void letGo() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
        storage.release();
    }

    @AfterAll
    void stop() {
        origin.close();
        storage.close();
    }

    @Test
    void answersWhatIsCachedWhileTwoHundredReadersStall() throws IOException {
        http.get(top);
        long before = memory();
        for (int i = 0; i < MANY; i++) {
            sockets.add(http.open(request(top), 4096));
        }
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try {
            // a hundred bytes each, ten times a second
            clock.scheduleAtFixedRate(this::sip, 0, 100, TimeUnit.MILLISECONDS);
            assertThat(medianMillis()).isLessThan(50);
            assertThat(memory() - before).as("bytes that %s stalled readers take", MANY).isLessThan(64L * MEBI);
        } finally {
            clock.shutdownNow();
        }
    }

    @Test
    void answersWhatIsCachedWhileTheStorageHangs() throws IOException {
        storage.hold(name -> name.endsWith(".mp4"));
        http.get(manifest);
        int held = holdReads(MANY);
        assertThat(medianMillis()).isLessThan(50);
        storage.release();
        for (Socket socket : sockets.subList(0, held)) {
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1))
                    .isEqualTo("HTTP/1.1 206");
        }
    }

    @Test
    void refusesWhatIsTooMuchAtOnce() throws IOException {
        storage.hold(name -> name.endsWith(".mp4"));
        holdReads(IN_FLIGHT);
        Reply refused = await().atMost(Duration.ofSeconds(10)).until(() -> http.get(manifest), r -> r.status() == 503);
        assertThat(refused.header("Retry-After")).matches("\\d+");
        assertThat(refused.header("Cache-Control")).isEqualTo("no-store");
        assertThat(refused.text()).contains("<hresult>MPE_SERVER_BUSY</hresult>");
        assertThat(refused.length()).isEqualTo(refused.body().length);
        letGo();
        await().atMost(Duration.ofSeconds(10)).until(() -> http.get(manifest).status() == 200);
    }

    @Test
    void oneClientLocksNoOtherOut() throws IOException {
        // readers that do not read: reads that wait would not do, since bytes that are in memory still are answered
        for (int i = 0; i < PER_CLIENT; i++) {
            sockets.add(http.open(request(top), 4096));
        }
        // one of them may itself have been refused, while a request before it was still under way: another takes its place
        Reply refused = await().atMost(Duration.ofSeconds(30)).until(() -> {
            sockets.add(http.open(request(top), 4096));
            return http.get(manifest);
        }, r -> r.status() == 503);
        assertThat(refused.header("Retry-After")).matches("\\d+");
        RawHttp other = new RawHttp(origin.base(), "127.0.0.2");
        assertThat(other.get(manifest).status()).isEqualTo(200);
        letGo();
        await().atMost(Duration.ofSeconds(10)).until(() -> http.get(manifest).status() == 200);
    }

    @Test
    void letsGoOfTheMediaOfClientsThatLeave() throws IOException {
        for (int i = 0; i < MANY; i++) {
            sockets.add(http.open(request(i % 2 == 0 ? top : segments.get(i % segments.size())), 4096));
        }
        for (Socket socket : sockets) {
            socket.getInputStream().readNBytes(1000);
        }
        assertThat(OpenMedia.leases(origin.context())).isPositive();
        for (Socket socket : sockets) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> OpenMedia.leases(origin.context()) == 0);
        assertThat(http.get(manifest).status()).isEqualTo(200);
    }

    /** Requests that wait for the storage, each on a connection of its own. */
    private int holdReads(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            // a range that nobody else asks for or has asked for lately, so that no two reads are one
            int from = 5000 + asked++;
            sockets.add(http.open("GET " + segments.get(i % segments.size()) + " HTTP/1.1\r\nHost: localhost\r\nRange: bytes="
                    + from + "-" + (from + 1000) + "\r\n\r\n", 0));
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> storage.waiting() > 0);
        return count;
    }

    private static String request(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    private void sip() {
        try {
            for (Socket socket : sockets) {
                InputStream in = socket.getInputStream();
                in.readNBytes(Math.min(100, in.available()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of tries over three seconds: longer than what is known of the asset counts as fresh. */
    private double medianMillis() {
        long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        LongStream.Builder nanos = LongStream.builder();
        long worst = 0;
        while (System.nanoTime() < end) {
            Reply reply = http.get(manifest);
            assertThat(reply.status()).isEqualTo(200);
            nanos.add(reply.nanos());
            worst = Math.max(worst, reply.nanos());
        }
        // a machine that builds something else beside this may pause for a second; what waits for a reader waits for ever
        assertThat(Duration.ofNanos(worst)).isLessThan(Duration.ofSeconds(10));
        long[] sorted = nanos.build().sorted().toArray();
        return sorted[sorted.length / 2] / 1e6;
    }

    /** Heap and direct buffers after a collection. */
    private static long memory() {
        System.gc();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct")).mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
        return direct + io.netty.util.internal.PlatformDependent.usedDirectMemory()
                + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
