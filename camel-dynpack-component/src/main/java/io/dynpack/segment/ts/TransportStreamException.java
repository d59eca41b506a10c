package io.dynpack.segment.ts;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.dynpack.index.TrackKind;

/** What cannot be made as a transport stream; the sentence says why. */
public class TransportStreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable TrackKind encoding;

    TransportStreamException(String message) {
        this(null, message);
    }

    /** @param encoding kind of the track whose encoding is not carried in transport streams, or {@code null} for another reason */
    TransportStreamException(@Nullable TrackKind encoding, String message) {
        super(message);
        this.encoding = encoding;
    }

    /** Kind of the track whose encoding is not carried in transport streams, or {@code null} for another reason. */
    public @Nullable TrackKind encoding() {
        return encoding;
    }

    /** Never {@code null}. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
