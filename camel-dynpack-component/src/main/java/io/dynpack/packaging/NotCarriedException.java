package io.dynpack.packaging;

import java.util.Objects;

import io.dynpack.index.TrackKind;

/** A format does not carry a track. Told to clients as 415, so the message holds nothing of the request. */
public final class NotCarriedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final TrackKind kind;

    /** @param reason for the operator: which format, and what of the encoding it does not carry */
    NotCarriedException(TrackKind kind, String reason) {
        // no stack trace: these are answers, not failures
        super(reason, null, false, false);
        this.kind = kind;
    }

    /** Of the track. */
    public TrackKind kind() {
        return kind;
    }

    /** Never {@code null}. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
