package io.dynpack.storage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PatienceTest {

    private final CompletableFuture<String> look = new CompletableFuture<>();

    private CompletableFuture<String> await(long startedAt, long age) {
        return Patience.await(look, startedAt, "known", age, 250);
    }

    @Test
    void aYoungStateAnswersSoonAndNotOnTheTimerOfAllTimeOuts() {
        CompletableFuture<String> answer = await(System.nanoTime(), 5000);
        assertThat(answer.thenApply(value -> value + " " + Thread.currentThread().getName()).join()).startsWith("known")
                .doesNotContain("CompletableFutureDelayScheduler");
        assertThat(look).isNotDone();
    }

    @Test
    void anOldStateWaitsForTheLook() {
        CompletableFuture<String> answer = await(System.nanoTime(), 9000);
        CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS).execute(() -> look.complete("new"));
        assertThat(answer.join()).isEqualTo("new");
    }

    @Test
    void nobodyWaitsForALookThatTookTooLongAlready() {
        long longAgo = System.nanoTime() - TimeUnit.SECONDS.toNanos(3);
        assertThat(await(longAgo, Long.MAX_VALUE)).isCompletedWithValue("known");
    }

    @Test
    void nobodyWaitsWhereTheStorageDoesNotAnswer() {
        assertThat(Patience.await(look, System.nanoTime(), "known", Long.MAX_VALUE, 0)).isCompletedWithValue("known");
    }

    @Test
    void aLookThatIsOverAnswersAsItEnded() {
        look.completeExceptionally(new StorageException("damaged", null));
        assertThatThrownBy(await(System.nanoTime(), 0)::join).hasCauseInstanceOf(StorageException.class);
    }
}
