package io.dynpack.storage;

import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.dynpack.storage.StorageObserver.Call;
import io.dynpack.storage.StorageObserver.Outcome;

/**
 * A storage whose calls an observer sees, each before whoever waits for it. Cancelling a future cancels the call under way; a
 * source that was opened all the same is closed.
 */
public final class ObservedStorage implements Storage {
    private final Storage storage;
    private final StorageObserver observer;

    public ObservedStorage(Storage storage, StorageObserver observer) {
        this.storage = storage;
        this.observer = observer;
    }

    private <T> CompletableFuture<T> seen(Call call, Supplier<CompletableFuture<T>> made, ToLongFunction<T> bytes) {
        return seen(observer, call, made, bytes, UnaryOperator.identity());
    }

    private static <T> CompletableFuture<T> seen(StorageObserver observer, Call call, Supplier<CompletableFuture<T>> made,
            ToLongFunction<T> bytes, UnaryOperator<T> wrapped) {
        long start = System.nanoTime();
        CompletableFuture<T> underWay = made.get();
        if (underWay.isDone()) {
            underWay.whenComplete((value, failure) -> tell(observer, call, start, bytes, value, failure));
            return underWay.thenApply(wrapped);
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        GuardedStorage.passCancellation(result, underWay);
        underWay.whenComplete((value, failure) -> {
            tell(observer, call, start, bytes, value, failure);
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (!result.complete(wrapped.apply(value)) && value instanceof Source source) {
                source.close();
            }
        });
        return result;
    }

    private static <T> void tell(StorageObserver observer, Call call, long start, ToLongFunction<T> bytes, T value,
            @Nullable Throwable failure) {
        observer.called(call, outcome(failure), System.nanoTime() - start, failure == null ? bytes.applyAsLong(value) : 0);
    }

    private static Outcome outcome(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause == null) {
            return Outcome.DONE;
        }
        if (cause instanceof StorageException.NotFound) {
            return Outcome.NOT_FOUND;
        }
        if (cause instanceof StorageException.Changed) {
            return Outcome.CHANGED;
        }
        if (cause instanceof StorageException.PreconditionFailed) {
            return Outcome.PRECONDITION_FAILED;
        }
        if (cause instanceof StorageException.Refused) {
            return Outcome.REFUSED;
        }
        if (cause instanceof StorageException.Unavailable) {
            return Outcome.UNAVAILABLE;
        }
        if (cause instanceof StorageException.Busy) {
            return Outcome.BUSY;
        }
        return cause instanceof CancellationException ? Outcome.CANCELLED : Outcome.FAILED;
    }

    @Override
    public CompletableFuture<ListPage> list(String prefix, @Nullable String continuation) {
        return seen(Call.LIST, () -> storage.list(prefix, continuation), page -> 0);
    }

    @Override
    public CompletableFuture<ListPage> list(String prefix, @Nullable String continuation, int most) {
        return seen(Call.LIST, () -> storage.list(prefix, continuation, most), page -> 0);
    }

    @Override
    public CompletableFuture<ListPage> listChildren(String prefix, @Nullable String continuation) {
        return seen(Call.LIST, () -> storage.listChildren(prefix, continuation), page -> 0);
    }

    @Override
    public CompletableFuture<ListPage> listChildren(String prefix, @Nullable String continuation, int most) {
        return seen(Call.LIST, () -> storage.listChildren(prefix, continuation, most), page -> 0);
    }

    @Override
    public CompletableFuture<Source> open(String name) {
        return opened(() -> storage.open(name));
    }

    @Override
    public CompletableFuture<Source> open(String name, String version, long length) {
        return looksWhenOpened()
                ? opened(() -> storage.open(name, version, length))
                // no call
                : storage.open(name, version, length).thenApply(this::observed);
    }

    private CompletableFuture<Source> opened(Supplier<CompletableFuture<Source>> made) {
        return seen(observer, Call.OPEN, made, source -> 0, this::observed);
    }

    private Source observed(Source source) {
        return source instanceof LocalSource local
                ? new ObservedLocalSource(local, observer)
                : new ObservedSource(source, observer);
    }

    @Override
    public boolean looksWhenOpened() {
        return storage.looksWhenOpened();
    }

    @Override
    public long patienceMillis() {
        return storage.patienceMillis();
    }

    @Override
    public long retries() {
        return storage.retries();
    }

    @Override
    public CompletableFuture<WholeObject> readWhole(String name, int maxLength) {
        return seen(Call.READ_WHOLE, () -> storage.readWhole(name, maxLength), whole -> whole.object().length());
    }

    @Override
    public CompletableFuture<StoredObject> stat(String name) {
        return seen(Call.STAT, () -> storage.stat(name), object -> 0);
    }

    @Override
    public CompletableFuture<StoredObject> put(String name, ByteBuffer bytes, PutCondition condition) {
        long length = bytes.remaining();
        return seen(Call.PUT, () -> storage.put(name, bytes, condition), object -> length);
    }

    @Override
    public CompletableFuture<Void> delete(String name) {
        return seen(Call.DELETE, () -> storage.delete(name), done -> 0);
    }

    @Override
    public void close() {
        storage.close();
    }

    private static class ObservedSource implements Source {
        private final Source source;
        final StorageObserver observer;

        ObservedSource(Source source, StorageObserver observer) {
            this.source = source;
            this.observer = observer;
        }

        @Override
        public StoredObject object() {
            return source.object();
        }

        @Override
        public CompletableFuture<ByteBuffer> read(long offset, int length) {
            return seen(observer, Call.READ, () -> source.read(offset, length), ByteBuffer::remaining,
                    UnaryOperator.identity());
        }

        @Override
        public int gapWorthReading() {
            return source.gapWorthReading();
        }

        @Override
        public void close() {
            source.close();
        }
    }

    private static final class ObservedLocalSource extends ObservedSource implements LocalSource {
        private final LocalSource local;

        ObservedLocalSource(LocalSource local, StorageObserver observer) {
            super(local, observer);
            this.local = local;
        }

        @Override
        public CompletableFuture<Void> readInto(long[] starts, long[] ends, ByteBuffer target) {
            int bytes = target.remaining();
            return seen(observer, Call.READ, () -> local.readInto(starts, ends, target), done -> bytes,
                    UnaryOperator.identity());
        }
    }
}
