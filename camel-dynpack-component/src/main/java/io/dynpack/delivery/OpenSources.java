package io.dynpack.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import io.dynpack.index.SourceFile;
import io.dynpack.storage.CacheState;
import io.dynpack.storage.ReusableBuffers;
import io.dynpack.storage.Source;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;

/**
 * Open sources by name and version, shared by all responses that read them: opened once however many ask at a time, kept open
 * for a while after their last use, and never more than a bound.
 *
 * <p>
 * Idle sources are closed as others come and go, and on a quiet node by a look of their own: a file that was deleted takes its room
 * on the disk until it is closed.
 */
public final class OpenSources implements AutoCloseable {
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final long IDLE_BUFFERS = 32L << 20;
    private static final long DEFAULT_READ_BYTES = 64L << 20;

    private final Storage storage;
    private final int maxOpen;
    private final long idleNanos;
    private final LongSupplier nanoTime;
    private final Executor later;
    private final Map<SourceFile, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
    private final SharedReads reads;
    private final ReusableBuffers buffers = new ReusableBuffers(IDLE_BUFFERS,
            Runtime.getRuntime().maxMemory() / 2);
    private final BuiltBodies built = new BuiltBodies(this, buffers, Runtime.getRuntime().maxMemory() / 16);
    private boolean closed;
    /** Whether a look for idle sources is to come. */
    private boolean looking;

    /**
     * @param maxOpen sources open at a time, at least 1; when all of them are in use, {@link #acquire} fails with
     *                {@link StorageException.Busy}
     * @param idle    how long a source stays open after its last use
     */
    public OpenSources(Storage storage, int maxOpen, Duration idle) {
        this(storage, maxOpen, idle, new SharedReads(DEFAULT_READ_BYTES));
    }

