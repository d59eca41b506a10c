package io.dynpack.presentation;

/** Tracks that make no presentation. */
public class PresentationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why, for whoever turns this into a status. */
    public enum Reason {
        /** No track can be served. */
        NOTHING_TO_SERVE,
        /** More than 64 levels in a stream. */
        TOO_MANY_LEVELS
    }

    public PresentationException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
