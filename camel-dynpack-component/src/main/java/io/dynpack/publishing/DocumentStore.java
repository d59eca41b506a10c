package io.dynpack.publishing;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;

import io.dynpack.storage.PutCondition;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;
import io.dynpack.storage.WholeObject;

/** JSON documents in a storage. */
final class DocumentStore {
    static final int MAX_BYTES = 1 << 20;

    private final Storage storage;

    DocumentStore(Storage storage) {
        this.storage = storage;
    }

    Storage storage() {
        return storage;
    }

    /**
     * Reads a document.
     *
     * @param type makes a resource of the members; throws {@link IllegalArgumentException} where they make none
     * @return empty where there is no document; fails with {@link CatalogDocumentException} where it cannot be read
     */
    <T> CompletableFuture<Optional<Versioned<T>>> read(String name, Function<Map<String, Object>, T> type) {
        CompletableFuture<Optional<Versioned<T>>> read = storage.readWhole(name, MAX_BYTES)
                .thenApply(whole -> Optional.of(parsed(whole, type)));
        return recover(read, cause -> {
            if (cause instanceof StorageException.NotFound) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            if (cause instanceof StorageException.TooLarge large) {
                return failed(length(name, large.length()));
            }
            return failed(cause);
        });
    }

    /** As {@link #read} for a document whose bytes are at hand. */
    <T> CompletableFuture<Optional<Versioned<T>>> parse(WholeObject whole, Function<Map<String, Object>, T> type) {
        try {
            return CompletableFuture.completedFuture(Optional.of(parsed(whole, type)));
        } catch (CatalogDocumentException e) {
            return failed(e);
        }
    }

    /** Creates a document; {@code otherwise} answers where there is one already. */
    <T> CompletableFuture<T> create(String name, Map<String, Object> document, T created,
            Supplier<CompletableFuture<T>> otherwise) {
        CompletableFuture<T> put = put(name, document, PutCondition.IF_ABSENT).thenApply(object -> created);
        return recover(put, cause -> cause instanceof StorageException.PreconditionFailed ? otherwise.get() : failed(cause));
    }

    CompletableFuture<Void> write(String name, Map<String, Object> document) {
        return put(name, document, PutCondition.ALWAYS).thenApply(object -> null);
    }

    /** Replaces a version of a document; where that is no longer what is there, nothing happens. */
    CompletableFuture<Void> replace(String name, Map<String, Object> document, String version) {
        CompletableFuture<Void> put = put(name, document, new PutCondition.IfMatch(version)).thenApply(object -> null);
        return recover(put, cause -> cause instanceof StorageException.PreconditionFailed
                || cause instanceof StorageException.NotFound ? CompletableFuture.completedFuture(null) : failed(cause));
    }

    /**
     * Stores a document under a condition.
     *
     * @return fails with {@link IllegalArgumentException} for one that could not be read again: printed it may be longer than it
     *         was given
     */
    CompletableFuture<StoredObject> put(String name, Map<String, Object> document, PutCondition condition) {
        ByteBuffer bytes = Document.print(document);
        return bytes.remaining() <= MAX_BYTES
                ? storage.put(name, bytes, condition)
                : failed(new IllegalArgumentException("it has " + bytes.remaining() + " bytes as it is stored, and may have "
                        + MAX_BYTES));
    }

    CompletableFuture<Void> delete(String name) {
        return storage.delete(name);
    }

    static <T> CompletableFuture<T> failed(Throwable cause) {
        return CompletableFuture.failedFuture(cause);
    }

    /** {@code future}, or what {@code answer} makes of its failure. */
    static <T> CompletableFuture<T> recover(CompletableFuture<T> future, Function<Throwable, CompletableFuture<T>> answer) {
        return future.exceptionallyCompose(failure -> answer
                .apply(failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure));
    }

    private static CatalogDocumentException length(String name, long length) {
        return new CatalogDocumentException(name, "a document has 1 byte to 1 MiB, this one " + length, null);
    }

    private static <T> Versioned<T> parsed(WholeObject whole, Function<Map<String, Object>, T> type) {
        String name = whole.object().name();
        if (whole.object().length() == 0) {
            throw length(name, 0);
        }
        try {
            return new Versioned<>(type.apply(Document.parse(whole.bytes())), whole.object().version());
        } catch (IllegalArgumentException e) {
            throw new CatalogDocumentException(name, String.valueOf(e.getMessage()), e);
        }
    }
}
