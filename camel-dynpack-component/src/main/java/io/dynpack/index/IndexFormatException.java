package io.dynpack.index;

/** A stored index that is damaged or of another version; the media file has to be read again. */
public class IndexFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public IndexFormatException(String message) {
        super(message);
    }
}
