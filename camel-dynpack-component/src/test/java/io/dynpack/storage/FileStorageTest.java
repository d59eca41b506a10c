package io.dynpack.storage;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The contract over a folder, and what only a folder can do wrong. */
class FileStorageTest extends StorageContract {
    @TempDir
    Path root;

    @Override
    protected Storage empty() throws Exception {
        return new FileStorage(root);
    }

    /** A volume that is not mounted: nothing is known of any name, so that no name may be said to be absent. */
    @Test
    void isBusyWhereItsRootIsGone(@TempDir Path elsewhere) throws Exception {
        storage.put("a/b", bytes("x"), PutCondition.ALWAYS).join();
        Path moved = elsewhere.resolve("root");
        Files.move(root, moved);
        assertFails(storage.list("", null), StorageException.Unmounted.class);
        assertFails(storage.listChildren("a/", null), StorageException.Unmounted.class);
        assertFails(storage.open("a/b"), StorageException.Unmounted.class);
        assertFails(storage.stat("a/b"), StorageException.Unmounted.class);
        Files.move(moved, root);
        assertThat(read("a/b")).isEqualTo("x");
        assertFails(storage.stat("a/c"), StorageException.NotFound.class);
    }

    @Test
    void writesAndReadsBack() {
        StoredObject written = storage.put("a/b/c.ism", bytes("one"), PutCondition.ALWAYS).join();
        assertThat(written.length()).isEqualTo(3);
        assertThat(storage.stat("a/b/c.ism").join()).isEqualTo(written);
        assertThat(read("a/b/c.ism")).isEqualTo("one");
        assertThat(root.resolve("a/b").toFile().list()).containsExactly("c.ism");
    }

    @Test
    void linksOutOfTheRootDoNotExist(@TempDir Path outside) throws Exception {
        Files.writeString(outside.resolve("secret"), "s");
        Files.createSymbolicLink(root.resolve("out"), outside);
        Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret"));
        Files.writeString(root.resolve("real"), "r");
        Files.createSymbolicLink(root.resolve("link"), root.resolve("real"));
        assertFails(storage.open("file"), StorageException.NotFound.class);
        assertFails(storage.open("out/secret"), StorageException.NotFound.class);
        assertFails(storage.put("out/new", bytes("x"), PutCondition.ALWAYS), StorageException.NotFound.class);
        storage.delete("out/secret").join();
        assertThat(outside.resolve("secret")).exists();
        assertThat(outside.resolve("new")).doesNotExist();
        assertThat(read("link")).isEqualTo("r");
        assertThat(storage.list("", null).join().objects()).extracting(StoredObject::name).containsExactly("link", "real");
    }

    @Test
    void linksFromOneAssetIntoAnotherDoNotExist() throws Exception {
        storage.put("a/film.mp4", bytes("a"), PutCondition.ALWAYS).join();
        storage.put("a/deep/film.mp4", bytes("d"), PutCondition.ALWAYS).join();
        storage.put("b/film.mp4", bytes("b"), PutCondition.ALWAYS).join();
        Files.createSymbolicLink(root.resolve("b/other.mp4"), Path.of("../a/film.mp4"));
        Files.createSymbolicLink(root.resolve("b/other"), Path.of("../a"));
        Files.createSymbolicLink(root.resolve("b/all"), root);
        Files.createSymbolicLink(root.resolve("b/self"), Path.of("."));
        Files.createSymbolicLink(root.resolve("b/chain"), Path.of("other.mp4"));
        Files.createSymbolicLink(root.resolve("a/down.mp4"), Path.of("deep/film.mp4"));
        Files.createSymbolicLink(root.resolve("a/deep/up.mp4"), Path.of("../film.mp4"));
        Files.createSymbolicLink(root.resolve("latest"), Path.of("a"));
        for (String name : List.of("b/other.mp4", "b/other/film.mp4", "b/all/a/film.mp4", "b/self/film.mp4", "b/chain",
                "a/deep/up.mp4", "latest/deep/up.mp4")) {
            assertFails(storage.open(name), StorageException.NotFound.class);
            assertFails(storage.stat(name), StorageException.NotFound.class);
        }
        assertFails(storage.put("b/other/new", bytes("n"), PutCondition.ALWAYS), StorageException.NotFound.class);
        assertFails(storage.put("b/self/deeper/new", bytes("n"), PutCondition.ALWAYS), StorageException.NotFound.class);
        assertThat(root.resolve("a/new")).doesNotExist();
        assertThat(read("a/down.mp4")).isEqualTo("d");
        assertThat(read("latest/film.mp4")).isEqualTo("a");
        assertThat(read("latest/deep/film.mp4")).isEqualTo("d");
        assertThat(all("b/", false)).containsExactly("b/film.mp4");
        assertThat(all("b/other/", false)).isEmpty();
        assertThat(all("b/all/", true)).isEmpty();
        assertThat(all("", true)).containsExactly("a/deep/film.mp4", "a/down.mp4", "a/film.mp4", "b/film.mp4");
        assertThat(all("latest/", false)).containsExactly("latest/deep/", "latest/down.mp4", "latest/film.mp4");
    }

