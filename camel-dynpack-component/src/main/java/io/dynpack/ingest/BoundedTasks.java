package io.dynpack.ingest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/** Runs asynchronous tasks over a list, some at a time, without a thread that waits. One instance makes one run. */
final class BoundedTasks<T, R> {
    private final List<T> items;
    private final Function<T, CompletableFuture<R>> task;
    private final Object[] results;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger lanes;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CompletableFuture<List<R>> done = new CompletableFuture<>();

    private BoundedTasks(List<T> items, int limit, Function<T, CompletableFuture<R>> task) {
        this.items = items;
        this.task = task;
        this.results = new Object[items.size()];
        this.lanes = new AtomicInteger(Math.min(limit, items.size()));
    }

    /**
     * @param limit tasks at a time
     * @return the results in the order of the items; fails with the first failure, after the tasks under way have ended
     */
    static <T, R> CompletableFuture<List<R>> map(List<T> items, int limit, Function<T, CompletableFuture<R>> task) {
        if (items.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        BoundedTasks<T, R> run = new BoundedTasks<>(items, limit, task);
        int count = run.lanes.get();
        for (int i = 0; i < count; i++) {
            run.lane();
        }
        return run.done;
    }

    /** What a dependent stage was given, without the wrapper that stages add. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Calls what returns a future; an exception that it throws instead becomes a failed one. */
    static <R> CompletableFuture<R> call(Supplier<CompletableFuture<R>> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Takes one item after another; a loop, not a chain, as a chain of tasks that are done at once would fill the stack. */
    private void lane() {
        while (true) {
            int item = next.getAndIncrement();
            if (item >= items.size() || failure.get() != null) {
                end();
                return;
            }
            CompletableFuture<R> running = call(() -> task.apply(items.get(item)));
            if (!running.isDone()) {
                running.whenComplete((result, problem) -> {
                    keep(item, result, problem);
                    lane();
                });
                return;
            }
            running.whenComplete((result, problem) -> keep(item, result, problem));
        }
    }

    private void keep(int item, R result, @Nullable Throwable problem) {
        results[item] = result;
        if (problem != null) {
            failure.compareAndSet(null, cause(problem));
        }
    }

    private void end() {
        if (lanes.decrementAndGet() == 0) {
            if (failure.get() != null) {
                done.completeExceptionally(failure.get());
            } else {
                @SuppressWarnings("unchecked") // only keep() writes into the array
                List<R> list = (List<R>) new ArrayList<>(Arrays.asList(results));
                done.complete(list);
            }
        }
    }
}
