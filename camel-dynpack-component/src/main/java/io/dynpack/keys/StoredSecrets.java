package io.dynpack.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.dynpack.protection.ContentKey;
import io.dynpack.publishing.CatalogConflictException;
import io.dynpack.publishing.CatalogSecrets;
import io.dynpack.publishing.ContentKeyDocument;
import io.dynpack.publishing.ContentKeyDocuments;
import io.dynpack.publishing.ContentKeyMaterial;
import io.dynpack.publishing.ContentKeyPolicy;
import io.dynpack.publishing.KeyEncryptionException;
import io.dynpack.publishing.Versioned;
import io.dynpack.publishing.WrappedSecret;

/**
 * Secrets of a catalog, wrapped. The value of a content key and its initialization vector lie together in the document of the key,
 * which is created once: of those who make a key at the same time, the first decides.
 */
public final class StoredSecrets implements CatalogSecrets {
    private final SecureRandom random = new SecureRandom();
    private final ContentKeyDocuments documents;
    private final KeyEncryption encryption;
    private final @Nullable KeySeed seed;

    /** @param seed gives the values of keys that are made; {@code null} for random ones */
    public StoredSecrets(ContentKeyDocuments documents, KeyEncryption encryption, @Nullable KeySeed seed) {
        this.documents = documents;
        this.encryption = encryption;
        this.seed = seed;
    }

    @Override
    public CompletableFuture<Void> keep(UUID locatorId, List<ContentKeyMaterial> keys) {
        CompletableFuture<Void> chain = CompletableFuture.completedFuture(null);
        for (ContentKeyMaterial key : keys) {
            chain = chain.thenCompose(done -> keep(key)).thenCompose(done -> documents.note(key.id(), locatorId));
        }
        return chain;
    }

    private CompletableFuture<Void> keep(ContentKeyMaterial key) {
        byte[] secret = ByteBuffer.allocate(2 * ContentKey.SIZE).put(value(key)).put(key.iv() == null ? random() : key.iv())
                .array();
        WrappedSecret wrapped = encryption.wrap(ContentKeyDocuments.place(key.id()), secret);
        Arrays.fill(secret, (byte) 0);
        return documents.create(key.id(), wrapped, () -> key.value() == null && key.iv() == null
                ? CompletableFuture.completedFuture(null)
                : documents.read(key.id()).thenAccept(found -> requireSame(key, found.map(Versioned::value).orElse(null))));
    }

    private byte[] value(ContentKeyMaterial key) {
        byte[] given = key.value();
        return given != null ? given : seed != null ? seed.value(key.id()) : random();
    }

    private byte[] random() {
        byte[] bytes = new byte[ContentKey.SIZE];
        random.nextBytes(bytes);
        return bytes;
    }

    /** What a key is called cannot stand for two values: media that was encrypted under the one could not be read any more. */
    private void requireSame(ContentKeyMaterial key, @Nullable ContentKeyDocument stored) {
        ContentKey existing = stored == null ? null : key(stored, encryption);
        if (existing == null || key.value() != null && !MessageDigest.isEqual(key.value(), existing.value())
                || key.iv() != null && !MessageDigest.isEqual(key.iv(), existing.iv())) {
            throw new CatalogConflictException(stored, key);
        }
    }

    /** @throws KeyEncryptionException where it cannot be unwrapped */
    static ContentKey key(ContentKeyDocument stored, KeyEncryption encryption) {
        byte[] secret = encryption.unwrap(stored.place(), stored.secret());
        try {
            if (secret.length != 2 * ContentKey.SIZE) {
                throw new KeyEncryptionException(stored.place(), "its secret has " + secret.length + " bytes and not "
                        + 2 * ContentKey.SIZE + "; restore the document from a copy", null);
            }
            UUID id = stored.id();
            return new ContentKey(id, Arrays.copyOf(secret, ContentKey.SIZE),
                    Arrays.copyOfRange(secret, ContentKey.SIZE, secret.length));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    @Override
    public ContentKeyPolicy wrap(ContentKeyPolicy policy) {
        // what nobody could get a key under is said to whoever stores it, and not to the first player
        PolicyOption.of(policy);
        String place = place(policy.name());
        return policy.mapSecrets(secret -> WrappedSecret.of(secret).isPresent()
                ? secret
                : encryption.wrap(place, secret.toString().getBytes(StandardCharsets.UTF_8)).toMembers());
    }

    @Override
    public ContentKeyPolicy unwrap(ContentKeyPolicy policy) {
        return policy.mapSecrets(secret -> text(policy.name(), secret, encryption));
    }

    /** A secret of a policy as it was given. @throws KeyEncryptionException where it cannot be unwrapped */
    static String text(String policyName, Object secret, KeyEncryption encryption) {
        return WrappedSecret.of(secret)
                .map(wrapped -> new String(encryption.unwrap(place(policyName), wrapped), StandardCharsets.UTF_8))
                .orElseGet(secret::toString);
    }

    private static String place(String policyName) {
        return "content key policy " + policyName;
    }
}
