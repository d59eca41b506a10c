package io.dynpack.ism;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** A manifest that cannot be read. The message names the file, the line and the reason; it is for logs and reports. */
public final class IsmException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final int line;

    IsmException(String file, int line, String reason, @Nullable Throwable cause) {
        super(file + (line > 0 ? ", line " + line : "") + ": " + reason, cause);
        this.file = file;
        this.line = line;
    }

    /** As given to the read. */
    public String file() {
        return file;
    }

    /** From 1; 0 where no line is to blame. */
    public int line() {
        return line;
    }

    /** Never {@code null}. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
