package io.dynpack.camel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import org.apache.camel.StreamCache;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.delivery.BodyCursor;
import io.dynpack.delivery.OpenSources;
import io.dynpack.delivery.RangedStorage;
import io.dynpack.index.ByteRanges;
import io.dynpack.index.SourceFile;
import io.dynpack.origin.OriginResponse;
import io.dynpack.origin.ResponseKind;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;
import io.dynpack.storage.FileStorage;
import io.dynpack.storage.PutCondition;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MediaBodyTest {
    private static final int SIZE = 9_000_000;

    @TempDir
    Path root;
    private FileStorage files;
    private final List<String> reads = new ArrayList<>();
    private byte[] media;
    private SourceFile file;

    @BeforeEach
    void write() throws Exception {
        files = new FileStorage(root);
        media = new byte[SIZE];
        new Random(3).nextBytes(media);
        StoredObject stored = files.put("m", ByteBuffer.wrap(media), PutCondition.ALWAYS).join();
        file = new SourceFile("m", stored.version(), SIZE);
    }

    @AfterEach
    void close() {
        files.close();
    }

    private OpenSources sources(boolean local) {
        return new OpenSources(local ? files : new RangedStorage(files, reads), 8, Duration.ofSeconds(10));
    }

    private Piece.Ranges ranges(long... bounds) {
        long[] starts = new long[bounds.length / 2];
        long[] ends = new long[bounds.length / 2];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = bounds[2 * i];
            ends[i] = bounds[2 * i + 1];
        }
        return new Piece.Ranges(file, new ByteRanges(starts, ends));
    }

    private byte[] expected(SegmentBody body) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (Piece piece : body.pieces()) {
            if (piece instanceof Piece.Literal literal) {
                var part = new byte[literal.bytes().remaining()];
                literal.bytes().duplicate().get(part);
                bytes.write(part);
            } else if (piece instanceof Piece.Ranges r) {
                for (int i = 0; i < r.starts().length; i++) {
                    bytes.write(media, (int) r.starts()[i], (int) (r.ends()[i] - r.starts()[i]));
                }
            }
        }
        return bytes.toByteArray();
    }

    private List<SegmentBody> bodies() {
        var scattered = new long[600];
        for (int i = 0; i < 300; i++) {
            scattered[2 * i] = (i * 7_919L * 4_099L) % (SIZE - 9000);
            scattered[2 * i + 1] = scattered[2 * i] + 1 + i * 29L;
        }
        return List.of(SegmentBody.of(), SegmentBody.of(Piece.Literal.of(new byte[]{1, 2, 3})),
                SegmentBody.of(ranges(0, 1)), SegmentBody.of(ranges(0, SIZE)), SegmentBody.of(ranges()),
                SegmentBody.of(ranges(5, 4_194_309, 4_194_400, 4_194_401)),
                SegmentBody.of(Piece.Literal.of(new byte[10]), ranges(100, 200, 150, 260, 50, 60, SIZE - 1, SIZE),
                        Piece.Literal.of(new byte[3]), ranges(7, 9)),
                SegmentBody.of(ranges(scattered), Piece.Literal.of(new byte[5])),
                SegmentBody.of(ranges(scattered)).slice(12_345, 1_000_001),
                SegmentBody.of(ranges(0, 3_000_000, 3_000_001, 5_000_000, 5_000_010, 8_900_000)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyConversionGivesTheBytes(boolean local) throws Exception {
        try (var context = new DefaultCamelContext(); var sources = sources(local)) {
            context.start();
            for (SegmentBody body : bodies()) {
                byte[] expected = expected(body);
                var media = new MediaBody(body, sources);
                var exchange = new DefaultExchange(context);
                exchange.getMessage().setBody(media);
                assertThat(media.length()).isEqualTo(expected.length);
                try (InputStream in = exchange.getMessage().getBody(InputStream.class)) {
                    assertThat(in.readAllBytes()).isEqualTo(expected);
                }
                var out = new ByteArrayOutputStream();
                media.writeTo(out);
                assertThat(out.toByteArray()).isEqualTo(expected);
                if (expected.length <= MediaBody.MAX_IN_MEMORY) {
                    ByteBuffer bytes = exchange.getMessage().getBody(ByteBuffer.class);
                    assertThat(bytes.capacity()).isEqualTo(expected.length);
                    assertThat(bytes).isEqualTo(ByteBuffer.wrap(expected));
                    assertThat(exchange.getMessage().getBody(byte[].class)).isEqualTo(expected);
                } else {
                    assertThatThrownBy(media.toByteBuffer()::join).hasCauseInstanceOf(IllegalStateException.class);
                }
                StreamCache cache = context.getTypeConverter().convertTo(StreamCache.class, exchange, media);
                assertThat(cache).isSameAs(media);
                assertThat(cache.copy(exchange)).isSameAs(media);
            }
            assertThat(sources.leases()).isZero();
        }
    }

    @Test
    void rangesThatLieCloseAreOneRead() {
        try (var sources = sources(false)) {
            var body = SegmentBody.of(ranges(0, 100, 200, 300, 20_000, 20_100, 19_000, 19_100, 50_000, 1_500_000));
            assertThat(new MediaBody(body, sources).toByteBuffer().join().remaining()).isEqualTo(1_450_400);
            assertThat(reads).containsExactly("0+300", "20000+100", "19000+100", "50000+1450000");
        }
    }

    @Test
    void aClosedStreamReleasesItsLease() throws Exception {
        try (var sources = sources(true)) {
            InputStream in = new MediaBody(SegmentBody.of(ranges(0, SIZE)), sources).toInputStream();
            assertThat(in.read()).isEqualTo(media[0] & 0xff);
            assertThat(sources.leases()).isEqualTo(1);
            in.close();
            assertThat(sources.leases()).isZero();
            assertThatThrownBy(() -> in.readAllBytes()).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aChangedFileFails(boolean local) {
        try (var sources = sources(local)) {
            var media = new MediaBody(SegmentBody.of(ranges(0, 100)), sources);
            assertThat(media.toByteBuffer().join().remaining()).isEqualTo(100);
            files.put("m", ByteBuffer.allocate(10), PutCondition.ALWAYS).join();
            // what was read a moment ago is kept, and is still what was promised
            var rest = new MediaBody(SegmentBody.of(ranges(100, 200)), sources);
            assertThatThrownBy(rest.toByteBuffer()::join).hasCauseInstanceOf(StorageException.Changed.class);
            assertThat(sources.leases()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReadThatFailedIsNotTriedAgain(boolean local) throws Exception {
        try (var sources = sources(local); var cursor = new BodyCursor(SegmentBody.of(ranges(0, 100)), sources)) {
            Files.move(root.resolve("m"), root.resolve("away"));
            assertThatThrownBy(cursor.ready()::join).hasCauseInstanceOf(StorageException.NotFound.class);
            Files.move(root.resolve("away"), root.resolve("m"));
            assertThatThrownBy(cursor.ready()::join).hasCauseInstanceOf(StorageException.NotFound.class);
            assertThat(sources.leases()).isZero();
        }
    }

    @Test
    void thePortableWriterLeavesACompleteMessage() throws Exception {
        try (var context = new DefaultCamelContext(); var sources = sources(true)) {
            context.start();
            ResponseWriter writer = ResponseWriter.find(context);
            var exchange = new DefaultExchange(context);
            exchange.getMessage().setHeader("Set-Cookie", "x");
            var small = SegmentBody.of(ranges(0, 1000));
            assertThat(writer.accepts(exchange)).isTrue();
            assertThat(writer.respond(exchange, response(200, 1000, small), sources).join()).isEqualTo(1000);
            assertThat(exchange.getMessage().getBody()).isEqualTo(ByteBuffer.wrap(media, 0, 1000));
            assertThat(exchange.getMessage().getHeaders()).containsOnlyKeys("CamelHttpResponseCode", "Content-Type",
                    "Content-Length", "CamelDynpackResponseKind", "CamelDynpackCacheResult", "CamelDynpackBytesServed");
            var large = SegmentBody.of(ranges(0, SIZE));
            writer.respond(exchange, response(206, SIZE, large), sources).join();
            assertThat(exchange.getMessage().getBody()).isInstanceOf(MediaBody.class);
            assertThat(exchange.getMessage().getHeaders()).containsEntry("CamelHttpResponseCode", 206)
                    .containsEntry("Content-Length", "" + SIZE);
            writer.respond(exchange, response(304, SIZE, null), sources).join();
            assertThat(exchange.getMessage().getBody()).isNull();
            assertThat(exchange.getMessage().getHeader("Content-Length")).isEqualTo("" + SIZE);
        }
    }

    /** For engines that send the message: they must not begin before there is something to send. */
    @Test
    void thePortableWriterWaitsForTheFirstMediaBytes() throws Exception {
        var gate = new CompletableFuture<Void>();
        Piece head = Piece.Literal.of(new byte[100]);
        try (var context = new DefaultCamelContext();
                var sources = new OpenSources(new RangedStorage(files, reads, gate), 8, Duration.ofSeconds(10))) {
            context.start();
            var writer = new PortableResponseWriter(context);
            for (SegmentBody body : List.of(SegmentBody.of(head, ranges(0, 1000)), SegmentBody.of(head, ranges(0, SIZE)),
                    SegmentBody.of(ranges(5, 6)))) {
                var exchange = new DefaultExchange(context);
                var timeout = new FirstByteTimeout(System.nanoTime(), Duration.ofMillis(50));
                assertThatThrownBy(writer.respond(exchange, response(200, body.length(), body), sources, timeout)::join)
                        .hasCauseInstanceOf(StorageException.Unavailable.class);
                assertThat(exchange.getMessage().getHeaders()).isEmpty();
                assertThat(exchange.getMessage().getBody()).isNull();
            }
            SegmentBody memory = SegmentBody.of(head);
            var late = new FirstByteTimeout(System.nanoTime() - 1_000_000_000, Duration.ofMillis(50));
            assertThat(writer.respond(new DefaultExchange(context), response(200, 100, memory), sources, late).join())
                    .as("what lies in memory waits for nothing").isEqualTo(100);
            gate.complete(null);
            var exchange = new DefaultExchange(context);
            SegmentBody body = SegmentBody.of(head, ranges(0, 1000));
            assertThat(writer.respond(exchange, response(200, 1100, body), sources,
                    new FirstByteTimeout(System.nanoTime(), Duration.ofSeconds(60))).join()).isEqualTo(1100);
            assertThat(exchange.getMessage().getBody(ByteBuffer.class).slice(100, 1000))
                    .isEqualTo(ByteBuffer.wrap(media, 0, 1000));
        }
    }

    private static OriginResponse response(int status, long length, SegmentBody body) {
        return new OriginResponse(status, Map.of("Content-Type", "video/mp4", "Content-Length", "" + length), body,
                ResponseKind.FRAGMENT, null, null, true, "", null);
    }
}
