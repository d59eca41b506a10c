package io.dynpack.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BoundedTasksTest {

    @Test
    void keepsOrderAndLimit() {
        List<CompletableFuture<Integer>> started = new ArrayList<>();
        CompletableFuture<List<Integer>> all = BoundedTasks.map(List.of(1, 2, 3, 4, 5), 2, i -> {
            started.add(new CompletableFuture<>());
            return started.get(started.size() - 1);
        });
        assertThat(started).hasSize(2);
        started.get(1).complete(20);
        assertThat(started).hasSize(3);
        started.get(2).complete(30);
        started.get(3).complete(40);
        started.get(0).complete(10);
        assertThat(all).isNotDone();
        started.get(4).complete(50);
        assertThat(all.join()).containsExactly(10, 20, 30, 40, 50);
    }

    @Test
    void tasksThatAreDoneAtOnceTakeNoStack() {
        List<Integer> many = IntStream.range(0, 200_000).boxed().toList();
        assertThat(BoundedTasks.map(many, 8, CompletableFuture::completedFuture).join()).isEqualTo(many);
    }

    @Test
    void firstFailureStopsTheRestAndIsGivenAfterWhatRuns() {
        CompletableFuture<Integer> slow = new CompletableFuture<>();
        List<Integer> started = new ArrayList<>();
        CompletableFuture<List<Integer>> all = BoundedTasks.map(List.of(1, 2, 3), 2, i -> {
            started.add(i);
            if (i == 2) {
                throw new IllegalStateException("two");
            }
            return slow;
        });
        assertThat(all).isNotDone();
        slow.complete(1);
        assertThatThrownBy(all::join).hasRootCauseMessage("two");
        assertThat(started).containsExactly(1, 2);
    }

    @Test
    void nothingToDoIsDone() {
        assertThat(BoundedTasks.map(List.<Integer>of(), 2, CompletableFuture::completedFuture).join()).isEmpty();
    }
}
