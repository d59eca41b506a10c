package io.dynpack.text;

import java.util.Objects;

/** A text document that cannot be used as a whole. The message is one sentence for logs and reports. */
public abstract sealed class TextException extends RuntimeException permits TextFormatException, TextTooLargeException {
    private static final long serialVersionUID = 1L;

    TextException(String message) {
        super(message);
    }

    /** Never {@code null}. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
