package io.dynpack.publishing;

import org.jspecify.annotations.Nullable;

/** A document of the catalog that cannot be read. Others are not affected. */
public final class CatalogDocumentException extends CatalogException {
    private static final long serialVersionUID = 1L;

    private final String document;
    private final String reason;

    CatalogDocumentException(String document, String reason, @Nullable Throwable cause) {
        super(document + ": " + reason, cause);
        this.document = document;
        this.reason = reason;
    }

    /** Its name in the storage. */
    public String document() {
        return document;
    }

    /** What is wrong with it. */
    public String reason() {
        return reason;
    }
}
