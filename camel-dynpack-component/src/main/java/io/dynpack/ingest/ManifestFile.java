package io.dynpack.ingest;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

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
        return storage.open(folder + name).thenCompose(source -> {
            if (source.length() > MAX || source.length() == 0) {
                source.close();
                return CompletableFuture.completedFuture(
                        new ManifestFile(name, source.object(), source.length() == 0 ? new byte[0] : null));
            }
            return source.read(0, (int) source.length()).whenComplete((bytes, failure) -> source.close())
                    .thenApply(bytes -> new ManifestFile(name, source.object(), copy(bytes)));
        }).exceptionally(failure -> {
            if (BoundedTasks.cause(failure) instanceof StorageException.NotFound) {
                return new ManifestFile(name, null, new byte[0]);
            }
            throw new CompletionException(BoundedTasks.cause(failure));
        });
    }

    private static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
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
