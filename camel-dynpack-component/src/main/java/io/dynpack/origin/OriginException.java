package io.dynpack.origin;

/** A request that is answered with an error. */
class OriginException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient MpeError error;

    OriginException(MpeError error) {
        // no stack trace: these are answers, not failures
        super(error.code(), null, false, false);
        this.error = error;
    }

    MpeError error() {
        return error;
    }
}
