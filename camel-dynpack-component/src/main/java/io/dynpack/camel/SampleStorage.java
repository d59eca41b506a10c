package io.dynpack.camel;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.dynpack.storage.ListPage;
import io.dynpack.storage.PutCondition;
import io.dynpack.storage.Source;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;

/** A few objects in memory, which never change. */
final class SampleStorage implements Storage {
    private static final String VERSION = "1";

    private final TreeMap<String, byte[]> objects;

    SampleStorage(Map<String, byte[]> objects) {
        this.objects = new TreeMap<>(objects);
    }

    private static StoredObject object(String name, byte[] bytes) {
        return new StoredObject(name, bytes.length, VERSION, Instant.EPOCH);
    }

    @Override
    public CompletableFuture<ListPage> list(String prefix, @Nullable String continuation) {
        List<StoredObject> found = objects.entrySet().stream().filter(entry -> entry.getKey().startsWith(prefix))
                .map(entry -> object(entry.getKey(), entry.getValue())).toList();
        return CompletableFuture.completedFuture(new ListPage(found, null));
    }

    @Override
    public CompletableFuture<ListPage> listChildren(String prefix, @Nullable String continuation) {
        return list(prefix, continuation);
    }

    @Override
    public CompletableFuture<Source> open(String name) {
        return stat(name).thenApply(object -> new Sample(object, ByteBuffer.wrap(objects.get(name)).asReadOnlyBuffer()));
    }

    @Override
    public CompletableFuture<StoredObject> stat(String name) {
        byte[] bytes = objects.get(name);
        return bytes == null
                ? CompletableFuture.failedFuture(new StorageException.NotFound(name))
                : CompletableFuture.completedFuture(object(name, bytes));
    }

    @Override
    public CompletableFuture<StoredObject> put(String name, ByteBuffer bytes, PutCondition condition) {
        return CompletableFuture.failedFuture(new StorageException(name + " cannot be written here", null));
    }

    @Override
    public CompletableFuture<Void> delete(String name) {
        return CompletableFuture.failedFuture(new StorageException(name + " cannot be deleted here", null));
    }

    @Override
    public void close() {}

    private record Sample(StoredObject object, ByteBuffer bytes) implements Source {
        @Override
        public CompletableFuture<ByteBuffer> read(long offset, int length) {
            object.checkRange(offset, length);
            return CompletableFuture.completedFuture(bytes.slice((int) offset, length));
        }

        @Override
        public void close() {}
    }
}
