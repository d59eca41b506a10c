package io.dynpack.camel;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.dynpack.storage.StorageException;

/**
 * Until when the first media bytes of an answer have to be there, and when they were: its status is not sent before them, so that a
 * storage that hangs gives a 503 and not a body cut short.
 */
public final class FirstByteTimeout {
    private static final int RETRY_AFTER_SECONDS = 2;

    /** Waits as long as the storage takes. */
    public static final FirstByteTimeout NONE = new FirstByteTimeout(0, null);

    private final long startedAt;
    private final @Nullable Duration limit;
    /** {@link System#nanoTime}; 0 before. */
    private volatile long begunAt;

    /**
     * @param startedAt of the request, {@link System#nanoTime}
     * @param limit     since then; {@code null} for none
     */
    public FirstByteTimeout(long startedAt, @Nullable Duration limit) {
        this.startedAt = startedAt;
        this.limit = limit;
    }

    public @Nullable Duration limit() {
        return limit;
    }

    /** For an answer to the same request that may take any time. */
    public FirstByteTimeout withoutLimit() {
        return new FirstByteTimeout(startedAt, null);
    }

    /** Nanoseconds since the request. */
    public long nanos() {
        return System.nanoTime() - startedAt;
    }

    /** The body begins to leave. */
    public void begun() {
        if (begunAt == 0 && this != NONE) {
            begunAt = System.nanoTime();
        }
    }

    /** Nanoseconds from the request until its answer began to leave; up to now where it has no body that could. */
    public long firstByteNanos() {
        long at = begunAt;
        return (at == 0 ? System.nanoTime() : at) - startedAt;
    }

    /** Milliseconds that are left, at least 1; no end of them without a limit. */
    public long remainingMillis() {
        return limit == null ? Long.MAX_VALUE : Math.max(1, limit.minusNanos(System.nanoTime() - startedAt).toMillis());
    }

    /** What a response fails with whose time is over. */
    public StorageException.Unavailable exceeded() {
        return new StorageException.Unavailable(
                "the storage gave no byte within " + Objects.requireNonNull(limit).toMillis() + " ms",
                RETRY_AFTER_SECONDS);
    }

    /** {@code future}, or a failure once the time is over; what depends on it never runs on the timer that all time-outs share. */
    public <T> CompletableFuture<T> await(CompletableFuture<T> future) {
        if (limit == null || future.isDone()) {
            return future;
        }
        CompletableFuture<T> bounded = future.copy();
        CompletableFuture<Void> late = new CompletableFuture<Void>().completeOnTimeout(null, remainingMillis(),
                TimeUnit.MILLISECONDS);
        late.thenRunAsync(() -> bounded.completeExceptionally(exceeded()));
        bounded.whenComplete((value, failure) -> late.cancel(false));
        return bounded;
    }
}
