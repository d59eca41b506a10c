package io.dynpack.publishing;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the ids of locators are derived with, so that who knows an asset, a policy and times cannot compute the URL under which it
 * is streamed. Made once for a catalog and stored there: all nodes derive the same ids.
 *
 * @param bytes 32
 */
record LocatorSecret(byte[] bytes) {
    private static final String NAME = "locatorIds";
    private static final String MEMBER = "secret";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIZE = 32;

    /** Reads the secret of a catalog, and makes one where there is none; whoever makes one at the same time gets the same. */
    static CompletableFuture<LocatorSecret> of(DocumentStore documents) {
        String name = CatalogNames.secret(NAME);
        return documents.read(name, LocatorSecret::of).thenCompose(found -> {
            if (found.isPresent()) {
                return CompletableFuture.completedFuture(found.get().value());
            }
            LocatorSecret made = random();
            return documents.create(name, made.toDocument(), made, () -> of(documents));
        });
    }

    private static LocatorSecret random() {
        byte[] bytes = new byte[SIZE];
        new SecureRandom().nextBytes(bytes);
        return new LocatorSecret(bytes);
    }

    private static LocatorSecret of(Map<String, Object> document) {
        String text = Document.of(document).text(MEMBER);
        byte[] bytes = text == null ? new byte[0] : Base64.getDecoder().decode(text);
        if (bytes.length != SIZE) {
            throw new IllegalArgumentException(MEMBER + " is not the Base64 of " + SIZE
                    + " bytes; restore the document, or remove it to have a new one made: locators that exist stay as they are");
        }
        return new LocatorSecret(bytes);
    }

    private Map<String, Object> toDocument() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put(MEMBER, Base64.getEncoder().encodeToString(bytes));
        return Document.wrap(NAME, properties);
    }

    /** 32 bytes that nobody gets of the same message without this secret (RFC 2104). */
    byte[] sign(byte[] message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(bytes, ALGORITHM));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "LocatorSecret";
    }
}
