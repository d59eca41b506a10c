package io.dynpack.storage;

import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What stands in front of a storage: names are checked here, then each call of it passes {@link #read} or {@link #write}, and so
 * does each read of a source that was opened.
 */
abstract class GuardedStorage implements Storage {
    private final Storage storage;

    GuardedStorage(Storage storage) {
        this.storage = storage;
    }

    /** Lets a call pass that changes nothing: at once, later or never. */
    abstract <T> CompletableFuture<T> read(String name, Supplier<CompletableFuture<T>> call);

    /** Lets a call pass that writes or deletes. */
    abstract <T> CompletableFuture<T> write(String name, Supplier<CompletableFuture<T>> call);

    /** As {@link #read} for a call that any storage in health answers soon, since few bytes come back. */
    <T> CompletableFuture<T> readSmall(String name, Supplier<CompletableFuture<T>> call) {
        return read(name, call);
    }

    /** What reads of {@code source} go through. */
    Source guarded(Source source) {
        return new GuardedSource(source);
    }

    /** Calls; what a storage throws is a failure too. */
    static <T> CompletableFuture<T> begun(Supplier<CompletableFuture<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Cancels what is under way where whoever waits for the result no longer does. */
    static void passCancellation(CompletableFuture<?> result, CompletableFuture<?> underWay) {
        result.whenComplete((value, failure) -> {
            if (failure instanceof CancellationException) {
                underWay.cancel(true);
            }
        });
    }

    @Override
    public final CompletableFuture<ListPage> list(String prefix, @Nullable String continuation) {
        return read(ObjectNames.checkPrefix(prefix), () -> storage.list(prefix, continuation));
    }

    @Override
    public final CompletableFuture<ListPage> listChildren(String prefix, @Nullable String continuation) {
        return read(ObjectNames.checkPrefix(prefix), () -> storage.listChildren(prefix, continuation));
    }

    @Override
    public final CompletableFuture<ListPage> list(String prefix, @Nullable String continuation, int most) {
        return read(ObjectNames.checkPrefix(prefix), () -> storage.list(prefix, continuation, most));
    }

    @Override
    public final CompletableFuture<ListPage> listChildren(String prefix, @Nullable String continuation, int most) {
        return read(ObjectNames.checkPrefix(prefix), () -> storage.listChildren(prefix, continuation, most));
    }

    @Override
    public final CompletableFuture<Source> open(String name) {
        return guarded(read(ObjectNames.check(name), () -> storage.open(name)));
    }

    @Override
    public final CompletableFuture<Source> open(String name, String version, long length) {
        ObjectNames.check(name);
        CompletableFuture<Source> opened = storage.looksWhenOpened()
                ? read(name, () -> storage.open(name, version, length))
                : storage.open(name, version, length);
        return guarded(opened);
    }

    /** Where whoever waits no longer does, the call is cancelled; a source that is opened all the same is closed. */
    private CompletableFuture<Source> guarded(CompletableFuture<Source> opened) {
        if (opened.isDone()) {
            return opened.thenApply(this::guarded);
        }
        CompletableFuture<Source> result = new CompletableFuture<>();
        passCancellation(result, opened);
        opened.whenComplete((source, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else {
                completed(result, guarded(source));
            }
        });
        return result;
    }

    /** Completes a result; a source that nobody takes any more is closed. */
    static <T> void completed(CompletableFuture<T> result, T value) {
        if (!result.complete(value) && value instanceof Source source) {
            source.close();
        }
    }

    @Override
    public final boolean looksWhenOpened() {
        return storage.looksWhenOpened();
    }

    @Override
    public long patienceMillis() {
        return storage.patienceMillis();
    }

    @Override
    public final long retries() {
        return storage.retries();
    }

    @Override
    public final CompletableFuture<WholeObject> readWhole(String name, int maxLength) {
        return readSmall(ObjectNames.check(name), () -> storage.readWhole(name, maxLength));
    }

    @Override
    public final CompletableFuture<StoredObject> stat(String name) {
        return readSmall(ObjectNames.check(name), () -> storage.stat(name));
    }

    @Override
    public final CompletableFuture<StoredObject> put(String name, ByteBuffer bytes, PutCondition condition) {
        return write(ObjectNames.check(name), () -> storage.put(name, bytes, condition));
    }

    @Override
    public final CompletableFuture<Void> delete(String name) {
        return write(ObjectNames.check(name), () -> storage.delete(name));
    }

    @Override
    public final void close() {
        storage.close();
    }

    /** Its reads pass {@link GuardedStorage#read}. */
    class GuardedSource implements Source {
        private final Source source;

        GuardedSource(Source source) {
            this.source = source;
        }

        @Override
        public final StoredObject object() {
            return source.object();
        }

        @Override
        public final CompletableFuture<ByteBuffer> read(long offset, int length) {
            object().checkRange(offset, length);
            return GuardedStorage.this.read(source.name(), () -> source.read(offset, length));
        }

        @Override
        public final int gapWorthReading() {
            return source.gapWorthReading();
        }

        @Override
        public final void close() {
            source.close();
        }
    }
}
