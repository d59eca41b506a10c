package io.dynpack.presentation.filter;

/** How a condition compares. */
public enum TrackPropertyCompareOperation {
    /** False for a track that does not have the property. */
    EQUAL("Equal"),
    /** The opposite of {@link #EQUAL}: true for a track that does not have the property. */
    NOT_EQUAL("NotEqual");

    private final String text;

    TrackPropertyCompareOperation(String text) {
        this.text = text;
    }

    /** As documents have it. */
    public String text() {
        return text;
    }

    /**
     * @param text in any case
     * @throws FilterFieldException for another text
     */
    public static TrackPropertyCompareOperation of(String text) {
        for (TrackPropertyCompareOperation operation : values()) {
            if (operation.text.equalsIgnoreCase(text)) {
                return operation;
            }
        }
        throw new FilterFieldException("operation", "is \"" + text + "\", which is neither Equal nor NotEqual");
    }
}