    /** Whatever lies in a folder: the rest of it is listed, and nothing of it is opened for ever. */
    @Test
    void aListingPassesOverWhatIsNoObject() throws Exception {
        storage.put("a/good.mp4", bytes("g"), PutCondition.ALWAYS).join();
        storage.put("z/good.mp4", bytes("g"), PutCondition.ALWAYS).join();
        Path a = root.resolve("a");
        Files.createSymbolicLink(a.resolve("circle"), Path.of("circle"));
        Files.createSymbolicLink(a.resolve("there"), Path.of("back"));
        Files.createSymbolicLink(a.resolve("back"), Path.of("there"));
        Files.createSymbolicLink(a.resolve("nowhere"), Path.of("absent"));
        Files.createSymbolicLink(a.resolve("device"), Path.of("/dev/zero"));
        run("mkfifo", a.resolve("pipe.mp4").toString(), root.resolve("pipe").toString());
        Files.createSymbolicLink(a.resolve("to-pipe.mp4"), Path.of("pipe.mp4"));
        for (String name : List.of("new\nline.mp4", "back\\slash.mp4", "bell\u0007", "del\u007f", "tab\tfolder")) {
            Files.createDirectory(a.resolve(name));
            Files.writeString(a.resolve(name).resolve("inside"), "i");
        }
        // no text in UTF-8
        run("sh", "-c", "touch \"$0/$(printf 'latin\\351.mp4')\" \"$0/$(printf '\\377\\376')\"", a.toString());
        Path closed = Files.createDirectory(a.resolve("closed"));
        Files.setPosixFilePermissions(closed, java.util.Set.of());
        try (var socket = java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            socket.bind(java.net.UnixDomainSocketAddress.of(a.resolve("socket")));
            assertThat(all("", true)).containsExactly("a/good.mp4", "z/good.mp4");
            assertThat(all("a/", false)).containsExactly("a/closed/", "a/good.mp4");
            for (String name : List.of("a/circle", "a/there", "a/circle/x", "a/nowhere", "a/device", "a/pipe.mp4", "pipe",
                    "a/to-pipe.mp4", "a/socket")) {
                assertFails(storage.open(name), StorageException.NotFound.class);
                assertFails(storage.stat(name), StorageException.NotFound.class);
                assertFails(storage.readWhole(name, 10), StorageException.NotFound.class);
            }
        } finally {
            Files.setPosixFilePermissions(closed, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aPipeInPlaceOfTheLockFailsWritesAndHoldsNobody() throws Exception {
        storage.put("n", bytes("1"), PutCondition.ALWAYS).join();
        Files.delete(root.resolve(".dynpack-lock"));
        run("mkfifo", root.resolve(".dynpack-lock").toString());
        assertThatThrownBy(storage.put("n", bytes("2"), PutCondition.ALWAYS)::join).hasStackTraceContaining("no regular file");
        assertThat(read("n")).isEqualTo("1");
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    @Test
    void ofManyWritersOneCreatesAndOneReplaces() {
        var creates = IntStream.range(0, 40).mapToObj(i -> storage.put("n", bytes("" + i), PutCondition.IF_ABSENT)).toList();
        assertThat(creates.stream().filter(FileStorageTest::succeeds).count()).isEqualTo(1);
        var match = new PutCondition.IfMatch(storage.stat("n").join().version());
        var replaces = IntStream.range(0, 40).mapToObj(i -> storage.put("n", bytes("r" + i), match)).toList();
        assertThat(replaces.stream().filter(FileStorageTest::succeeds).count()).isEqualTo(1);
    }

    private static boolean succeeds(CompletableFuture<?> future) {
        return future.handle((value, failure) -> failure == null).join();
    }

    @Test
    void sweepsOldTemporaryFilesOnly() throws Exception {
        Path old = Files.writeString(root.resolve(".dynpack-old.tmp"), "x");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Path young = Files.writeString(root.resolve(".dynpack-young.tmp"), "x");
        storage.put("n", bytes("1"), PutCondition.ALWAYS).join();
        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(storage.list("", null).join().objects()).extracting(StoredObject::name).containsExactly("n");
    }

    @Test
    void listsInOrderOfNamesAcrossPages() {
        var names = new ArrayList<String>();
        for (int i = 0; i < 2100; i++) {
            names.add((i % 3 == 0 ? "a/" : i % 3 == 1 ? "a-b/c/" : "b") + i);
        }
        names.forEach(name -> storage.put(name, bytes(""), PutCondition.IF_ABSENT).join());
        names.sort(null);
        assertThat(all("", true)).isEqualTo(names);
        assertThat(all("a/1", true)).isEqualTo(names.stream().filter(name -> name.startsWith("a/1")).toList());
        assertThat(all("a", false)).containsExactly("a-b/", "a/");
        assertThat(all("a-b/", false)).containsExactly("a-b/c/");
        assertThat(all("a-b/c/", false)).isEqualTo(names.stream().filter(name -> name.startsWith("a-b/c/")).toList());
        assertThat(all("none/here", true)).isEmpty();
    }

    private List<String> all(String prefix, boolean deep) {
        var names = new ArrayList<String>();
        String continuation = null;
        do {
            ListPage page = (deep ? storage.list(prefix, continuation) : storage.listChildren(prefix, continuation)).join();
            assertThat(page.objects()).hasSizeLessThanOrEqualTo(FileListing.PAGE);
            page.objects().forEach(object -> names.add(object.name()));
            continuation = page.continuation();
        } while (continuation != null);
        return names;
    }

    @ParameterizedTest
    @ValueSource(strings = {"truncate", "overwrite", "replace", "delete", "append"})
    void aChangedFileFailsReadsAndLeases(String change) throws Exception {
        Path file = root.resolve("n");
        Files.write(file, new byte[100_000]);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
        try (var source = (LocalSource) storage.open("n").join()) {
            ByteBuffer target = ByteBuffer.allocateDirect(50_010);
            // from the disk, and out of memory
            source.readInto(new long[]{0, 50_000}, new long[]{10, 100_000}, target).join();
            source.readInto(new long[]{0, 50_000}, new long[]{10, 100_000}, target).join();
            switch (change) {
                case "truncate" -> Files.newByteChannel(file, java.nio.file.StandardOpenOption.WRITE).truncate(10).close();
                case "overwrite" -> Files.write(file, new byte[100_000], java.nio.file.StandardOpenOption.WRITE);
                case "replace" -> storage.put("n", ByteBuffer.allocate(100_000), PutCondition.ALWAYS).join();
                case "delete" -> storage.delete("n").join();
                default -> Files.write(file, new byte[1], java.nio.file.StandardOpenOption.APPEND);
            }
            assertFails(source.read(0, 5), StorageException.Changed.class);
            assertFails(source.readInto(new long[]{0, 50_000}, new long[]{10, 100_000}, target),
                    StorageException.Changed.class);
            assertFails(source.readInto(new long[]{90_000}, new long[]{99_000}, ByteBuffer.allocateDirect(9_000)),
                    StorageException.Changed.class);
        }
    }

    /** What was read a moment ago is read by the caller; what was not, or is no longer, by a worker. */
    @Test
    void rangesAreReadOneBehindTheOtherWhoeverReadsThem() throws Exception {
        byte[] content = new byte[100_000];
        new Random(1).nextBytes(content);
        Files.write(root.resolve("n"), content);
        var source = (LocalSource) storage.open("n").join();
        ByteBuffer target = ByteBuffer.allocateDirect(40_020).position(7).limit(40_013);
        for (int round = 0; round < 2; round++) {
            CompletableFuture<Void> read = source.readInto(new long[]{50_000, 0, 99_999}, new long[]{90_000, 5, 100_000},
                    target);
            assertThat(round == 0 || read.isDone()).as("read by the caller").isTrue();
            read.join();
            assertThat(target.position()).isEqualTo(7);
            assertThat(target.slice(7, 40_000)).isEqualTo(ByteBuffer.wrap(content, 50_000, 40_000));
            assertThat(target.slice(40_007, 5)).isEqualTo(ByteBuffer.wrap(content, 0, 5));
            assertThat(target.get(40_012)).isEqualTo(content[99_999]);
            target.put(7, new byte[40_006]);
        }
        source.close();
        assertThatThrownBy(source.readInto(new long[]{0}, new long[]{5}, ByteBuffer.allocateDirect(5))::join)
                .hasCauseInstanceOf(StorageException.class).hasMessageContaining("closed");
    }

    /** Responses share a source, and ask for it again and again: one that failed for good would fail as long as they ask. */
    @Test
    void aFileThatCameBackIsReadAgain() throws Exception {
        Path file = root.resolve("n");
        Path aside = root.resolve("aside");
        Files.write(file, new byte[]{1, 2, 3});
        try (var source = (LocalSource) storage.open("n").join()) {
            Files.move(file, aside);
            assertFails(source.read(0, 3), StorageException.Changed.class);
            Files.write(file, new byte[]{4, 5, 6});
            assertFails(source.read(0, 3), StorageException.Changed.class);
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
            assertThat(source.read(0, 3).join()).isEqualTo(ByteBuffer.wrap(new byte[]{1, 2, 3}));
        }
    }

    /** An interrupt closes the channel of whoever reads, and all responses that read the file share it. */
    @Test
    void anInterruptedReaderHarmsNoOther() throws Exception {
        Files.write(root.resolve("n"), new byte[100_000]);
        try (var source = (LocalSource) storage.open("n").join()) {
            long[] start = {0};
            long[] end = {50_000};
            source.readInto(start, end, ByteBuffer.allocateDirect(50_000)).join();
            Thread.currentThread().interrupt();
            CompletableFuture<Void> interrupted = source.readInto(start, end, ByteBuffer.allocateDirect(50_000));
            assertThat(Thread.interrupted()).as("still told that it was interrupted").isTrue();
            interrupted.join();
            source.readInto(start, end, ByteBuffer.allocateDirect(50_000)).join();
            assertThat(source.read(99_990, 10).join().remaining()).isEqualTo(10);
        }
    }

    @Test
    void aFullQueueIsBusy() throws Exception {
        var executor = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1));
        var release = new CountDownLatch(1);
        try (var bounded = new FileStorage(root, executor, true)) {
            bounded.put("n", bytes("1"), PutCondition.ALWAYS).join();
            var started = new CountDownLatch(1);
            executor.execute(() -> {
                started.countDown();
                await(release);
            });
            started.await();
            CompletableFuture<StoredObject> waits = bounded.stat("n");
            assertFails(bounded.stat("n"), StorageException.Busy.class);
            release.countDown();
            assertThat(waits.join().length()).isEqualTo(1);
        } finally {
            release.countDown();
            executor.shutdown();
        }
    }

    @Test
    void writesUnderWayEndBeforeItIsClosed() throws Exception {
        List<CompletableFuture<StoredObject>> writes;
        try (var closing = new FileStorage(root, 1, 100, false)) {
            writes = IntStream.range(0, 100).mapToObj(i -> closing.put("n" + i, bytes("x"), PutCondition.ALWAYS)).toList();
        }
        assertThat(writes).allSatisfy(write -> assertThat(write).isCompleted());
        assertThat(root.toFile().list()).hasSize(101).contains("n99");
    }

    @Test
    void aCallThatHangsDoesNotHoldWhoCloses() throws Exception {
        var workers = new StorageWorkers(1, 1);
        var hung = new CountDownLatch(1);
        CompletableFuture<Boolean> call = workers.run("n", () -> hung.await(10, TimeUnit.SECONDS));
        assertThat(workers.close(0)).isFalse();
        hung.countDown();
        assertThat(workers.close(10)).isTrue();
        assertThat(call).isCompletedWithValue(true);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
