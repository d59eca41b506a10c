package io.dynpack.index;

import java.util.Objects;

/** A stored index that is damaged or of another version; the media file has to be read again. */
public class IndexFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public IndexFormatException(String message) {
        super(message);
    }

    /** An index that another release wrote: it was never wrong. */
    public static final class OtherVersion extends IndexFormatException {
        private static final long serialVersionUID = 1L;

        OtherVersion(int found, int expected) {
            super("index version " + found + ", this is " + expected);
        }
    }

    /** Never {@code null}. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
