package io.dynpack.segment.ts;

import io.dynpack.index.TrackKind;

/** What cannot be made as a transport stream; the sentence says why. */
public class TransportStreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final TrackKind encoding;

    TransportStreamException(String message) {
        this(null, message);
    }

    /** @param encoding kind of the track whose encoding is not carried in transport streams, or {@code null} for another reason */
    TransportStreamException(TrackKind encoding, String message) {
        super(message);
        this.encoding = encoding;
    }

    /** Kind of the track whose encoding is not carried in transport streams, or {@code null} for another reason. */
    public TrackKind encoding() {
        return encoding;
    }
}
