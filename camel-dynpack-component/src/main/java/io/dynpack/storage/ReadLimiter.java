package io.dynpack.storage;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Stands in front of a storage: only so many calls that read run at a time, only so many wait, and the next one fails at once
 * with {@link StorageException.Busy}, as does one that waited too long: whoever asked has gone by then. Writes pass; they are rare
 * and must not be lost to a crowd of viewers. A read whose future is cancelled is cancelled in the storage too.
 */
public final class ReadLimiter extends GuardedStorage {
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final int maxConcurrent;
    private final int maxWaiting;
    private final Duration patience;
    private final Deque<Waiting<?>> waiting = new ArrayDeque<>();
    private int running;
    private boolean starting;

    private static final class Waiting<T> {
        final Supplier<CompletableFuture<T>> call;
        final CompletableFuture<T> result;
        /** Ends the waiting; {@code null} for a call that does not wait, or no longer. */
        @Nullable
        CompletableFuture<Void> late;

        Waiting(Supplier<CompletableFuture<T>> call, CompletableFuture<T> result) {
            this.call = call;
            this.result = result;
        }
    }

    /**
     * @param maxConcurrent calls under way at a time, at least 1
     * @param maxWaiting    calls that may wait for their turn, ten seconds at most
     */
    public ReadLimiter(Storage storage, int maxConcurrent, int maxWaiting) {
        this(storage, maxConcurrent, maxWaiting, PATIENCE);
    }

    ReadLimiter(Storage storage, int maxConcurrent, int maxWaiting, Duration patience) {
        super(storage);
        if (maxConcurrent < 1 || maxWaiting < 0) {
            throw new IllegalArgumentException("limits " + maxConcurrent + " and " + maxWaiting + " are out of range");
        }
        this.maxConcurrent = maxConcurrent;
        this.maxWaiting = maxWaiting;
        this.patience = patience;
    }

    @Override
    <T> CompletableFuture<T> write(String name, Supplier<CompletableFuture<T>> call) {
        return begun(call);
    }

    @Override
    Source guarded(Source source) {
        return source instanceof LocalSource local ? new LimitedLocalSource(local) : super.guarded(source);
    }

    /** Calls under way now. */
    public int running() {
        synchronized (waiting) {
            return running;
        }
    }

    /** Calls that wait for their turn now. */
    public int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    @Override
    <T> CompletableFuture<T> read(String name, Supplier<CompletableFuture<T>> call) {
        var result = new CompletableFuture<T>();
        synchronized (waiting) {
            if (running >= maxConcurrent) {
                if (waiting.size() >= maxWaiting) {
                    return CompletableFuture.failedFuture(new StorageException.Busy(name, RETRY_AFTER_SECONDS));
                }
                waitInLine(name, new Waiting<>(call, result));
                return result;
            }
            running++;
        }
        start(new Waiting<>(call, result));
        return result;
    }

    private void waitInLine(String name, Waiting<?> call) {
        waiting.add(call);
        call.late = new CompletableFuture<Void>().completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
        call.late.thenRunAsync(() -> {
            if (leaveLine(call)) {
                call.result.completeExceptionally(new StorageException.Busy(name, RETRY_AFTER_SECONDS));
            }
        });
        // done while it waits, it was cancelled: it takes nobody's place in the line
        call.result.whenComplete((value, failure) -> leaveLine(call));
    }

    private boolean leaveLine(Waiting<?> call) {
        synchronized (waiting) {
            if (call.late == null) {
                return false;
            }
            call.late.cancel(false);
            call.late = null;
            return waiting.remove(call);
        }
    }

    private <T> void start(Waiting<T> waited) {
        CompletableFuture<T> result = waited.result;
        // whoever waited for its turn may have given up
        CompletableFuture<T> underWay = result.isDone()
                ? CompletableFuture.failedFuture(new CancellationException())
                : begun(waited.call);
        passCancellation(result, underWay);
        underWay.whenComplete((value, failure) -> {
            // the place is passed on first, so that whoever continues from the result finds it free
            leave();
            if (failure == null) {
                completed(result, value);
            } else {
                result.completeExceptionally(failure);
            }
        });
    }

    /** Starts waiting calls in a loop, not one inside the other: a call may complete before it returns. */
    private void leave() {
        synchronized (waiting) {
            running--;
            if (starting) {
                return;
            }
            starting = true;
        }
        for (Waiting<?> next = next(); next != null; next = next()) {
            start(next);
        }
    }

    private @Nullable Waiting<?> next() {
        synchronized (waiting) {
            if (running >= maxConcurrent || waiting.isEmpty()) {
                starting = false;
                return null;
            }
            running++;
            Waiting<?> next = waiting.poll();
            if (next.late != null) {
                next.late.cancel(false);
                next.late = null;
            }
            return next;
        }
    }

    /** Files are read by bounded workers already; what lies in memory must not wait behind what does not. */
    private final class LimitedLocalSource extends GuardedSource implements LocalSource {
        private final LocalSource local;

        LimitedLocalSource(LocalSource local) {
            super(local);
            this.local = local;
        }

        @Override
        public CompletableFuture<Void> readInto(long[] starts, long[] ends, ByteBuffer target) {
            return local.readInto(starts, ends, target);
        }
    }
}
