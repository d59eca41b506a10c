package io.dynpack.ingest;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.dynpack.storage.PutCondition;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;

/**
 * A manifest as it is stored.
 *
 * @param name   in the folder
 * @param object {@code null} where there is none
 * @param bytes  empty where there is none, {@code null} where it is too long to be one of ours
 */
record ManifestFile(String name, @Nullable StoredObject object, byte @Nullable [] bytes) {
    private static final int MAX = 32 << 20;

    static CompletableFuture<ManifestFile> read(Storage storage, String folder, String name) {
        return storage.readWhole(folder + name, MAX)
                .thenApply(whole -> new ManifestFile(name, whole.object(), copy(whole.bytes())))
                .exceptionallyCompose(failure -> {
                    Throwable cause = BoundedTasks.cause(failure);
                    if (cause instanceof StorageException.NotFound) {
                        return CompletableFuture.completedFuture(new ManifestFile(name, null, new byte[0]));
                    }
                    return cause instanceof StorageException.TooLarge
                            ? storage.stat(folder + name).thenApply(object -> new ManifestFile(name, object, null))
                            : CompletableFuture.failedFuture(cause);
                });
    }

    private static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    boolean exists() {
        return object != null;
    }

    /** Whether ingest wrote it and nobody changed it since. */
    boolean isOwn() {
        return exists() && bytes != null && Seal.holds(bytes);
    }

    boolean mayBeReplaced(Overwrite overwrite) {
        return !exists() || overwrite == Overwrite.ALWAYS || overwrite == Overwrite.OWN && isOwn();
    }

    boolean is(byte[] content) {
        return exists() && Arrays.equals(bytes, content);
    }

    /** Writes over this very version, or where there was none. */
    PutCondition condition() {
        return object != null ? new PutCondition.IfMatch(object.version()) : PutCondition.IF_ABSENT;
    }
}
