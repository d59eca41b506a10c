package io.dynpack.publishing;

import java.util.Objects;

/** A field of a document has a value that it cannot have, or none where it needs one. */
public final class DocumentFieldException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String reason;
    private final boolean isFromRoot;

    /** Of a rule that knows the field and not where its document has it. */
    public DocumentFieldException(String field, String reason) {
        this(field, reason, false);
    }

    /**
     * @param field      its path, such as {@code properties.endTime}
     * @param reason     the rest of a sentence that begins with the field
     * @param isFromRoot whether the path begins at the document
     */
    DocumentFieldException(String field, String reason, boolean isFromRoot) {
        super(field + " " + reason);
        this.field = field;
        this.reason = reason;
        this.isFromRoot = isFromRoot;
    }

    boolean isFromRoot() {
        return isFromRoot;
    }

    /** The same for a field that lies in {@code parent}, the path of an object. */
    DocumentFieldException within(String parent) {
        DocumentFieldException outer = new DocumentFieldException(parent + "." + field, reason, isFromRoot);
        outer.initCause(this);
        return outer;
    }

    /** Its path from the document. */
    public String field() {
        return field;
    }

    /** What is wrong with it. */
    public String reason() {
        return reason;
    }

    /** Never {@code null}. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
