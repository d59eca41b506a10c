package io.dynpack.index;

/** A media file that cannot be used. The message names the file and, where one is to blame, the box and its offset. */
public class MediaFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final String reason;

    public MediaFileException(String file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
        this.file = file;
        this.reason = reason;
    }

    /** Name of the file in its storage. */
    public String file() {
        return file;
    }

    /** The message without the file's name. */
    public String reason() {
        return reason;
    }
}
