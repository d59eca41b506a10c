package io.dynpack.segment.ts;

/** A segment that cannot be made as a transport stream; the sentence says why. */
public class TransportStreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TransportStreamException(String message) {
        super(message);
    }
}
