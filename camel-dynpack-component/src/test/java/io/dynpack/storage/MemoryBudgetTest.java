package io.dynpack.storage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MemoryBudgetTest {
    private final MemoryBudget budget = new MemoryBudget(64_000);

    @Test
    void largeWorkWaitsForLargeWorkAndNeverInTheWayOfSmall() {
        var first = new CompletableFuture<String>();
        CompletableFuture<String> one = budget.under(30_000, share -> first);
        CompletableFuture<String> two = budget.under(30_000, share -> CompletableFuture.completedFuture("two"));
        assertThat(two).isNotDone();
        // it would fit, but whoever waits has the first turn
        CompletableFuture<String> three = budget.under(10_000, share -> CompletableFuture.completedFuture("three"));
        assertThat(three).isNotDone();
        assertThat(budget.under(1000, share -> CompletableFuture.completedFuture("small"))).isCompletedWithValue("small");
        assertThat(budget.lent()).isEqualTo(30_000);
        first.complete("one");
        assertThat(one).isCompletedWithValue("one");
        assertThat(two.orTimeout(5, TimeUnit.SECONDS).join()).isEqualTo("two");
        assertThat(three.orTimeout(5, TimeUnit.SECONDS).join()).isEqualTo("three");
        org.awaitility.Awaitility.await().until(() -> budget.lent() == 0);
    }

    @Test
    void whatFailsGivesItsShareBack() {
        assertThatThrownBy(budget.under(40_000, share -> CompletableFuture.failedFuture(new IllegalStateException("no")))::join)
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(budget.under(40_000, share -> {
            throw new IllegalStateException("no");
        })::join).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(budget.lent()).isZero();
        assertThatThrownBy(() -> budget.under(48_001, share -> CompletableFuture.completedFuture("")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whoHoldsAShareGrowsItOrDoesWithout() {
        MemoryBudget.Share share = budget.tryTake(500);
        assertThat(share.grow(40_000)).isTrue();
        assertThat(share.grow(40_000)).isFalse();
        assertThat(budget.lent()).isEqualTo(40_500);
        assertThat(budget.tryTake(20_000)).isNull();
        share.close();
        share.close();
        assertThat(budget.lent()).isZero();
    }

    @Test
    void whoWaitsTooLongIsToldSo() {
        var hasty = new MemoryBudget(64_000, Duration.ofMillis(20));
        var never = new CompletableFuture<String>();
        hasty.under(40_000, share -> never);
        CompletableFuture<String> waits = hasty.under(40_000, share -> CompletableFuture.completedFuture("now"));
        CompletableFuture<String> behind = hasty.under(8000, share -> CompletableFuture.completedFuture("behind"));
        assertThatThrownBy(waits.orTimeout(5, TimeUnit.SECONDS)::join).hasCauseInstanceOf(StorageException.Busy.class);
        assertThat(
                behind.handle((done, failure) -> failure == null || failure instanceof java.util.concurrent.CompletionException)
                        .orTimeout(5, TimeUnit.SECONDS).join())
                .isTrue();
        never.complete("at last");
        org.awaitility.Awaitility.await().until(() -> hasty.lent() == 0);
    }

    @Test
    void thousandsThatWaitTakeNoStack() {
        // each of them begins on a thread of its own where there are two cores, which takes its time beside other work
        var patient = new MemoryBudget(64_000, Duration.ofMinutes(1));
        var first = new CompletableFuture<Void>();
        List<CompletableFuture<Void>> all = new ArrayList<>(List.of(patient.under(48_000, share -> first)));
        for (int i = 0; i < 20_000; i++) {
            all.add(patient.under(48_000, share -> CompletableFuture.completedFuture(null)));
        }
        first.complete(null);
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).orTimeout(1, TimeUnit.MINUTES).join();
        org.awaitility.Awaitility.await().until(() -> patient.lent() == 0);
    }
}
