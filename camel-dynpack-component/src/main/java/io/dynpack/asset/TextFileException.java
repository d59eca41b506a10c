package io.dynpack.asset;

import java.util.Objects;

/** A file that is no document of text, or one that is too large. The message goes on behind the name of the file. */
final class TextFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TextFileException(String message) {
        super(message);
    }

    /** Never {@code null}. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
