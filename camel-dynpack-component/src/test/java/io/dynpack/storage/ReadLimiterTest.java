package io.dynpack.storage;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReadLimiterTest {

    private static final class Pending implements Storage {
        final List<CompletableFuture<StoredObject>> calls = new ArrayList<>();

        @Override
        public CompletableFuture<ListPage> list(String prefix, String continuation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<ListPage> listChildren(String prefix, String continuation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Source> open(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<StoredObject> stat(String name) {
            var call = new CompletableFuture<StoredObject>();
            calls.add(call);
            return call;
        }

        @Override
        public CompletableFuture<StoredObject> put(String name, ByteBuffer bytes, PutCondition condition) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> delete(String name) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {
            calls.clear();
        }
    }

    @Test
    void runsSomeQueuesSomeAndRefusesTheRest() {
        var storage = new Pending();
        var limiter = new ReadLimiter(storage, 2, 3);
        var results = new ArrayList<CompletableFuture<StoredObject>>();
        for (int i = 0; i < 5; i++) {
            results.add(limiter.stat("n" + i));
        }
        assertThat(storage.calls).hasSize(2);
        assertThatThrownBy(() -> limiter.stat("n5").join()).hasCauseInstanceOf(StorageException.Busy.class);
        assertThat(limiter.put("n", ByteBuffer.allocate(0), PutCondition.ALWAYS)).isDone();
        storage.calls.get(0).complete(null);
        assertThat(results.get(0)).isDone();
        assertThat(storage.calls).hasSize(3);
        storage.calls.get(1).completeExceptionally(new StorageException("x", null));
        assertThat(results.get(1)).isCompletedExceptionally();
        for (int i = 2; i < 5; i++) {
            storage.calls.get(i).complete(null);
        }
        assertThat(results).allMatch(CompletableFuture::isDone);
        assertThat(limiter.running()).isZero();
        assertThatThrownBy(() -> limiter.list("", null).join()).hasCauseInstanceOf(UnsupportedOperationException.class);
        assertThat(limiter.running()).isZero();
    }

    @Test
    void openingAKnownVersionWaitsWhereTheStorageLooks() {
        var limiter = new ReadLimiter(new Pending(), 1, 0);
        limiter.stat("n0");
        assertThat(limiter.looksWhenOpened()).isTrue();
        assertThatThrownBy(() -> limiter.open("n1", "v", 1).join()).hasCauseInstanceOf(StorageException.Busy.class);
    }

    @Test
    void nobodyWaitsForEverNorInThePlaceOfOthers() {
        var storage = new Pending();
        var limiter = new ReadLimiter(storage, 1, 2, Duration.ofMillis(50));
        var stuck = limiter.stat("n0");
        var late = limiter.stat("n1");
        assertThatThrownBy(late::join).hasCauseInstanceOf(StorageException.Busy.class);
        assertThat(stuck).isNotDone();
        for (int i = 0; i < 100; i++) {
            assertThat(limiter.stat("left").cancel(true)).isTrue();
        }
        var patient = new ReadLimiter(storage, 1, 2, Duration.ofHours(1));
        patient.stat("n2");
        var cancelled = patient.stat("n3");
        var next = patient.stat("n4");
        cancelled.cancel(true);
        assertThat(storage.calls).hasSize(2);
        storage.calls.get(1).complete(null);
        assertThat(storage.calls).hasSize(3);
        storage.calls.get(2).complete(null);
        assertThat(next).isCompleted();
        assertThat(patient.running()).isZero();
    }
}
