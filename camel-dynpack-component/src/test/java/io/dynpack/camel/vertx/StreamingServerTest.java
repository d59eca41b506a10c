package io.dynpack.camel.vertx;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.main.Main;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.JdkLog;
import io.dynpack.camel.ResponseAbortedException;
import io.dynpack.camel.ResponseWriter;
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
import io.netty.channel.Channel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Camel's own server with {@link EventLoops}, the engine of this package, and a processor that answers as an origin would. */
@Timeout(60)
class StreamingServerTest {
    private static final int SIZE = 24 << 20;

    @TempDir
    Path root;
    private FileStorage storage;
    private OpenSources sources;
    private Main main;
    private final List<HttpResponse<byte[]>> unrouted = new ArrayList<>();
    private int port;
    private byte[] media;
    private SourceFile file;
    private final Map<String, Function<Exchange, OriginResponse>> answers = new ConcurrentHashMap<>();
    private final BlockingQueue<AsyncCallback> held = new LinkedBlockingQueue<>();
    private final BlockingQueue<Completion> completions = new LinkedBlockingQueue<>();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private record Completion(Object status, Object bytes, Exception exception, String thread) {}

    /** What {@code dynpack:origin} does with its answer. */
    private final class Origin extends AsyncProcessorSupport {
        private ResponseWriter writer;

