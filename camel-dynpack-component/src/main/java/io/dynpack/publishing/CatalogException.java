package io.dynpack.publishing;

/** A catalog call that failed for another reason than the storage. Messages are for logs and reports, not for players. */
public abstract sealed class CatalogException extends RuntimeException
        permits CatalogConflictException, CatalogDocumentException, CatalogNotFoundException {
    private static final long serialVersionUID = 1L;

    CatalogException(String message, Throwable cause) {
        super(message, cause);
    }
}
