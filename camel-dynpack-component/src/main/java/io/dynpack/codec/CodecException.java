package io.dynpack.codec;

import java.util.Objects;

/** A configuration record that contradicts itself, or a codec that is not served. The message says which and why. */
public class CodecException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CodecException(String message) {
        super(message);
    }

    /** What is encrypted already can be neither looked into nor encrypted anew. */
    public static final class Encrypted extends CodecException {
        private static final long serialVersionUID = 1L;

        public Encrypted(String message) {
            super(message);
        }
    }

    /** A codec that is whole and that nobody serves. */
    public static final class NotServed extends CodecException {
        private static final long serialVersionUID = 1L;

        public NotServed(String message) {
            super(message);
        }
    }

    /** Never {@code null}. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
