package io.dynpack.delivery;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.dynpack.storage.Source;
import io.dynpack.storage.StorageException;

/**
 * Reads of ranges for any number of responses: who wants what is being read joins in, and what was read stays a short while for
 * those who come next. All of it, read, in use or kept, has a bound in bytes; beyond it reads wait, in order, and after a while
 * they fail with {@link StorageException.Busy}.
 *
 * <p>
 * What nobody has asked for yet may be read ahead while less than half of the bound is in use; it gives way to what somebody
 * waits for. What is kept is answered at once, whatever waits for the storage.
 */
public final class SharedReads {
    /** Until a player that fetched a segment asks for the next. */
    private static final Duration KEEP = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MAX_WAITING = 10_000;
    private static final int MAX_AHEAD = 4;
    /** Bytes that a response may bring in at a time, by how many quarters of the bound are free. */
    private static final int[] SHARES = {256 << 10, 512 << 10, 1 << 20, ReadPlan.MAX_PART, ReadPlan.MAX_PART};
    private static final int RETRY_AFTER_SECONDS = 2;
    /** Reads that begin one inside the other: a few hundred bytes of stack each. */
    private static final int MAX_DEPTH = 16;

    private final long budget;
    private final LongSupplier nanoTime;
    private final Duration patience;
    /** In order of use; those that wait are here too, so that others can join them. */
    private final Map<Key, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private long used;
    /** Of the bytes used those that are only kept. */
    private long idle;
    private int ahead;
    /** Of {@link #run} on a thread. */
    private final ThreadLocal<Integer> depth = ThreadLocal.withInitial(() -> 0);

    /** @param budget bytes */
    public SharedReads(long budget) {
        this(budget, PATIENCE, System::nanoTime);
    }

