package io.dynpack.index;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** A media file that cannot be used. The message names the file and, where one is to blame, the box and its offset. */
public class MediaFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final String reason;

    public MediaFileException(String file, String reason, @Nullable Throwable cause) {
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

    /** Never {@code null}. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
