package io.dynpack.camel;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/** A response that did not reach its end: the client went away, or its source changed or failed half-way. */
public final class ResponseAbortedException extends IOException {
    private static final long serialVersionUID = 1L;
    private final long bytesSent;

    public ResponseAbortedException(String message, long bytesSent, @Nullable Throwable cause) {
        super(message, cause);
        this.bytesSent = bytesSent;
    }

    /** Bytes of the body that had been handed to the connection. */
    public long bytesSent() {
        return bytesSent;
    }
}
