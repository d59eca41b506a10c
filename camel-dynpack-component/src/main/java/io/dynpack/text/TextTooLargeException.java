package io.dynpack.text;

/** A document, or what would be made of it, that is larger than {@link TextLimits} allow. */
public final class TextTooLargeException extends TextException {
    private static final long serialVersionUID = 1L;

    TextTooLargeException(String message) {
        super(message);
    }
}
