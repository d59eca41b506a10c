package io.dynpack.presentation.filter;

/** A field of a filter has a value that it cannot have. */
public final class FilterFieldException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String reason;

    /**
     * @param field  its path, such as {@code presentationTimeRange.endTimestamp}; empty for the filter as a whole
     * @param reason the rest of a sentence that begins with the field
     */
    public FilterFieldException(String field, String reason) {
        super(field.isEmpty() ? reason : field + " " + reason);
        this.field = field;
        this.reason = reason;
    }

    /** The same for a field that lies in {@code parent}, the path of an object. */
    public FilterFieldException within(String parent) {
        String path = field.isEmpty() ? parent : parent.isEmpty() ? field : parent + "." + field;
        FilterFieldException outer = new FilterFieldException(path, reason);
        outer.initCause(this);
        return outer;
    }

    /** Its path from the filter, or from the document that the filter was read from. */
    public String field() {
        return field;
    }

    /** What is wrong with it. */
    public String reason() {
        return reason;
    }
}
