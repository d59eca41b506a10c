package io.dynpack.origin;

/** A request that is answered with an error. */
final class OriginException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    OriginException(Refusal refusal) {
        // no stack trace: these are answers, not failures
        super(refusal.cause(), null, false, false);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
