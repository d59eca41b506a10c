package io.dynpack.storage;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Looks and writes are answered when a test says so; a listing is a fault. */
final class PendingStorage extends MemoryStorage {
    /** Not answered by the storage: a test completes them, and takes out what it is done with. */
    final List<CompletableFuture<StoredObject>> pending = new CopyOnWriteArrayList<>();

    /** Names of sources that were opened and closed. */
    final List<String> closed = new CopyOnWriteArrayList<>();
    /** Whether opening ends where nobody waits for it. */
    boolean cancellable = true;

    @Override
    public CompletableFuture<StoredObject> stat(String name) {
        var call = new CompletableFuture<StoredObject>();
        pending.add(call);
        return call;
    }

    /** Opened where the look is answered, and closed in {@link #closed}. */
    @Override
    public CompletableFuture<Source> open(String name) {
        // not the stage that waits for it: a storage may not know that nobody does
        CompletableFuture<Source> opened = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterrupt) {
                return cancellable && super.cancel(mayInterrupt);
            }
        };
        stat(name).thenAccept(object -> GuardedStorage.completed(opened, new Source() {
            @Override
            public StoredObject object() {
                return object;
            }

            @Override
            public CompletableFuture<ByteBuffer> read(long offset, int length) {
                return new CompletableFuture<>();
            }

            @Override
            public void close() {
                closed.add(name);
            }
        }));
        return opened;
    }

    @Override
    public CompletableFuture<StoredObject> put(String name, ByteBuffer bytes, PutCondition condition) {
        return stat(name);
    }

    @Override
    public CompletableFuture<ListPage> list(String prefix, String continuation) {
        throw new IllegalStateException("a fault of the storage");
    }
}