        @Override
        protected void doStart() {
            writer = ResponseWriter.find(main.getCamelContext());
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            String path = exchange.getMessage().getHeader(Exchange.HTTP_PATH, String.class);
            if (path.startsWith("/header/")) {
                exchange.getMessage().setHeader("X-Name", path.endsWith("lines") ? "two\r\nlines" : "one");
                exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, path.endsWith("status") ? "fine" : "201");
                exchange.getMessage().setBody("made");
                callback.done(true);
                return true;
            }
            if (path.startsWith("/held")) {
                exchange.getMessage().setBody("held");
                held.add(callback);
                return false;
            }
            OriginResponse response;
            try {
                response = answers.get(path).apply(exchange);
            } catch (IllegalStateException e) {
                exchange.setException(e);
                callback.done(true);
                return true;
            }
            writer.respond(exchange, response, sources).whenComplete((bytes, failure) -> {
                if (failure != null) {
                    exchange.setException(failure);
                }
                callback.done(false);
            });
            return false;
        }
    }

    @BeforeEach
    void start() throws Exception {
        media = new byte[SIZE];
        new Random(1).nextBytes(media);
        Files.write(root.resolve("m.mp4"), media);
        Files.setLastModifiedTime(root.resolve("m.mp4"), FileTime.from(Instant.now().minusSeconds(100)));
        storage = new FileStorage(root);
        sources = new OpenSources(storage, 64, Duration.ofSeconds(30));
        var stored = storage.stat("m.mp4").join();
        file = new SourceFile("m.mp4", stored.version(), stored.length());

        main = new Main();
        main.configure().withAutoConfigurationEnvironmentVariablesEnabled(false);
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.port", "0");
        main.addInitialProperty("camel.beans.eventLoops", "#class:io.dynpack.camel.vertx.EventLoops");
        main.addInitialProperty("camel.beans.eventLoops.count", "3");
        main.addInitialProperty("camel.beans.eventLoops.headerTimeoutSeconds", "2");
        main.addInitialProperty("camel.beans.eventLoops.bodyTimeoutSeconds", "5");
        main.addInitialProperty("camel.beans.eventLoops.http2ClearText", "true");
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                onCompletion().process(exchange -> completions.add(new Completion(
                        exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE),
                        exchange.getMessage().getHeader("CamelDynpackBytesServed"),
                        exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class), Thread.currentThread().getName())));
                from("platform-http:/?matchOnUriPrefix=true"
                        + "&headerFilterStrategy=#class:io.dynpack.camel.DynpackHttpHeaderFilterStrategy"
                        + "&platformHttpEngine=#class:io.dynpack.camel.vertx.DynpackHttpEngine").routeId("streaming")
                        .process(new Origin());
                from("platform-http:/unread?useBodyHandler=false"
                        + "&headerFilterStrategy=#class:io.dynpack.camel.DynpackHttpHeaderFilterStrategy"
                        + "&platformHttpEngine=#class:io.dynpack.camel.vertx.DynpackHttpEngine").startupOrder(1)
                        .process(new Origin());
            }
        });
        main.bind("whileThereAreNoRoutes", new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) throws Exception {
                if (event instanceof CamelEvent.CamelContextRoutesStartingEvent starting) {
                    port = starting.getContext().hasService(VertxPlatformHttpServer.class).getPort();
                    unrouted.add(send("GET", "/segment"));
                } else if (event instanceof CamelEvent.CamelContextRoutesStoppedEvent) {
                    unrouted.add(send("GET", "/segment"));
                }
            }
        });
        main.start();
        port = main.getCamelContext().hasService(VertxPlatformHttpServer.class).getPort();
    }

    @AfterEach
    void stop() {
        main.stop();
        sources.close();
        storage.close();
    }

    /** A cache in front keeps a 404, and a balancer takes it for an answer. */
    @Test
    void whileThereAreNoRoutesItAsksToComeAgain() throws Exception {
        main.stop();
        assertThat(unrouted).hasSize(2).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(new String(answer.body(), StandardCharsets.US_ASCII)).contains("<hresult>MPE_SERVER_BUSY</hresult>");
        });
    }

    private HttpResponse<byte[]> send(String method, String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).method(method,
                HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static OriginResponse response(int status, long length, SegmentBody body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "video/mp4");
        headers.put("Cache-Control", "max-age=259200");
        headers.put("Content-Length", Long.toString(length));
        return new OriginResponse(status, headers, body, ResponseKind.FRAGMENT, null, null, false, "", null);
    }

    private static OriginResponse ok(SegmentBody body) {
        return response(200, body.length(), body);
    }

    private SegmentBody whole() {
        return SegmentBody.of(new Piece.Ranges(file, new ByteRanges(new long[]{0}, new long[]{SIZE})));
    }

    /** Header, then scattered ranges that neither touch nor follow each other. */
    private SegmentBody scattered(int ranges, byte[] header) {
        long[] starts = new long[ranges];
        long[] ends = new long[ranges];
        for (int i = 0; i < ranges; i++) {
            starts[i] = (long) (ranges - i) * (SIZE / (ranges + 1)) + i;
            ends[i] = starts[i] + 7001 + i;
        }
        return SegmentBody.of(Piece.Literal.of(header), new Piece.Ranges(file, new ByteRanges(starts, ends)),
                Piece.Literal.of(new byte[]{1}));
    }

    private byte[] bytes(SegmentBody body) {
        ByteBuffer bytes = ByteBuffer.allocate((int) body.length());
        for (Piece piece : body.pieces()) {
            if (piece instanceof Piece.Literal literal) {
                bytes.put(literal.bytes().duplicate());
            } else if (piece instanceof Piece.Ranges ranges) {
                for (int i = 0; i < ranges.starts().length; i++) {
                    bytes.put(media, (int) ranges.starts()[i], (int) (ranges.ends()[i] - ranges.starts()[i]));
                }
            }
        }
        return bytes.array();
    }

    /** Made while they are sent: pieces whose bytes are those of the file, inverted. */
    private SegmentBody made(int pieces, int size) {
        return made(pieces, size, () -> {});
    }

    private SegmentBody made(int pieces, int size, Runnable whileMaking) {
        Piece[] all = new Piece[pieces];
        for (int i = 0; i < pieces; i++) {
            var ranges = new Piece.Ranges(file,
                    new ByteRanges(new long[]{(long) i * size}, new long[]{(i + 1L) * size}));
            all[i] = Piece.Transformed.of(new io.dynpack.segment.SegmentTransform() {
                @Override
                public int length() {
                    return size;
                }

                @Override
                public void write(List<ByteBuffer[]> from, ByteBuffer target) {
                    whileMaking.run();
                    for (ByteBuffer part : from.get(0)) {
                        for (int at = part.position(); at < part.limit(); at++) {
                            target.put((byte) ~part.get(at));
                        }
                    }
                }
            }, List.of(ranges));
        }
        return SegmentBody.of(all);
    }

    /** Where a part ends is no reason to send a small segment; where the body ends, or has to wait, what is there leaves. */
    @Test
    void onlyTheEndOfABodyFillsLessThanASegment() throws Exception {
        // elsewhere there is no such option
        boolean epoll = Epoll.isAvailable();
        var channel = new AtomicReference<Channel>();
        var corked = new LinkedBlockingQueue<Boolean>();
        answers.put("/c", exchange -> {
            HttpServerRequest request = exchange.getMessage(HttpMessage.class).getRequest();
            channel.set(((ConnectionBase) request.connection()).channel());
            return ok(made(4, 200_003, () -> corked.add(isCorked(channel.get()))));
        });
        answers.put("/small", exchange -> ok(made(1, 2, () -> corked.add(isCorked(channel.get())))));
        for (int i = 0; i < 2; i++) {
            corked.clear();
            assertThat(send("GET", "/c").body()).hasSize(4 * 200_003);
            await().until(() -> !isCorked(channel.get()));
        }
        assertThat(corked).containsExactly(false, epoll, epoll, epoll);
        assertThat(send("GET", "/small").body()).hasSize(2);
        assertThat(corked).endsWith(epoll, false);
    }

    private static boolean isCorked(Channel channel) {
        return Boolean.TRUE.equals(channel.config().getOption(EpollChannelOption.TCP_CORK));
    }

    @Test
    void bodiesThatAreMadeAreSentFromWhereTheyWereMade() throws Exception {
        byte[] inverted = new byte[3_300_003];
        for (int i = 0; i < inverted.length; i++) {
            inverted[i] = (byte) ~media[i];
        }
        answers.put("/m", exchange -> ok(made(3, 1_100_001)));
        answers.put("/s", exchange -> ok(made(3, 1_100_001).slice(500_000, 2_900_000)));
        for (int i = 0; i < 3; i++) {
            assertThat(send("GET", "/m").body()).isEqualTo(inverted);
            assertThat(completion().bytes()).isEqualTo((long) inverted.length);
            assertThat(send("GET", "/s").body()).isEqualTo(java.util.Arrays.copyOfRange(inverted, 500_000, 2_900_000));
            assertThat(completion().exception()).isNull();
        }
        // the memory of a part is there again for the next one
        assertThat(sources.buffers().idleBytes()).isBetween(1L << 20, 3L << 20);
        answers.put("/m", exchange -> ok(made(8, 1_100_001)));
        try (Socket socket = slowReader()) {
            request(socket, "/m");
            header(socket.getInputStream());
            socket.setSoLinger(true, 0);
        }
        assertThat(completion().exception()).isInstanceOf(ResponseAbortedException.class);
        assertThat(sources.leases()).isZero();
        answers.put("/m", exchange -> ok(made(3, 1_100_001)));
        assertThat(send("GET", "/m").body()).isEqualTo(inverted);
    }

    private Completion completion() throws InterruptedException {
        return completions.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void bodiesAreEqualByteForByte() throws Exception {
        var header = "header".getBytes(StandardCharsets.UTF_8);
        var bodies = List.of(SegmentBody.of(Piece.Literal.of(header)), SegmentBody.of(Piece.Literal.of(new byte[700_000])),
                scattered(1, header), scattered(150, header), scattered(1500, header), whole(),
                whole().slice(1_000_001, 9_000_003), SegmentBody.of());
        for (SegmentBody body : bodies) {
            answers.put("/b", exchange -> ok(body));
            HttpResponse<byte[]> response = send("GET", "/b");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValueAsLong("content-length")).hasValue(body.length());
            assertThat(response.headers().firstValue("transfer-encoding")).isEmpty();
            assertThat(response.headers().firstValue("cache-control")).hasValue("max-age=259200");
            assertThat(response.body()).isEqualTo(bytes(body));
            Completion completion = completion();
            assertThat(completion.status()).isEqualTo(200);
            assertThat(completion.bytes()).isEqualTo(body.length());
            assertThat(completion.exception()).isNull();
            assertThat(completion.thread()).doesNotContain("eventloop");
        }
        assertThat(sources.leases()).isZero();
    }

    @Test
    void bodiesOfRangedReadsAreSentAsTheyArrive() throws Exception {
        var reads = java.util.Collections.synchronizedList(new ArrayList<String>());
        sources.close();
        sources = new OpenSources(new RangedStorage(storage, reads), 8, Duration.ofSeconds(30));
        for (SegmentBody body : List.of(whole(), scattered(150, new byte[9]))) {
            answers.put("/remote", exchange -> ok(body));
            assertThat(send("GET", "/remote").body()).isEqualTo(bytes(body));
            assertThat(completion().bytes()).isEqualTo(body.length());
        }
        reads.clear();
        answers.put("/remote", exchange -> ok(whole()));
        try (Socket socket = slowReader()) {
            request(socket, "/remote");
            header(socket.getInputStream());
            socket.setSoLinger(true, 0);
        }
        assertThat(completion().exception()).isInstanceOf(ResponseAbortedException.class);
        assertThat(reads).hasSizeLessThan(SIZE >> 20);
        assertThat(sources.leases()).isZero();
    }

    @Test
    void headAndNotModifiedStateTheLengthAndSendNothing() throws Exception {
        answers.put("/h", exchange -> response(200, 12345, null));
        answers.put("/n", exchange -> response(304, 12345, null));
        for (int i = 0; i < 3; i++) {
            HttpResponse<byte[]> head = send("HEAD", "/h");
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.headers().firstValueAsLong("content-length")).hasValue(12345);
            HttpResponse<byte[]> notModified = send("GET", "/n");
            assertThat(notModified.statusCode()).isEqualTo(304);
            assertThat(notModified.body()).isEmpty();
        }
    }

    @Test
    void nothingOfTheRequestComesBack() throws Exception {
        answers.put("/r", exchange -> {
            assertThat(exchange.getMessage().getHeaders()).doesNotContainKeys("Set-Cookie", "x-evil", "X-Evil")
                    .containsEntry("Range", "bytes=0-1");
            return ok(SegmentBody.of(Piece.Literal.of(new byte[1])));
        });
        HttpResponse<byte[]> response = send("GET", "/r?Set-Cookie=a&Location=b&X-Evil=c", "X-Evil", "1", "authorization",
                "Bearer s", "Range", "bytes=0-1");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().map().keySet()).containsExactlyInAnyOrder("content-type", "cache-control",
                "content-length");
        HttpResponse<byte[]> text = held(() -> send("GET", "/held?Set-Cookie=a&X-Evil=b", "authorization", "Bearer s"));
        assertThat(text.body()).isEqualTo("held".getBytes(StandardCharsets.UTF_8));
        assertThat(text.headers().map().keySet()).containsExactlyInAnyOrder("content-length");
    }

    private interface Call<T> {
        T run() throws Exception;
    }

    private <T> T held(Call<T> call) throws Exception {
        var result = CompletableFuture.supplyAsync(() -> {
            try {
                return call.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        held.take().done(false);
        return result.get(20, TimeUnit.SECONDS);
    }

    @Test
    void heldRequestsDelayNoOther() throws Exception {
        answers.put("/now", exchange -> ok(SegmentBody.of(Piece.Literal.of(new byte[10]))));
        var waiting = IntStream.range(0, 100).mapToObj(i -> client.sendAsync(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/held" + i)).build(),
                HttpResponse.BodyHandlers.ofString())).toList();
        var callbacks = new ArrayList<AsyncCallback>();
        for (int i = 0; i < 100; i++) {
            callbacks.add(held.poll(20, TimeUnit.SECONDS));
        }
        assertThat(callbacks).doesNotContainNull();
        assertThat(send("GET", "/now").body()).hasSize(10);
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        callbacks.forEach(callback -> callback.done(false));
        assertThat(waiting).allMatch(response -> response.join().body().equals("held"));
    }

    @Test
    void fiveHundredConnectionsAtOnce() throws Exception {
        SegmentBody body = scattered(150, new byte[100]);
        byte[] expected = bytes(body);
        answers.put("/many", exchange -> ok(body));
        var sockets = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 500; i++) {
                sockets.add(new Socket("localhost", port));
            }
            for (int round = 0; round < 2; round++) {
                for (Socket socket : sockets) {
                    request(socket, "/many");
                }
                for (Socket socket : sockets) {
                    assertThat(header(socket.getInputStream())).contains("content-length: " + expected.length);
                    assertThat(socket.getInputStream().readNBytes(expected.length)).isEqualTo(expected);
                }
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static void request(Socket socket, String path) throws IOException {
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String header(InputStream in) throws IOException {
        var header = new StringBuilder();
        while (header.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("closed after " + header);
            }
            header.append((char) c);
        }
        return header.toString().toLowerCase(java.util.Locale.ROOT);
    }

    private Socket slowReader() throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(16 << 10);
        socket.connect(new InetSocketAddress("localhost", port));
        return socket;
    }

    @ParameterizedTest
    @ValueSource(strings = {"truncate", "overwrite", "replace", "delete"})
    void aFileThatChangesUnderAResponseBreaksItOff(String change) throws Exception {
        answers.put("/whole", exchange -> ok(whole()));
        try (Socket socket = slowReader()) {
            request(socket, "/whole");
            InputStream in = socket.getInputStream();
            assertThat(header(in)).contains("content-length: " + SIZE);
            byte[] first = in.readNBytes(100_000);
            Path path = root.resolve("m.mp4");
            switch (change) {
                case "truncate" -> Files.newByteChannel(path, StandardOpenOption.WRITE).truncate(1000).close();
                case "overwrite" -> Files.write(path, new byte[SIZE], StandardOpenOption.WRITE);
                case "replace" -> storage.put("m.mp4", ByteBuffer.allocate(SIZE), PutCondition.ALWAYS).join();
                default -> Files.delete(path);
            }
            byte[] rest = restUntilClosed(in);
            assertThat(first.length + rest.length).isLessThan(SIZE);
            assertThat(first).isEqualTo(java.util.Arrays.copyOf(media, first.length));
            assertThat(rest).isEqualTo(java.util.Arrays.copyOfRange(media, first.length, first.length + rest.length));
        }
        assertThat(completion().exception()).isInstanceOf(ResponseAbortedException.class);
        assertThat(sources.leases()).isZero();
    }

    private static byte[] restUntilClosed(InputStream in) {
        var rest = new java.io.ByteArrayOutputStream();
        try {
            in.transferTo(rest);
        } catch (IOException reset) {
            return rest.toByteArray();
        }
        return rest.toByteArray();
    }

    @Test
    void aFileThatChangedBeforeTheFirstByteIsAnErrorNotABrokenConnection() throws Exception {
        answers.put("/gone", exchange -> ok(whole()));
        Files.delete(root.resolve("m.mp4"));
        HttpResponse<byte[]> response = send("GET", "/gone");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("cache-control")).isEmpty();
        assertThat(completion().exception()).isInstanceOf(StorageException.NotFound.class);
    }

    @Test
    void aSlowReaderHoldsOneBatchAndAClientThatLeavesReleasesAll() throws Exception {
        answers.put("/whole", exchange -> ok(whole()));
        long before = direct();
        var sockets = new ArrayList<Socket>();
        for (int i = 0; i < 20; i++) {
            Socket socket = slowReader();
            request(socket, "/whole");
            header(socket.getInputStream());
            sockets.add(socket);
        }
        assertThat(sources.leases()).isEqualTo(20);
        assertThat(direct() - before).isLessThan(20L * 2 * BodyPump.BATCH + (16 << 20));
        for (Socket socket : sockets) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
        for (int i = 0; i < 20; i++) {
            assertThat(completion().exception()).isInstanceOf(ResponseAbortedException.class);
        }
        assertThat(sources.leases()).isZero();
    }

    private static long direct() {
        return io.netty.buffer.PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    /** A route that wants a body has it in memory before it begins, and a client may take a minute for each. */
    @Test
    void bodiesAreBoundedEachAndTogether() throws Exception {
        answers.put("/x", exchange -> ok(SegmentBody.of(Piece.Literal.of(new byte[1]))));
        try (Socket socket = new Socket("localhost", port)) {
            write(socket, "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 1048577\r\n\r\n");
            assertThat(header(socket.getInputStream())).contains(" 413 ");
        }
        List<Socket> slow = new ArrayList<>();
        JdkLog router = new JdkLog("io.vertx.ext.web");
        try {
            long most = Math.max(16 << 20, Runtime.getRuntime().maxMemory() / 16) / 1_000_000;
            for (int i = 0; i < most; i++) {
                Socket socket = new Socket("localhost", port);
                slow.add(socket);
                write(socket, "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\na");
            }
            org.awaitility.Awaitility.await().ignoreExceptions().untilAsserted(() -> {
                try (Socket socket = new Socket("localhost", port)) {
                    write(socket, "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
                    socket.setSoTimeout(500);
                    assertThat(header(socket.getInputStream())).contains(" 503 ", "retry-after: ");
                }
            });
            assertThat(send("GET", "/x").statusCode()).as("what has no body").isEqualTo(200);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        org.awaitility.Awaitility.await().untilAsserted(() -> {
            try (Socket socket = new Socket("localhost", port)) {
                write(socket, "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n" + "a".repeat(1_000_000));
                assertThat(header(socket.getInputStream())).as("room again").contains(" 200 ");
            }
        });
        router.close();
        assertThat(router.messages()).as("clients that left are no errors").isEmpty();
    }

    @Test
    void hugeAndSlowRequestHeadersAreRefused() throws Exception {
        answers.put("/x", exchange -> ok(SegmentBody.of(Piece.Literal.of(new byte[1]))));
        try (Socket socket = new Socket("localhost", port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("GET /" + "a".repeat(100_000) + " HTTP/1.1\r\nHost: h\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(header(socket.getInputStream())).contains(" 414 ");
        }
        try (Socket socket = new Socket("localhost", port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("GET /x HTTP/1.1\r\nHost: h\r\nA: " + "a".repeat(50_000) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(header(socket.getInputStream())).contains(" 431 ");
        }
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream().write("GET /x HTTP/1.1\r\nHost:".getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(20_000);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Returns after the time that a header may take. */
    private void headerTimeOut() throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            write(socket, "GET /x HTTP/1.1\r\nHost:");
            socket.setSoTimeout(20_000);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    /** Returns when every event loop has read what was sent before: connections are dealt out to them in turn. */
    private void everyEventLoopReads() throws IOException {
        answers.put("/read", exchange -> ok(SegmentBody.of(Piece.Literal.of(new byte[1]))));
        for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors(); i++) {
            try (Socket socket = new Socket("localhost", port)) {
                request(socket, "/read");
                assertThat(header(socket.getInputStream())).contains(" 200 ");
            }
        }
    }

    /** Sends byte for byte, so that the connection is never idle. */
    private static boolean isClosedMeanwhile(Socket socket) throws IOException {
        socket.setSoTimeout(50);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < end) {
            try {
                write(socket, "a");
                if (socket.getInputStream().read() < 0) {
                    return true;
                }
            } catch (SocketTimeoutException open) {
                continue;
            } catch (SocketException reset) {
                return true;
            }
        }
        return false;
    }

    @Test
    void eachHeaderOfAConnectionHasItsTime() throws Exception {
        answers.put("/x", exchange -> ok(SegmentBody.of(Piece.Literal.of(new byte[1]))));
        String get = "GET /x HTTP/1.1\r\nHost: h\r\n\r\n";
        String post = "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";
        String late = "GET /x HTTP/1.1\r\nHost: ";
        List<List<String>> all = List.of(List.of(late), List.of(get, late), List.of(get, get, get, late), List.of(get + late),
                List.of(post, late), List.of(post, get + late), List.of(get + post + "\r\n", "", late));
        var sockets = new ArrayList<Socket>();
        try {
            for (List<String> parts : all) {
                var socket = new Socket("localhost", port);
                sockets.add(socket);
                for (String part : parts) {
                    write(socket, part);
                    if (!part.equals(late)) {
                        assertThat(header(socket.getInputStream())).contains(" 200 ");
                        socket.getInputStream().readNBytes(1);
                    }
                }
            }
            for (Socket socket : sockets) {
                assertThat(isClosedMeanwhile(socket)).as(all.get(sockets.indexOf(socket)).toString()).isTrue();
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void aLateHeaderCostsNoResponseThatIsUnderWay() throws Exception {
        try (Socket socket = new Socket("localhost", port)) {
            request(socket, "/held");
            AsyncCallback first = held.poll(20, TimeUnit.SECONDS);
            write(socket, "GET /held HTTP/1.1\r\nHost:");
            headerTimeOut();
            write(socket, " h\r\n\r\n");
            everyEventLoopReads();
            first.done(false);
            assertThat(header(socket.getInputStream())).contains(" 200 ");
            assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo("held");
            AsyncCallback second = held.poll(20, TimeUnit.SECONDS);
            headerTimeOut();
            second.done(false);
            assertThat(header(socket.getInputStream())).contains(" 200 ");
            assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo("held");
            headerTimeOut();
            request(socket, "/held");
            held.poll(20, TimeUnit.SECONDS).done(false);
            assertThat(header(socket.getInputStream())).contains(" 200 ");
        }
    }

    @Test
    void bodiesOfRequestsTakeTheirTime() throws Exception {
        answers.put("/x", exchange -> ok(SegmentBody.of(Piece.Literal.of(new byte[1]))));
        try (Socket socket = new Socket("localhost", port)) {
            socket.setTcpNoDelay(true);
            for (int i = 0; i < 2; i++) {
                write(socket, "P");
                write(socket, "OST /x HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
                assertThat(header(socket.getInputStream())).contains(" 100 ");
                write(socket, "a");
                headerTimeOut();
                write(socket, "bc");
                assertThat(header(socket.getInputStream())).contains(" 200 ");
                socket.getInputStream().readNBytes(1);
            }
        }
    }

    /** Connection preface and empty SETTINGS (RFC 9113, 3.4). */
    private static final String HTTP2 = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "\0\0\0\4\0\0\0\0\0";
    private static final String PING = "\0\0\10\6\0\0\0\0\0" + "pingpong";
    /** {@code :method GET, :scheme http, :path /} of the static table (RFC 7541, appendix A). */
    private static final String GET_ROOT = "\u0082\u0086\u0084";

    private static String headers(int flags) {
        return "\0\0\3\1" + (char) flags + "\0\0\0\1" + GET_ROOT;
    }

    /** Sends one frame after the other, so that the connection is never idle. */
    private boolean isClosedWhilePinging(String begin) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            write(socket, begin);
            socket.setSoTimeout(50);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (System.nanoTime() < end) {
                try {
                    write(socket, PING);
                    while (socket.getInputStream().read() >= 0) {
                        // answers to pings
                    }
                    return true;
                } catch (SocketTimeoutException open) {
                    continue;
                } catch (SocketException reset) {
                    return true;
                }
            }
            return false;
        }
    }

    @Test
    void requestsOfHttp2HaveTheirTimeToo() throws Exception {
        int endStream = 1;
        int endHeaders = 4;
        assertThat(isClosedWhilePinging(HTTP2)).as("no request").isTrue();
        assertThat(isClosedWhilePinging(HTTP2 + headers(endStream))).as("a header without an end").isTrue();
        answers.put("/", exchange -> ok(SegmentBody.of(Piece.Literal.of(new byte[1]))));
        assertThat(isClosedWhilePinging(HTTP2 + headers(endHeaders))).as("a body without an end").isTrue();
    }

    @Test
    void connectionsThatAreUpgradedStayWhileNothingIsLate() throws Exception {
        answers.put("/x", exchange -> ok(SegmentBody.of(Piece.Literal.of(new byte[1]))));
        try (Socket socket = new Socket("localhost", port)) {
            write(socket, HTTP2 + headers(1 | 4) + PING);
            assertThat(frame(new DataInputStream(socket.getInputStream()), 6)).isEqualTo("pingpong");
            headerTimeOut();
            write(socket, PING);
            assertThat(frame(new DataInputStream(socket.getInputStream()), 6)).isEqualTo("pingpong");
        }
        var upgrading = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/x")).build();
        for (int i = 0; i < 2; i++) {
            var response = upgrading.send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(response.body()).hasSize(1);
            if (i == 0) {
                headerTimeOut();
            }
        }
    }

    /** Payload of the next frame of this type (RFC 9113, 4.1). */
    private static String frame(DataInputStream in, int type) throws IOException {
        while (true) {
            int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
            int found = in.readUnsignedByte();
            in.skipNBytes(5);
            String payload = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
            if (found == type) {
                return payload;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 3\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked\r\nContent-Length: 0",
            "Transfer-Encoding: gzip", "Transfer-Encoding: chunked, gzip", "Transfer-Encoding: xchunked",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "Content-Length: 3\r\nContent-Length: 4"})
    void aRequestOfAmbiguousLengthIsTheLastOfItsConnection(String headers) throws Exception {
        answers.put("/x", exchange -> ok(SegmentBody.of(Piece.Literal.of(new byte[1]))));
        for (String version : List.of("1.1", "1.0")) {
            try (Socket socket = new Socket("localhost", port)) {
                write(socket, "POST /x HTTP/" + version + "\r\nHost: h\r\nConnection: keep-alive\r\n" + headers
                        + "\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\nHost: h\r\n\r\n");
                String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                assertThat(all).startsWith("HTTP/1.").containsOnlyOnce("HTTP/1.");
                if (version.equals("1.1")) {
                    assertThat(all).contains(" 400 ");
                }
            }
        }
        try (Socket socket = new Socket("localhost", port)) {
            write(socket, "POST /x HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
            assertThat(socket.getInputStream().readAllBytes()).asString(StandardCharsets.ISO_8859_1).contains(" 400 ");
        }
    }

    @Test
    void aBodyThatNobodyReadsEndsTheConnectionBehindTheAnswer() throws Exception {
        answers.put("/unread", exchange -> ok(SegmentBody.of(Piece.Literal.of("answer".getBytes(StandardCharsets.US_ASCII)))));
        for (String framing : List.of("Content-Length: 1000000", "Transfer-Encoding: chunked")) {
            try (Socket socket = new Socket("localhost", port)) {
                write(socket, "PUT /unread HTTP/1.1\r\nHost: h\r\n" + framing + "\r\n\r\n");
                try {
                    for (int i = 0; i < 1000; i++) {
                        write(socket, "10\r\n0123456789abcdef\r\n");
                    }
                } catch (SocketException closed) {
                    // it may be told before it has sent everything
                }
                socket.setSoTimeout(20_000);
                String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                assertThat(all).startsWith("HTTP/1.1 200").endsWith("answer");
            }
        }
    }

    @Test
    void aBodyThatIsThereLeavesTheConnectionOpen() throws Exception {
        answers.put("/x", exchange -> ok(SegmentBody.of(Piece.Literal.of(new byte[1]))));
        try (Socket socket = new Socket("localhost", port)) {
            for (int i = 0; i < 3; i++) {
                write(socket, "GET /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
                assertThat(header(socket.getInputStream())).contains(" 200 ");
                socket.getInputStream().readNBytes(1);
            }
        }
    }

    @Test
    void eachBodyHasItsTime() throws Exception {
        try (Socket socket = new Socket("localhost", port)) {
            write(socket, "POST /held HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n");
            assertThat(isClosedMeanwhile(socket)).isTrue();
        }
        held.poll(1, TimeUnit.SECONDS);
    }

    @Test
    void aSuspendedConsumerIsUnavailableAndAFailureShowsNothing() throws Exception {
        answers.put("/fails", exchange -> {
            throw new IllegalStateException("secret");
        });
        HttpResponse<byte[]> failed = send("GET", "/fails");
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(new String(failed.body(), StandardCharsets.UTF_8)).isEmpty();
        main.getCamelContext().getRouteController().suspendRoute("streaming");
        HttpResponse<byte[]> suspended = send("GET", "/held");
        assertThat(suspended.statusCode()).isEqualTo(503);
        assertThat(suspended.headers().firstValue("Retry-After")).hasValue("1");
        main.getCamelContext().getRouteController().resumeRoute("streaming");
        assertThat(held(() -> send("GET", "/held")).statusCode()).isEqualTo(200);
    }

    @Test
    void aMessageThatHttpCannotCarryIsAnErrorAndNotSilence() throws Exception {
        HttpResponse<byte[]> made = send("GET", "/header/one");
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.headers().firstValue("X-Name")).hasValue("one");
        assertThat(completions.poll(10, TimeUnit.SECONDS)).isNotNull();
        for (String path : List.of("/header/lines", "/header/status")) {
            HttpResponse<byte[]> failed = client
                    .sendAsync(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .get(10, TimeUnit.SECONDS);
            assertThat(failed.statusCode()).as(path).isEqualTo(500);
            assertThat(failed.headers().firstValue("X-Name")).isEmpty();
            assertThat(completions.poll(10, TimeUnit.SECONDS)).as("the exchange is over").isNotNull();
        }
    }

    @Test
    void connectionsAreSpreadOverTheEventLoops() throws Exception {
        var threads = ConcurrentHashMap.<String>newKeySet();
        var all = new CountDownLatch(12);
        answers.put("/t", exchange -> {
            var message = (org.apache.camel.component.platform.http.vertx.HttpMessage) exchange.getMessage();
            var request = (io.vertx.core.http.impl.HttpServerRequestInternal) message.getRequest();
            request.context().runOnContext(run -> {
                threads.add(Thread.currentThread().getName());
                all.countDown();
            });
            return ok(SegmentBody.of(Piece.Literal.of(new byte[1])));
        });
        for (int i = 0; i < 12; i++) {
            try (Socket socket = new Socket("localhost", port)) {
                request(socket, "/t");
                header(socket.getInputStream());
            }
        }
        assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(threads).hasSize(3);
        assertThatThrownBy(() -> new Socket("localhost", 1)).isInstanceOf(IOException.class);
    }
}
