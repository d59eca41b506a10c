package io.dynpack.storage;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A share of the heap that is lent to whoever is about to make much of an input: read a {@code moov}, parse a manifest. Where it
 * is used up the next one waits, so that however many come at a time, memory does not depend on them.
 *
 * <p>
 * A quarter is for small pieces of work alone, so that they do not wait behind large ones. Whoever holds a share and needs another
 * one may only {@link Share#grow}, which does not wait. Safe for use by many threads.
 */
public final class MemoryBudget {
    /** Of the heap. */
    private static final int PART = 4;
    private static final int SMALL = 64;
    private static final int RETRY_AFTER_SECONDS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Pool large;
    private final Pool small;
    private final long mostSmall;
    private final Duration patience;

    /** @param bytes that are lent at a time, at least 256 */
    public MemoryBudget(long bytes) {
        this(bytes, PATIENCE);
    }

    MemoryBudget(long bytes, Duration patience) {
        this.mostSmall = bytes / SMALL;
        this.small = new Pool(bytes / 4);
        this.large = new Pool(bytes - bytes / 4);
        this.patience = patience;
    }

    /** A quarter of what the heap may grow to. */
    public static MemoryBudget ofHeap() {
        return new MemoryBudget(Runtime.getRuntime().maxMemory() / PART);
    }

    /** What one can take at most, bytes: what needs more is to be refused for good. */
    public long largest() {
        return large.total;
    }

    /** What counts as small, bytes at most. */
    public long mostSmall() {
        return mostSmall;
    }

    /**
     * Takes a share and gives it back when what is made under it is over.
     *
     * @param bytes at most {@link #largest}
     * @return fails as {@code work} does, and with {@link StorageException.Busy} where there was no room within ten seconds
     */
    public <T extends @Nullable Object> CompletableFuture<T> under(long bytes, Function<Share, CompletableFuture<T>> work) {
        return take(bytes).thenCompose(share -> {
            CompletableFuture<T> result;
            try {
                result = work.apply(share);
            } catch (RuntimeException | Error e) {
                share.close();
                throw e;
            }
            return result.whenComplete((done, failure) -> share.close());
        });
    }

    /** As {@link #under} for who cannot wait: {@code null} where there is no room now. */
    public @Nullable Share tryTake(long bytes) {
        Pool pool = pool(bytes);
        return pool.tryTake(bytes) ? new Share(pool, bytes) : null;
    }

    CompletableFuture<Share> take(long bytes) {
        if (bytes > largest()) {
            throw new IllegalArgumentException(bytes + " bytes are more than the " + largest() + " that one can have");
        }
        return pool(bytes).take(bytes);
    }

    private Pool pool(long bytes) {
        return bytes <= mostSmall ? small : large;
    }

    /** Bytes that are lent at a time at most. */
    public long bytes() {
        return small.total + large.total;
    }

    /** Bytes lent now. */
    public long lent() {
        return small.lent() + large.lent();
    }

    /** Part of a budget; closing it twice is harmless. */
    public final class Share implements AutoCloseable {
        private final Pool pool;
        private long bytes;
        private long grown;

        private Share(Pool pool, long bytes) {
            this.pool = pool;
            this.bytes = bytes;
        }

        /** Whether the share is larger by so many bytes now; what it grows by is never of what is kept for small ones. */
        public synchronized boolean grow(long more) {
            boolean granted = large.tryTake(more);
            grown += granted ? more : 0;
            return granted;
        }

        @Override
        public void close() {
            long first;
            long second;
            synchronized (this) {
                first = bytes;
                second = grown;
                bytes = 0;
                grown = 0;
            }
            pool.give(first);
            large.give(second);
        }
    }

    private record Waiting(long bytes, CompletableFuture<Share> result) {}

    private final class Pool {
        final long total;
        private final Deque<Waiting> waiting = new ArrayDeque<>();
        private long lent;

        Pool(long total) {
            this.total = total;
        }

        synchronized long lent() {
            return lent;
        }

        synchronized boolean tryTake(long bytes) {
            boolean room = waiting.isEmpty() && bytes <= total - lent;
            lent += room ? bytes : 0;
            return room;
        }

        CompletableFuture<Share> take(long bytes) {
            Waiting turn = new Waiting(bytes, new CompletableFuture<>());
            synchronized (this) {
                if (waiting.isEmpty() && bytes <= total - lent) {
                    lent += bytes;
                    return CompletableFuture.completedFuture(new Share(this, bytes));
                }
                waiting.add(turn);
            }
            Executor later = CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS);
            later.execute(() -> late(turn));
            return turn.result;
        }

        private void late(Waiting turn) {
            boolean waits;
            synchronized (this) {
                waits = waiting.remove(turn);
            }
            if (waits) {
                turn.result.completeExceptionally(new StorageException.Busy("memory", RETRY_AFTER_SECONDS));
                // what comes behind it may need less
                give(0);
            }
        }

        void give(long bytes) {
            List<Waiting> next = new ArrayList<>();
            synchronized (this) {
                lent -= bytes;
                while (!waiting.isEmpty() && waiting.peek().bytes <= total - lent) {
                    lent += waiting.peek().bytes;
                    next.add(waiting.remove());
                }
            }
            for (Waiting turn : next) {
                // not here: whoever gives back need not do the work of others
                turn.result.completeAsync(() -> new Share(this, turn.bytes));
            }
        }
    }
}
