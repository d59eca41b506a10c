package io.dynpack.publishing;

import org.jspecify.annotations.Nullable;

/** A catalog call that failed for another reason than the storage. Messages are for logs and reports, not for players. */
public abstract sealed class CatalogException extends RuntimeException
        permits CatalogConflictException, CatalogDocumentException, CatalogNotFoundException, KeyEncryptionException {
    private static final long serialVersionUID = 1L;

    CatalogException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
