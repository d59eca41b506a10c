package io.dynpack.publishing;

/** A document of the catalog that cannot be read. Others are not affected. */
public final class CatalogDocumentException extends CatalogException {
    private static final long serialVersionUID = 1L;

    private final String document;

    CatalogDocumentException(String document, String reason, Throwable cause) {
        super(document + ": " + reason, cause);
        this.document = document;
    }

    /** Its name in the storage. */
    public String document() {
        return document;
    }
}
