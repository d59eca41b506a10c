package io.dynpack.storage;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReadLimiterTest {
    @Test
    void runsSomeQueuesSomeAndRefusesTheRest() {
        var storage = new PendingStorage();
        var limiter = new ReadLimiter(storage, 2, 3);
        var results = new ArrayList<CompletableFuture<StoredObject>>();
        for (int i = 0; i < 5; i++) {
            results.add(limiter.stat("n" + i));
        }
        assertThat(storage.pending).hasSize(2);
        assertThatThrownBy(() -> limiter.stat("n5").join()).hasCauseInstanceOf(StorageException.Busy.class);
        CompletableFuture<StoredObject> put = limiter.put("n", ByteBuffer.allocate(0), PutCondition.ALWAYS);
        storage.pending.remove(2).complete(null);
        assertThat(put).as("a write waits for nobody").isCompleted();
        storage.pending.get(0).complete(null);
        assertThat(results.get(0)).isDone();
        assertThat(storage.pending).hasSize(3);
        storage.pending.get(1).completeExceptionally(new StorageException("x", null));
        assertThat(results.get(1)).isCompletedExceptionally();
        for (int i = 2; i < 5; i++) {
            storage.pending.get(i).complete(null);
        }
        assertThat(results).allMatch(CompletableFuture::isDone);
        assertThat(limiter.running()).isZero();
        assertThatThrownBy(() -> limiter.list("", null).join()).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(limiter.running()).isZero();
    }

    @Test
    void openingAKnownVersionWaitsWhereTheStorageLooks() {
        var limiter = new ReadLimiter(new PendingStorage(), 1, 0);
        limiter.stat("n0");
        assertThat(limiter.looksWhenOpened()).isTrue();
        assertThatThrownBy(() -> limiter.open("n1", "v", 1).join()).hasCauseInstanceOf(StorageException.Busy.class);
    }

    /** Else what hung keeps its place, and reads wait behind it, when the storage is back. */
    @Test
    void openingThatIsCancelledKeepsNoPlaceAndNoSource() {
        var storage = new PendingStorage();
        var limiter = new ReadLimiter(storage, 1, 0);
        limiter.open("n0").cancel(true);
        assertThat(limiter.running()).isZero();
        storage.cancellable = false;
        CompletableFuture<Source> late = limiter.open("n1");
        late.cancel(true);
        storage.pending.get(1).complete(new StoredObject("n1", 1, "v", Instant.EPOCH));
        assertThat(limiter.running()).isZero();
        assertThat(storage.closed).containsExactly("n1");
        CompletableFuture<Source> wanted = limiter.open("n2");
        storage.pending.get(2).complete(new StoredObject("n2", 1, "v", Instant.EPOCH));
        assertThat(wanted.join().name()).isEqualTo("n2");
        assertThat(storage.closed).containsExactly("n1");
    }

    @Test
    void nobodyWaitsForEverNorInThePlaceOfOthers() {
        var storage = new PendingStorage();
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
        assertThat(storage.pending).hasSize(2);
        storage.pending.get(1).complete(null);
        assertThat(storage.pending).hasSize(3);
        storage.pending.get(2).complete(null);
        assertThat(next).isCompleted();
        assertThat(patient.running()).isZero();
    }
}
