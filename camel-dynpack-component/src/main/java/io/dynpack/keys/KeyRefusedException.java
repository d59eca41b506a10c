package io.dynpack.keys;

import java.util.Objects;

/** A request that gets no key. Its message is for the log. */
final class KeyRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final KeyRefusal refusal;

    /** @param cause one sentence without a full stop, with nothing of a token or a key */
    KeyRefusedException(KeyRefusal refusal, String cause) {
        super(cause, null, false, false);
        this.refusal = refusal;
    }

    KeyRefusal refusal() {
        return refusal;
    }

    /** Never {@code null}. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