    SharedReads(long budget, Duration patience, LongSupplier nanoTime) {
        if (budget < 1) {
            throw new IllegalArgumentException("a budget of " + budget + " bytes");
        }
        this.budget = budget;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /** Bytes in use. Close it when they were taken; idempotent. */
    public interface Lease extends AutoCloseable {
        /** Read-only; of nobody's concern after {@link #close}. */
        ByteBuffer bytes();

        @Override
        void close();
    }

    private record Key(String name, String version, long offset, int length) {}

    private enum State {
        WAITING,
        READING,
        READ
    }

    private static final class Entry {
        final Key key;
        final Source source;
        final CompletableFuture<ByteBuffer> bytes = new CompletableFuture<>();
        final boolean ahead;
        State state = State.WAITING;
        @Nullable
        CompletableFuture<ByteBuffer> call;
        int users;
        /** Ends the waiting; a timer holds what it is for, so it goes when the waiting is over. */
        @Nullable
        CompletableFuture<Void> late;
        /** Those of the users who left before there was anything. */
        int abandoned;
        long idleSince;

        Entry(Key key, Source source, boolean ahead) {
            this.key = key;
            this.source = source;
            this.ahead = ahead;
        }

        void stopWaiting() {
            if (late != null) {
                late.cancel(false);
                late = null;
            }
        }

        /** Nobody uses it; it is kept for who comes. */
        boolean isIdle() {
            return users == 0 && state == State.READ;
        }
    }

    /**
     * Reads a range, or joins who reads it, or takes what is kept of it.
     *
     * @param source stays open until the future is done
     * @return fails as {@link Source#read} does; cancel it where the bytes are not wanted any more
     */
    public CompletableFuture<Lease> read(Source source, long offset, int length) {
        Key key = new Key(source.name(), source.version(), offset, length);
        List<Runnable> then = new ArrayList<>();
        Entry entry;
        synchronized (entries) {
            removeExpired();
            entry = entries.get(key);
            if (entry == null) {
                if (waiting.size() >= MAX_WAITING) {
                    return CompletableFuture.failedFuture(new StorageException.Busy(source.name(), RETRY_AFTER_SECONDS));
                }
                entry = new Entry(key, source, false);
                entry.users = 1;
                entries.put(key, entry);
                waiting.add(entry);
                admit(then);
                if (entry.state == State.WAITING) {
                    Entry patient = entry;
                    entry.late = new CompletableFuture<Void>().completeOnTimeout(null, patience.toMillis(),
                            TimeUnit.MILLISECONDS);
                    entry.late.thenRunAsync(() -> giveUp(patient));
                }
            } else {
                if (entry.isIdle()) {
                    idle -= length;
                }
                entry.users++;
            }
        }
        run(then);
        return lease(entry);
    }

    private CompletableFuture<Lease> lease(Entry entry) {
        if (entry.bytes.isDone() && !entry.bytes.isCompletedExceptionally()) {
            return CompletableFuture.completedFuture(new Held(entry, entry.bytes.join()));
        }
        CompletableFuture<Lease> lease = new CompletableFuture<>();
        lease.whenComplete((held, failure) -> {
            if (lease.isCancelled()) {
                abandon(entry);
            }
        });
        entry.bytes.whenComplete((bytes, failure) -> {
            if (failure != null) {
                lease.completeExceptionally(failure);
            } else {
                Lease held = new Held(entry, bytes);
                if (!lease.complete(held)) {
                    held.close();
                }
            }
        });
        return lease;
    }

    /** Nobody reads for those who left while they waited. */
    private void abandon(Entry entry) {
        List<Runnable> then = new ArrayList<>();
        synchronized (entries) {
            entry.abandoned++;
            if (entry.state != State.WAITING || entry.abandoned < entry.users) {
                return;
            }
            waiting.remove(entry);
            entries.remove(entry.key, entry);
            entry.stopWaiting();
            admit(then);
        }
        entry.bytes.completeExceptionally(new CancellationException());
        run(then);
    }

    /**
     * Reads a range that somebody may want soon, where there is plenty of room; else does nothing.
     *
     * @param source stays open until the future is done
     * @return completes when it was read or is not going to be; never fails
     */
    public CompletableFuture<Void> readAhead(Source source, long offset, int length) {
        Key key = new Key(source.name(), source.version(), offset, length);
        List<Runnable> then = new ArrayList<>();
        Entry entry;
        synchronized (entries) {
            removeExpired();
            if (entries.containsKey(key) || !waiting.isEmpty() || ahead >= MAX_AHEAD || used + length > budget / 2) {
                return CompletableFuture.completedFuture(null);
            }
            entry = new Entry(key, source, true);
            entries.put(key, entry);
            ahead++;
            begin(entry, then);
        }
        run(then);
        return entry.bytes.handle((bytes, failure) -> null);
    }

    /** Whether a response may bring in more than it sends at the moment. */
    boolean isRoomy() {
        synchronized (entries) {
            return waiting.isEmpty() && used - idle <= budget / 2;
        }
    }

    /**
     * How many bytes a response may bring in at a time: the less room there is, the less, so that many slow readers go on side by
     * side.
     */
    int share() {
        synchronized (entries) {
            long room = Math.max(0, budget - (used - idle));
            return SHARES[(int) (room * (SHARES.length - 1) / budget)];
        }
    }

    /** Whether this very read is being made, or kept: joining in costs no room. */
    boolean isKnown(Source source, long offset, int length) {
        synchronized (entries) {
            return entries.containsKey(new Key(source.name(), source.version(), offset, length));
        }
    }

    /** Bytes read, in use or kept now; never more than the bound, unless a single read is. */
    public long usedBytes() {
        synchronized (entries) {
            return used;
        }
    }

    /** Reads that wait for room. */
    public int waiting() {
        synchronized (entries) {
            return waiting.size();
        }
    }

    /** Starts those who wait, in their order, as far as there is room. */
    private void admit(List<Runnable> then) {
        while (!waiting.isEmpty()) {
            Entry next = waiting.peek();
            if (used + next.key.length > budget) {
                makeRoom(next.key.length, then);
            }
            if (used + next.key.length > budget && used > 0) {
                return;
            }
            waiting.poll();
            begin(next, then);
        }
    }

    /**
     * A read that is over before it returns makes room for the next, which may be over as soon. Of thousands that wait for a
     * storage that refuses them, each would begin inside the one before it; those behind the end of the stack would never end.
     */
    private void run(List<Runnable> then) {
        if (then.isEmpty()) {
            return;
        }
        int outer = depth.get();
        if (outer >= MAX_DEPTH) {
            // on another thread, and not after this one: whoever continues here may wait for what it reads
            CompletableFuture.runAsync(() -> run(then));
            return;
        }
        depth.set(outer + 1);
        try {
            then.forEach(Runnable::run);
        } finally {
            if (outer == 0) {
                depth.remove();
            } else {
                depth.set(outer);
            }
        }
    }

    private void begin(Entry entry, List<Runnable> then) {
        entry.state = State.READING;
        entry.stopWaiting();
        used += entry.key.length;
        then.add(() -> start(entry));
    }

    private void start(Entry entry) {
        CompletableFuture<ByteBuffer> call;
        try {
            call = entry.source.read(entry.key.offset, entry.key.length);
        } catch (RuntimeException e) {
            call = CompletableFuture.failedFuture(e);
        }
        boolean gone;
        synchronized (entries) {
            entry.call = call;
            gone = entries.get(entry.key) != entry;
        }
        if (gone) {
            call.cancel(true);
        }
        call.whenComplete((bytes, failure) -> done(entry, bytes, failure));
    }

    private void done(Entry entry, @Nullable ByteBuffer bytes, @Nullable Throwable failure) {
        List<Runnable> then = new ArrayList<>();
        synchronized (entries) {
            if (entry.ahead) {
                ahead--;
            }
            entry.state = State.READ;
            entry.idleSince = nanoTime.getAsLong();
            if (failure != null && entries.remove(entry.key, entry)) {
                used -= entry.key.length;
            } else if (entry.isIdle() && entries.get(entry.key) == entry) {
                idle += entry.key.length;
            }
            admit(then);
        }
        if (failure == null) {
            entry.bytes.complete(bytes);
        } else {
            entry.bytes.completeExceptionally(failure);
        }
        run(then);
    }

    private void giveUp(Entry entry) {
        List<Runnable> then = new ArrayList<>();
        synchronized (entries) {
            if (!waiting.remove(entry)) {
                return;
            }
            entries.remove(entry.key, entry);
            admit(then);
        }
        entry.bytes.completeExceptionally(new StorageException.Busy(entry.key.name, RETRY_AFTER_SECONDS));
        run(then);
    }

    private void release(Entry entry) {
        List<Runnable> then = new ArrayList<>();
        synchronized (entries) {
            entry.users--;
            entry.idleSince = nanoTime.getAsLong();
            // looked up, it is the one used last
            if (entry.isIdle() && entries.get(entry.key) == entry) {
                idle += entry.key.length;
            }
            admit(then);
        }
        run(then);
    }

    private void removeExpired() {
        long now = nanoTime.getAsLong();
        for (Iterator<Entry> oldest = entries.values().iterator(); oldest.hasNext();) {
            Entry entry = oldest.next();
            if (entry.isIdle()) {
                if (now - entry.idleSince < KEEP.toNanos()) {
                    // those behind it were used later
                    return;
                }
                oldest.remove();
                used -= entry.key.length;
                idle -= entry.key.length;
            }
        }
    }

    /** Drops what is kept, that which was used least lately first; then what is read ahead. */
    private void makeRoom(int length, List<Runnable> then) {
        for (State state : List.of(State.READ, State.READING)) {
            for (Iterator<Entry> oldest = entries.values().iterator(); oldest.hasNext();) {
                if (used + length <= budget) {
                    return;
                }
                Entry entry = oldest.next();
                if (entry.users == 0 && entry.state == state) {
                    oldest.remove();
                    used -= entry.key.length;
                    idle -= entry.isIdle() ? entry.key.length : 0;
                    CompletableFuture<ByteBuffer> call = entry.call;
                    if (call != null) {
                        then.add(() -> call.cancel(true));
                    }
                }
            }
        }
    }

    private final class Held implements Lease {
        private final Entry entry;
        private final ByteBuffer bytes;
        private final AtomicBoolean released = new AtomicBoolean();

        Held(Entry entry, ByteBuffer bytes) {
            this.entry = entry;
            this.bytes = bytes;
        }

        @Override
        public ByteBuffer bytes() {
            return bytes;
        }

        @Override
        public void close() {
            if (released.compareAndSet(false, true)) {
                release(entry);
            }
        }
    }
}
