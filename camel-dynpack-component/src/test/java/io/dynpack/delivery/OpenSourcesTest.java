package io.dynpack.delivery;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.dynpack.index.SourceFile;
import io.dynpack.storage.FileStorage;
import io.dynpack.storage.PutCondition;
import io.dynpack.storage.Source;
import io.dynpack.storage.StorageException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OpenSourcesTest {
    @TempDir
    Path root;
    private FileStorage storage;
    private final AtomicLong clock = new AtomicLong();
    private final Queue<Runnable> later = new ArrayDeque<>();

    @BeforeEach
    void open() throws Exception {
        storage = new FileStorage(root);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private String put(String name) {
        return storage.put(name, ByteBuffer.wrap(name.getBytes()), PutCondition.ALWAYS).join().version();
    }

    @Test
    void sharesOneSourceAndClosesItWhenIdle() {
        String version = put("a");
        var sources = new OpenSources(storage, 4, Duration.ofSeconds(1), clock::get, later::add);
        List<CompletableFuture<OpenSources.Lease>> leases = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            leases.add(sources.acquire(new SourceFile("a", version, 1)));
        }
        Source source = leases.get(0).join().source();
        assertThat(leases).allSatisfy(lease -> assertThat(lease.join().source()).isSameAs(source));
        assertThat(sources.leases()).isEqualTo(20);
        leases.forEach(lease -> {
            lease.join().close();
            lease.join().close();
        });
        assertThat(sources.leases()).isZero();
        assertThat(source.read(0, 1).join().get(0)).isEqualTo((byte) 'a');
        clock.addAndGet(Duration.ofSeconds(2).toNanos());
        sources.closeIdle();
        assertThat(sources.size()).isZero();
        assertThatThrownBy(() -> source.read(0, 1).join()).hasCauseInstanceOf(StorageException.class);
    }

    /** A file that was deleted takes its room on the disk until it is closed. */
    @Test
    void aSlowReaderKeepsNoOtherFileOpen() {
        var sources = new OpenSources(storage, 4, Duration.ofSeconds(1), clock::get, later::add);
        var slow = sources.acquire(new SourceFile("a", put("a"), 1)).join();
        sources.acquire(new SourceFile("b", put("b"), 1)).join().close();
        clock.addAndGet(Duration.ofSeconds(2).toNanos());
        sources.closeIdle();
        assertThat(sources.size()).isEqualTo(1);
        slow.close();
    }

    @Test
    void aQuietNodeClosesWhatNobodyUses() {
        var sources = new OpenSources(storage, 4, Duration.ofSeconds(1), clock::get, later::add);
        var slow = sources.acquire(new SourceFile("a", put("a"), 1)).join();
        sources.acquire(new SourceFile("b", put("b"), 1)).join().close();
        assertThat(later).as("one look for all").hasSize(1);
        lookLater();
        assertThat(sources.size()).isEqualTo(1);
        assertThat(later).as("what is in use is looked at when it is given back").isEmpty();
        slow.close();
        lookLater();
        assertThat(sources.size()).isZero();
        assertThat(later).isEmpty();
    }

    private void lookLater() {
        clock.addAndGet(Duration.ofSeconds(2).toNanos());
        later.remove().run();
    }

    @Test
    void refusesAnotherVersionAndForgetsFailures() {
        put("a");
        var sources = new OpenSources(storage, 4, Duration.ofSeconds(1), clock::get, later::add);
        assertThatThrownBy(() -> sources.acquire(new SourceFile("a", "other", 1)).join())
                .hasCauseInstanceOf(StorageException.Changed.class);
        assertThatThrownBy(() -> sources.acquire(new SourceFile("b", "v", 1)).join())
                .hasCauseInstanceOf(StorageException.NotFound.class);
        assertThat(sources.size()).isZero();
    }

    @Test
    void keepsItsBound() {
        var sources = new OpenSources(storage, 2, Duration.ofHours(1), clock::get, later::add);
        var a = sources.acquire(new SourceFile("a", put("a"), 1)).join();
        var b = sources.acquire(new SourceFile("b", put("b"), 1)).join();
        String version = put("c");
        assertThatThrownBy(() -> sources.acquire(new SourceFile("c", version, 1)).join())
                .hasCauseInstanceOf(StorageException.Busy.class);
        a.close();
        var c = sources.acquire(new SourceFile("c", version, 1)).join();
        assertThat(sources.size()).isEqualTo(2);
        sources.close();
        assertThat(sources.size()).isEqualTo(2);
        b.close();
        c.close();
        assertThat(sources.size()).isZero();
        assertThatThrownBy(() -> sources.acquire(new SourceFile("a", "v", 1)).join())
                .hasCauseInstanceOf(StorageException.class);
    }
}
