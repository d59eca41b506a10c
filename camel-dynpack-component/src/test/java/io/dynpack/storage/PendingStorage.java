package io.dynpack.storage;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Looks and writes are answered when a test says so; a listing is a fault. */
final class PendingStorage extends MemoryStorage {
    /** Not answered by the storage: a test completes them, and takes out what it is done with. */
    final List<CompletableFuture<StoredObject>> pending = new CopyOnWriteArrayList<>();

    @Override
    public CompletableFuture<StoredObject> stat(String name) {
        var call = new CompletableFuture<StoredObject>();
        pending.add(call);
        return call;
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
