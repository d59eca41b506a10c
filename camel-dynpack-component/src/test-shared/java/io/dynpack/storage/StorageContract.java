package io.dynpack.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What holds of every {@link Storage}, wherever it keeps its objects. */
public abstract class StorageContract {
    Storage storage;

    /** An empty one; it is closed after each test. */
    protected abstract Storage empty() throws Exception;

    @BeforeEach
    void openStorage() throws Exception {
        storage = empty();
    }

    @AfterEach
    void closeStorage() {
        storage.close();
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    private StoredObject put(String name, String content) {
        return storage.put(name, bytes(content), PutCondition.ALWAYS).join();
    }

    final String read(String name) {
        return text(storage.readWhole(name, 1 << 20).join().bytes());
    }

    static void assertFails(CompletableFuture<?> future, Class<? extends StorageException> type) {
        assertThatThrownBy(future::join).hasCauseInstanceOf(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", "a\\b", "a\u0000b", "a\nb", "a\u007f",
            ".dynpack-lock", "a/.dynpack-1.tmp"})
    void refusesNames(String name) {
        Stream.<Runnable>of(() -> storage.open(name), () -> storage.stat(name), () -> storage.delete(name),
                () -> storage.readWhole(name, 10), () -> storage.put(name, bytes("x"), PutCondition.ALWAYS))
                .forEach(call -> assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "a//", "..", "../", "a/../", "a\\", "a\n"})
    void refusesPrefixes(String prefix) {
        assertThatThrownBy(() -> storage.list(prefix, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> storage.listChildren(prefix, null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsAbsentIsNotFound() {
        put("a/b", "x");
        for (String name : List.of("x", "a", "a/x", "A/b", "a/b/c", "x/y")) {
            assertFails(storage.open(name), StorageException.NotFound.class);
            assertFails(storage.stat(name), StorageException.NotFound.class);
            assertFails(storage.readWhole(name, 10), StorageException.NotFound.class);
            storage.delete(name).join();
        }
        assertThat(read("a/b")).isEqualTo("x");
        storage.delete("a/b").join();
        assertFails(storage.stat("a/b"), StorageException.NotFound.class);
    }

    @Test
    void everyCallTellsTheSameOfAnObject() {
        StoredObject written = put("a/film.ism", "content");
        assertThat(written.name()).isEqualTo("a/film.ism");
        assertThat(written.length()).isEqualTo(7);
        assertThat(written.version()).isNotEmpty();
        StoredObject stat = storage.stat("a/film.ism").join();
        StoredObject listed = storage.list("a/", null).join().objects().get(0);
        StoredObject whole = storage.readWhole("a/film.ism", 7).join().object();
        try (Source source = storage.open("a/film.ism").join()) {
            for (StoredObject other : List.of(stat, listed, whole, source.object())) {
                assertThat(other.name()).isEqualTo(written.name());
                assertThat(other.version()).isEqualTo(written.version());
                assertThat(other.length()).isEqualTo(7);
            }
        }
    }

    @Test
    void readsExactlyTheRangeThatIsAskedFor() {
        put("n", "0123456789");
        try (Source source = storage.open("n").join()) {
            ByteBuffer read = source.read(3, 4).join();
            assertThat(text(read)).isEqualTo("3456");
            assertThat(read.isReadOnly()).isTrue();
            assertThat(read.position()).isZero();
            assertThat(text(source.read(0, 10).join())).isEqualTo("0123456789");
            assertThat(text(source.read(9, 1).join())).isEqualTo("9");
            for (long[] range : new long[][]{{8, 3}, {-1, 3}, {0, 0}, {10, 1}, {0, -1}, {Long.MAX_VALUE, 1}}) {
                assertThatThrownBy(() -> source.read(range[0], (int) range[1])).isInstanceOf(IndexOutOfBoundsException.class);
            }
        }
    }

    @Test
    void anObjectMayBeEmpty() {
        put("nothing", "");
        assertThat(storage.stat("nothing").join().length()).isZero();
        assertThat(storage.readWhole("nothing", 0).join().bytes().remaining()).isZero();
        try (Source source = storage.open("nothing").join()) {
            assertThat(source.length()).isZero();
        }
    }

    @Test
    void whatIsTooLargeSaysHowLarge() {
        put("n", "0123456789");
        assertThat(read("n")).isEqualTo("0123456789");
        assertThatThrownBy(storage.readWhole("n", 9)::join).cause()
                .isInstanceOfSatisfying(StorageException.TooLarge.class, e -> assertThat(e.length()).isEqualTo(10));
    }

    @Test
    void conditionsHold() {
        StoredObject first = storage.put("n", bytes("1"), PutCondition.IF_ABSENT).join();
        assertFails(storage.put("n", bytes("2"), PutCondition.IF_ABSENT), StorageException.PreconditionFailed.class);
        StoredObject second = storage.put("n", bytes("2"), new PutCondition.IfMatch(first.version())).join();
        assertThat(second.version()).isNotEqualTo(first.version());
        assertFails(storage.put("n", bytes("3"), new PutCondition.IfMatch(first.version())),
                StorageException.PreconditionFailed.class);
        assertFails(storage.put("absent", bytes("3"), new PutCondition.IfMatch(first.version())),
                StorageException.PreconditionFailed.class);
        assertThat(read("n")).isEqualTo("2");
        assertFails(storage.stat("absent"), StorageException.NotFound.class);
    }

    @Test
    void ofManyWhoCreateOneDoes() {
        List<CompletableFuture<StoredObject>> creates = IntStream.range(0, 16)
                .mapToObj(i -> storage.put("n", bytes("" + i), PutCondition.IF_ABSENT)).toList();
        List<String> winners = new ArrayList<>();
        for (int i = 0; i < creates.size(); i++) {
            if (creates.get(i).handle((object, failure) -> failure == null).join()) {
                winners.add("" + i);
            }
        }
        assertThat(winners).containsExactly(read("n"));
    }

    @Test
    void aSourceNeverGivesBytesOfAnotherVersion() {
        for (Runnable change : List.<Runnable>of(() -> put("n", "changed!"), () -> put("n", "12345678"),
                () -> storage.delete("n").join())) {
            StoredObject old = put("n", "original");
            try (Source source = storage.open("n").join(); Source known = storage.open("n", old.version(), 8).join()) {
                change.run();
                for (Source each : List.of(source, known)) {
                    CompletableFuture<ByteBuffer> read = each.read(0, 8);
                    assertThat(read.handle((bytes, failure) -> failure == null ? text(bytes) : "").join())
                            .isIn("original", "");
                }
            }
            CompletableFuture<String> late = storage.open("n", old.version(), 8)
                    .thenCompose(source -> source.read(0, 8).whenComplete((bytes, failure) -> source.close()))
                    .thenApply(StorageContract::text);
            assertFails(late, StorageException.class);
        }
    }

    @Test
    void whoReadsASmallObjectThatIsBeingReplacedSeesSomeVersion() {
        put("n", "0");
        for (int i = 1; i <= 200; i++) {
            String next = "" + i;
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> put("n", next));
            List<CompletableFuture<WholeObject>> reads = Stream.generate(() -> storage.readWhole("n", 3)).limit(4).toList();
            for (CompletableFuture<WholeObject> read : reads) {
                assertThat(text(read.join().bytes())).isIn("" + (i - 1), next);
            }
            writer.join();
        }
    }

    @Test
    void everyReplacementHasItsOwnVersion() {
        List<String> versions = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            versions.add(put("n", "same").version());
        }
        assertThat(versions).doesNotHaveDuplicates();
    }

    @Test
    void anyTextMayBeAName() {
        List<String> names = List.of("a b", "ü", "100%", "a%20b", "a#b", "a?b", "a+b", "a&b=c", "~", "a;b", "a:b", "日本語.mp4", "🎬",
                "(x)", "[x]", "'", "\"", "e\u0301", "\u00e9");
        names.forEach(name -> put("odd/" + name, name));
        names.forEach(name -> assertThat(read("odd/" + name)).isEqualTo(name));
        assertThat(all("odd/", true, 1000)).containsExactlyInAnyOrderElementsOf(names.stream().map(n -> "odd/" + n).toList());
        names.forEach(name -> storage.delete("odd/" + name).join());
        assertThat(all("odd/", true, 1000)).isEmpty();
    }

    private List<String> all(String prefix, boolean deep, int most) {
        List<String> names = new ArrayList<>();
        String continuation = null;
        do {
            ListPage page = (deep
                    ? storage.list(prefix, continuation, most)
                    : storage.listChildren(prefix, continuation, most)).join();
            page.objects().forEach(object -> names.add(object.name()));
            assertThat(page.objects()).isSortedAccordingTo(java.util.Comparator.comparing(StoredObject::name));
            continuation = page.continuation();
        } while (continuation != null);
        return names;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000})
    void listsEachNameOnceInOrder(int most) {
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < 12; i++) {
            names.add((i % 3 == 0 ? "a/" : i % 3 == 1 ? "a-b/c/" : "b") + i);
        }
        names.forEach(name -> put(name, ""));
        assertThat(all("", true, most)).containsExactlyElementsOf(names);
        assertThat(all("a/", true, most)).containsExactly("a/0", "a/3", "a/6", "a/9");
        assertThat(all("a-b/c/1", true, most)).containsExactly("a-b/c/1", "a-b/c/10");
        assertThat(all("b", true, most)).containsExactly("b11", "b2", "b5", "b8");
        assertThat(all("", false, most)).containsExactly("a-b/", "a/", "b11", "b2", "b5", "b8");
        assertThat(all("a", false, most)).containsExactly("a-b/", "a/");
        assertThat(all("a-b/", false, most)).containsExactly("a-b/c/");
        assertThat(all("a-b/c", false, most)).containsExactly("a-b/c/");
        assertThat(all("zebra/", true, most)).isEmpty();
        assertThat(all("a/0", true, most)).containsExactly("a/0");
        assertThat(all("a/0/", true, most)).isEmpty();
    }
}