    /** @param reads through which responses read what is no local file */
    public OpenSources(Storage storage, int maxOpen, Duration idle, SharedReads reads) {
        this(storage, maxOpen, idle, reads, System::nanoTime,
                CompletableFuture.delayedExecutor(idle.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** @param later runs what it is given once {@code idle} is over */
    OpenSources(Storage storage, int maxOpen, Duration idle, LongSupplier nanoTime, Executor later) {
        this(storage, maxOpen, idle, new SharedReads(DEFAULT_READ_BYTES), nanoTime, later);
    }

    private OpenSources(Storage storage, int maxOpen, Duration idle, SharedReads reads, LongSupplier nanoTime, Executor later) {
        if (maxOpen < 1) {
            throw new IllegalArgumentException("maxOpen " + maxOpen + " is less than 1");
        }
        this.storage = storage;
        this.reads = reads;
        this.maxOpen = maxOpen;
        this.idleNanos = idle.toNanos();
        this.nanoTime = nanoTime;
        this.later = later;
    }

    /** A source in use. Close it when the last byte was taken; idempotent. */
    public interface Lease extends AutoCloseable {
        Source source();

        @Override
        void close();
    }

    private static final class Entry {
        final CompletableFuture<Source> opened = new CompletableFuture<>();
        int users;
        long idleSince;
    }

    /**
     * A version of a file.
     *
     * @return fails with {@link StorageException.Changed} where the object has another version by now, else as
     *         {@link Storage#open}
     */
    public CompletableFuture<Lease> acquire(SourceFile file) {
        List<Entry> surplus = new ArrayList<>();
        Entry entry;
        boolean open = false;
        synchronized (entries) {
            if (closed) {
                return CompletableFuture.failedFuture(new StorageException("the open sources are closed", null));
            }
            entry = entries.get(file);
            if (entry == null) {
                removeIdle(maxOpen - 1, surplus);
                if (entries.size() >= maxOpen) {
                    return CompletableFuture.failedFuture(new StorageException.Busy(file.name(), RETRY_AFTER_SECONDS));
                }
                entry = new Entry();
                entries.put(file, entry);
                open = true;
            }
            entry.users++;
        }
        surplus.forEach(OpenSources::closeSource);
        if (open) {
            open(file, entry);
        }
        Entry used = entry;
        CompletableFuture<Source> source = entry.opened;
        if (source.isDone() && !source.isCompletedExceptionally()) {
            return CompletableFuture.completedFuture(new Held(file, used, source.join()));
        }
        return source.handle((ready, failure) -> {
            if (failure != null) {
                release(file, used);
                throw failure instanceof StorageException e ? e : new CompletionException(failure);
            }
            return new Held(file, used, ready);
        });
    }

    /** Reads of sources that are no local files. */
    public SharedReads reads() {
        return reads;
    }

    /** Memory for what is made of the sources' bytes. */
    public ReusableBuffers buffers() {
        return buffers;
    }

    /** Counts of the bodies that were encrypted. */
    public CacheState bodies() {
        return built.state();
    }

    /** Bodies that were encrypted, while there is room for them. */
    BuiltBodies built() {
        return built;
    }

    /** Sources open or being opened now. */
    public int size() {
        synchronized (entries) {
            return entries.size();
        }
    }

    /** Leases that were not closed yet. */
    public int leases() {
        synchronized (entries) {
            return entries.values().stream().mapToInt(entry -> entry.users).sum();
        }
    }

    /** Closes what nobody used for the idle time. */
    public void closeIdle() {
        List<Entry> surplus = new ArrayList<>();
        synchronized (entries) {
            long now = nanoTime.getAsLong();
            // all of them: those behind one that is in use for hours too
            entries.values().removeIf(entry -> isIdleLong(entry, now) && surplus.add(entry));
        }
        surplus.forEach(OpenSources::closeSource);
    }

    private boolean isIdleLong(Entry entry, long now) {
        return entry.users == 0 && now - entry.idleSince >= idleNanos;
    }

    /** Closes idle sources now and those in use as their last lease is closed. */
    @Override
    public void close() {
        List<Entry> surplus = new ArrayList<>();
        synchronized (entries) {
            closed = true;
            removeIdle(0, surplus);
        }
        surplus.forEach(OpenSources::closeSource);
    }

    private void open(SourceFile file, Entry entry) {
        CompletableFuture<Source> opening;
        try {
            opening = storage.open(file.name(), file.version(), file.length());
        } catch (RuntimeException e) {
            opening = CompletableFuture.failedFuture(e);
        }
        opening.whenComplete((source, failure) -> {
            Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                    ? failure.getCause()
                    : failure;
            if (cause != null) {
                synchronized (entries) {
                    entries.remove(file, entry);
                }
                entry.opened.completeExceptionally(cause);
            } else {
                entry.opened.complete(source);
            }
        });
    }

    private void release(SourceFile file, Entry entry) {
        List<Entry> surplus = new ArrayList<>();
        boolean first;
        synchronized (entries) {
            entry.users--;
            entry.idleSince = nanoTime.getAsLong();
            if (closed && entry.users == 0 && entries.remove(file, entry)) {
                surplus.add(entry);
            }
            removeIdle(maxOpen, surplus);
            first = !closed && !looking && entry.users == 0;
            looking |= first;
        }
        surplus.forEach(OpenSources::closeSource);
        if (first) {
            lookLater();
        }
    }

    private void lookLater() {
        later.execute(() -> {
            closeIdle();
            boolean again;
            synchronized (entries) {
                again = !closed && entries.values().stream().anyMatch(entry -> entry.users == 0);
                looking = again;
            }
            if (again) {
                lookLater();
            }
        });
    }

    /** The map is in order of use, so the look ends at the first entry that stays. */
    private void removeIdle(int most, List<Entry> removed) {
        long now = nanoTime.getAsLong();
        Iterator<Entry> oldest = entries.values().iterator();
        while (oldest.hasNext()) {
            Entry entry = oldest.next();
            if (entry.users == 0 && (isIdleLong(entry, now) || entries.size() > most)) {
                oldest.remove();
                removed.add(entry);
            } else if (entries.size() <= most) {
                return;
            }
        }
    }

    private static void closeSource(Entry entry) {
        entry.opened.thenAccept(Source::close);
    }

    private final class Held implements Lease {
        private final SourceFile file;
        private final Entry entry;
        private final Source source;
        private final AtomicBoolean released = new AtomicBoolean();

        Held(SourceFile file, Entry entry, Source source) {
            this.file = file;
            this.entry = entry;
            this.source = source;
        }

        @Override
        public Source source() {
            return source;
        }

        @Override
        public void close() {
            if (released.compareAndSet(false, true)) {
                release(file, entry);
            }
        }
    }
}
