package io.dynpack.publishing;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** How a catalog keeps what nobody may read who reads its storage: values of content keys, and secrets of their policies. */
public interface CatalogSecrets {

    /** Keeps none. */
    CatalogSecrets NONE = new CatalogSecrets() {
        @Override
        public CompletableFuture<Void> keep(UUID locatorId, List<ContentKeyMaterial> keys) {
            return keys.isEmpty()
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(none("content key " + keys.get(0).id()));
        }

        @Override
        public ContentKeyPolicy wrap(ContentKeyPolicy policy) {
            return policy.mapSecrets(secret -> {
                throw none("content key policy " + policy.name());
            });
        }

        @Override
        public ContentKeyPolicy unwrap(ContentKeyPolicy policy) {
            return wrap(policy);
        }
    };

    private static KeyEncryptionException none(String what) {
        return new KeyEncryptionException(what, "it cannot be stored in a catalog that keeps no secrets", null);
    }

    /**
     * Sees to it that each key has its document, and that the locator is noted as one of those that have it. A key that is there
     * keeps its value.
     *
     * @return fails with {@link CatalogConflictException} where a key that is there has another value than the one that is given,
     *         and with {@link KeyEncryptionException} where it cannot be wrapped
     */
    CompletableFuture<Void> keep(UUID locatorId, List<ContentKeyMaterial> keys);

    /** @throws KeyEncryptionException where its secrets cannot be wrapped */
    ContentKeyPolicy wrap(ContentKeyPolicy policy);

    /** @throws KeyEncryptionException where its secrets cannot be unwrapped */
    ContentKeyPolicy unwrap(ContentKeyPolicy policy);
}
