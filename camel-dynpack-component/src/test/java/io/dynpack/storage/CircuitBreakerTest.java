package io.dynpack.storage;

import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class CircuitBreakerTest {
    private static final StoredObject OBJECT = new StoredObject("a", 1, "1", Instant.EPOCH);

    private final PendingStorage storage = new PendingStorage();
    /** Calls to the storage that nobody answered yet. */
    private final List<CompletableFuture<StoredObject>> calls = storage.pending;
    private final List<CompletableFuture<ListPage>> probes = new CopyOnWriteArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final CircuitBreaker breaker = new CircuitBreaker("media storage", storage, this::probe,
            Duration.ofSeconds(60), nanos::get);

    private CompletableFuture<ListPage> probe() {
        var probe = new CompletableFuture<ListPage>();
        probes.add(probe);
        return probe;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static StorageException.Busy refused() {
        return new StorageException.Busy("a", 1, new ConnectException("refused"));
    }

    @Test
    void callsPassWhileTheStorageAnswers() {
        for (int i = 0; i < 3; i++) {
            CompletableFuture<StoredObject> call = breaker.stat("a");
            pass(Duration.ofSeconds(1));
            calls.remove(0).complete(OBJECT);
            assertThat(call).isCompletedWithValue(OBJECT);
        }
        pass(Duration.ofHours(1));
        assertThat(breaker.patienceMillis()).isPositive();
        breaker.stat("a");
        assertThat(calls).hasSize(1);
        assertThat(probes).isEmpty();
    }

    @Test
    void anAnswerThatTakesLongIsNotWaitedFor() {
        breaker.stat("a");
        pass(Duration.ofMillis(249));
        assertThat(breaker.patienceMillis()).isPositive();
        pass(Duration.ofMillis(1));
        assertThat(breaker.patienceMillis()).isZero();
        calls.remove(0).completeExceptionally(new StorageException.NotFound("a"));
        assertThat(breaker.patienceMillis()).as("that nothing is there is an answer").isPositive();
    }

    @Test
    void waitsAsLongAsAnswersTake() {
        assertThat(breaker.patienceMillis()).isEqualTo(250);
        answersTake(Duration.ofMillis(4), 20);
        assertThat(breaker.patienceMillis()).isEqualTo(8 + 3 * 4);
        answersTake(Duration.ofMillis(200), 3);
        assertThat(breaker.patienceMillis()).as("a few that were late change nothing").isEqualTo(8 + 3 * 4);
        answersTake(Duration.ofMillis(40), 20);
        assertThat(breaker.patienceMillis()).isEqualTo(8 + 3 * 40);
        answersTake(Duration.ofMillis(200), 20);
        assertThat(breaker.patienceMillis()).isEqualTo(250);
    }

    private void answersTake(Duration time, int count) {
        for (int i = 0; i < count; i++) {
            breaker.stat("a");
            pass(time);
            calls.remove(0).complete(OBJECT);
        }
    }

    @Test
    void whoComesToASilentStorageWaitsForOneProbe() {
        CompletableFuture<StoredObject> hanging = breaker.stat("a");
        pass(Duration.ofSeconds(2));
        List<CompletableFuture<StoredObject>> late = List.of(breaker.stat("b"), breaker.stat("c"), breaker.stat("d"));
        assertThat(probes).hasSize(1);
        assertThat(calls).hasSize(1);
        probes.get(0).completeExceptionally(refused());
        assertThatThrownBy(late.get(0)::join).hasCauseInstanceOf(StorageException.Unavailable.class);
        // the probe that failed began before these came: another one tells
        await().until(() -> probes.size() == 2);
        probes.get(1).completeExceptionally(refused());
        late.forEach(call -> assertThatThrownBy(call::join).hasCauseInstanceOf(StorageException.Unavailable.class));
        assertThatThrownBy(hanging::join).hasCauseInstanceOf(StorageException.Unavailable.class);
        assertThat(calls.remove(0)).as("asked no longer").isCancelled();
        assertThat(breaker.patienceMillis()).isZero();
    }

    @Test
    void theNextCallWorksWhenTheStorageIsBack() {
        breaker.stat("a");
        pass(Duration.ofSeconds(2));
        assertThatThrownBy(failed(breaker.stat("b"))::join).hasCauseInstanceOf(StorageException.Unavailable.class);
        calls.clear();
        CompletableFuture<StoredObject> next = breaker.stat("c");
        assertThat(probes).hasSize(2);
        probes.get(1).complete(new ListPage(List.of(), null));
        // the call goes on beside the thread of the probe
        await().until(() -> !calls.isEmpty());
        calls.remove(0).complete(OBJECT);
        assertThat(next.join()).isEqualTo(OBJECT);
        assertThat(breaker.patienceMillis()).isPositive();
        breaker.stat("d");
        assertThat(calls).hasSize(1);
    }

    private CompletableFuture<StoredObject> failed(CompletableFuture<StoredObject> waiting) {
        probes.get(probes.size() - 1).completeExceptionally(refused());
        return waiting;
    }

    @Test
    void aStorageThatRefusesToBeListedAnswers() {
        breaker.stat("a");
        pass(Duration.ofSeconds(2));
        breaker.stat("b");
        probes.get(0).completeExceptionally(new StorageException.Refused("", null));
        assertThat(breaker.patienceMillis()).isPositive();
    }

    @Test
    void fiveFailuresInARowAskForAProbe() {
        for (int i = 0; i < 5; i++) {
            assertThat(probes).isEmpty();
            CompletableFuture<StoredObject> call = breaker.stat("a");
            calls.remove(0).completeExceptionally(refused());
            assertThatThrownBy(call::join).hasCauseInstanceOf(StorageException.Busy.class);
        }
        assertThat(breaker.patienceMillis()).isZero();
        breaker.stat("a");
        assertThat(probes).hasSize(1);
    }

    @Test
    void anAnswerToAnEarlierCallEndsTheWaitingToo() {
        breaker.stat("a");
        CompletableFuture<StoredObject> put = breaker.put("p", ByteBuffer.allocate(1), PutCondition.ALWAYS);
        pass(Duration.ofSeconds(2));
        failed(breaker.stat("b"));
        assertThat(put).as("a write is never given up").isNotDone();
        calls.remove(1).complete(OBJECT);
        assertThat(put).isCompletedWithValue(OBJECT);
        assertThat(breaker.patienceMillis()).isPositive();
    }

    @Test
    void waitingForATurnSaysNothingOfTheStorage() {
        for (int i = 0; i < 10; i++) {
            breaker.stat("a");
            calls.remove(0).completeExceptionally(new StorageException.Busy("a", 1));
        }
        assertThat(breaker.patienceMillis()).isPositive();
    }

    @Test
    void aCallThatIsCancelledIsCancelledInTheStorage() {
        breaker.stat("a").cancel(true);
        assertThat(calls.remove(0)).isCancelled();
        assertThat(breaker.patienceMillis()).isPositive();
    }
}
