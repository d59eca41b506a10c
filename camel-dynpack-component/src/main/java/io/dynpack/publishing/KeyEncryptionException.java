package io.dynpack.publishing;

import org.jspecify.annotations.Nullable;

/** A secret cannot be wrapped for a document of the catalog, or not be unwrapped. Never holds the secret. */
public final class KeyEncryptionException extends CatalogException {
    private static final long serialVersionUID = 1L;

    private final String document;

    /**
     * @param document whose secret it is, by its name in the storage or as people call it
     * @param reason   a clause: what is wrong, and what to do
     */
    public KeyEncryptionException(String document, String reason, @Nullable Throwable cause) {
        super(document + ": " + reason, cause);
        this.document = document;
    }

    /** Whose secret it is. */
    public String document() {
        return document;
    }
}
