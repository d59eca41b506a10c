package io.dynpack.keys;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.dynpack.protection.ContentKey;
import io.dynpack.publishing.CatalogDocumentException;
import io.dynpack.publishing.ContentKeyDocument;
import io.dynpack.publishing.ContentKeyDocuments;
import io.dynpack.publishing.KeyEncryptionException;
import io.dynpack.publishing.Versioned;
import io.dynpack.storage.RevalidatingCache;

/**
 * The content keys of a catalog. Their documents are kept for a short time as they lie in the storage, wrapped; a value is
 * unwrapped for each use. Safe for use by many threads; never blocks.
 */
public final class ContentKeys {
    private final ContentKeyDocuments documents;
    private final KeyEncryption encryption;
    private final RevalidatingCache<UUID, Optional<Versioned<ContentKeyDocument>>> wrapped;

    /**
     * @param freshness  how long a document is used without looking again
     * @param maxEntries how many documents, or absences, are kept
     */
    public ContentKeys(ContentKeyDocuments documents, KeyEncryption encryption, Clock clock, Duration freshness,
            long maxEntries) {
        this.documents = documents;
        this.encryption = encryption;
        this.wrapped = new RevalidatingCache<>(clock, freshness, documents::patienceMillis, Optional::isEmpty, false,
                maxEntries,
                state -> 1);
    }

    /**
     * Looks whether stored keys can be opened, so that whoever starts a node without the key-encryption key that they are wrapped
     * under hears of it before the first player does.
     *
     * @return why one of them cannot be; empty where all that were looked at can, or none is stored
     */
    public CompletableFuture<Optional<KeyEncryptionException>> unopened() {
        return documents.some().thenCompose(ids -> {
            CompletableFuture<Optional<KeyEncryptionException>> chain = CompletableFuture.completedFuture(Optional.empty());
            for (UUID id : ids) {
                chain = chain.thenCompose(before -> before.isPresent()
                        ? CompletableFuture.completedFuture(before)
                        : unopened(id));
            }
            return chain;
        });
    }

    /** One whose document cannot be read is said when it is asked for. */
    private CompletableFuture<Optional<KeyEncryptionException>> unopened(UUID keyId) {
        return find(keyId).handle((found, failure) -> {
            Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                    ? failure.getCause()
                    : failure;
            return cause instanceof KeyEncryptionException unopened ? Optional.of(unopened) : Optional.empty();
        });
    }

    /**
     * A key, unwrapped for one use.
     *
     * @return empty where there is none; fails with {@link CatalogDocumentException} where its document cannot be read, and with
     *         {@link KeyEncryptionException} where it cannot be unwrapped
     */
    public CompletableFuture<Optional<ContentKey>> find(UUID keyId) {
        return wrapped.get(keyId, known -> documents.read(keyId))
                .thenApply(found -> found.map(document -> StoredSecrets.key(document.value(), encryption)));
    }
}
