package io.dynpack.tests;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.dynpack.tests.http.RawHttp;
import io.dynpack.tests.http.Reply;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Media that change while they are sent: a response is what its entity tag promised, or it breaks off. */
@ExtendWith(QuickstartOrigin.Provider.class)
class ChangedFilesTest {

    private static final String FILE = "fault.mp4";

    /** What may happen to a file. */
    enum Change {
        TRUNCATED {
            @Override
            void apply(Path file) throws IOException {
                try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
                    open.setLength(open.length() / 3);
                }
            }
        },
        OVERWRITTEN_IN_PLACE {
            @Override
            void apply(Path file) throws IOException {
                try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
                    byte[] other = new byte[1 << 16];
                    Arrays.fill(other, (byte) 0xee);
                    // behind moov, so that it stays a file that can be served
                    for (long at = open.length() / 4; at + other.length < open.length(); at += other.length) {
                        open.seek(at);
                        open.write(other);
                    }
                }
            }
        },
        REPLACED {
            @Override
            void apply(Path file) throws IOException {
                Path other = file.resolveSibling(".other");
                Files.copy(file, other);
                OVERWRITTEN_IN_PLACE.apply(other);
                Files.move(other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        },
        REMOVED {
            @Override
            void apply(Path file) throws IOException {
                Files.delete(file);
            }
        };

        abstract void apply(Path file) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void neverSendsAByteOfAnotherVersion(Change change, QuickstartOrigin origin, @org.junit.jupiter.api.io.TempDir Path scratch)
            throws Exception {
        String asset = "fault-" + change.name().toLowerCase(java.util.Locale.ROOT);
        Path folder = Files.createDirectories(scratch.resolve(asset));
        Files.copy(Fixtures.ladder().resolve(Fixtures.LEVELS.get(0).file()), folder.resolve(FILE));
        RawHttp http = new RawHttp(origin.base());
        URI ism = origin.publish(folder, asset);
        String download = ism.resolve("../" + FILE).getRawPath();
        String segment = new Delivery().text(ism.resolve(StreamingFormat.DASH_CMAF.manifest())).isEmpty()
                ? null
                : StreamingFormat.DASH_CMAF.manifests().read(ism.resolve(StreamingFormat.DASH_CMAF.manifest()),
                        new Delivery()::text).get(0).segments().get(1).uri().getRawPath();
        List<String> targets = List.of(download, segment);
        List<Reply> before = targets.stream().map(http::get).toList();
        assertThat(before).allMatch(r -> r.status() == 200);

        ExecutorService readers = Executors.newFixedThreadPool(4);
        AtomicBoolean over = new AtomicBoolean();
        List<Socket> paused = new ArrayList<>();
        try {
            List<Future<Integer>> busy = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int which = i % 2;
                Callable<Integer> read = () -> read(http, targets.get(which), before.get(which), over);
                busy.add(readers.submit(read));
            }
            for (int i = 0; i < 8; i++) {
                Socket socket = http.open("GET " + download + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                        8192);
                socket.getInputStream().readNBytes(20_000);
                paused.add(socket);
            }
            change.apply(origin.media().resolve(asset).resolve(FILE));
            for (Socket socket : paused) {
                resumed(socket, before.get(0).body());
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                Reply now = http.get(download);
                return now.status() != 200 || !now.header("ETag").equals(before.get(0).header("ETag"));
            });
            over.set(true);
            for (Future<Integer> each : busy) {
                assertThat(each.get()).isPositive();
            }
        } finally {
            over.set(true);
            readers.shutdownNow();
            for (Socket socket : paused) {
                socket.close();
            }
        }
    }

    /** Reads again and again; what carries the old tag has the old bytes, as far as it goes. */
    private static Integer read(RawHttp http, String target, Reply before, AtomicBoolean over) {
        int complete = 0;
        while (!over.get()) {
            Reply reply = http.get(target);
            if (reply.status() == 200 && reply.header("ETag").equals(before.header("ETag"))) {
                assertThat(Arrays.mismatch(reply.body(), before.body())).isIn(-1, reply.body().length);
                complete += reply.body().length == before.body().length ? 1 : 0;
            }
        }
        return complete;
    }

    /** The rest of a download that began before the change. */
    private static void resumed(Socket socket, byte[] body) throws IOException {
        java.io.ByteArrayOutputStream rest = new java.io.ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            in.transferTo(rest);
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
        // where the response began is not known to the byte, since its headers were read as well
        byte[] bytes = rest.toByteArray();
        assertThat(bytes.length).isLessThan(body.length);
        int from = start(body, bytes);
        assertThat(Arrays.mismatch(bytes, 0, bytes.length, body, from, Math.min(body.length, from + bytes.length)))
                .isEqualTo(-1);
    }

    private static int start(byte[] body, byte[] rest) {
        assertThat(rest.length).isGreaterThan(64);
        for (int at = 18_000; at < 20_000; at++) {
            if (Arrays.equals(body, at, at + 64, rest, 0, 64)) {
                return at;
            }
        }
        throw new AssertionError("the bytes that follow the pause are not those of the file");
    }
}
