package io.dynpack.storage;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * An object with its bytes, both of one version.
 *
 * @param bytes read-only, from position 0 to its limit
 */
public record WholeObject(StoredObject object, ByteBuffer bytes) {

    /** @param source stays open */
    static CompletableFuture<WholeObject> read(Source source, int maxLength) {
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
