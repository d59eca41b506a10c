package io.dynpack.storage;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * An object with its bytes, both of one version.
 *
 * @param bytes read-only, from position 0 to its limit
 */
public record WholeObject(StoredObject object, ByteBuffer bytes) {
    /** Of an object that is replaced each time while it is read. */
    private static final int ATTEMPTS = 8;

    /** Opens and reads an object, again where it was replaced meanwhile. */
    static CompletableFuture<WholeObject> read(Storage storage, String name, int maxLength) {
        return read(storage, name, maxLength, ATTEMPTS);
    }

    private static CompletableFuture<WholeObject> read(Storage storage, String name, int maxLength, int attempts) {
        CompletableFuture<WholeObject> read = storage.open(name)
                .thenCompose(source -> read(source, maxLength).whenComplete((whole, failure) -> source.close()));
        return read.exceptionallyCompose(failure -> {
            Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                    ? failure.getCause()
                    : failure;
            return cause instanceof StorageException.Changed && attempts > 1
                    ? read(storage, name, maxLength, attempts - 1)
                    : CompletableFuture.failedFuture(cause);
        });
    }

    private static CompletableFuture<WholeObject> read(Source source, int maxLength) {
        if (source.length() > maxLength) {
            return CompletableFuture
                    .failedFuture(new StorageException.TooLarge(source.name(), source.length(), maxLength));
        }
        if (source.length() == 0) {
            return CompletableFuture.completedFuture(new WholeObject(source.object(), ByteBuffer.allocate(0)));
        }
        return source.read(0, (int) source.length()).thenApply(bytes -> new WholeObject(source.object(), bytes));
    }
}
