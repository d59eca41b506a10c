package io.dynpack.keys;

import java.util.Objects;

/** A token that is no good. Its message is for the log and shows nothing of the token. */
final class TokenRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param reason a clause such as {@code it is expired} */
    TokenRefusedException(String reason) {
        super(reason, null, false, false);
    }

    /** Never {@code null}. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
