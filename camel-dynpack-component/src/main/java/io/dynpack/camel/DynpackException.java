package io.dynpack.camel;

import org.apache.camel.RuntimeCamelException;

/** An operation that cannot be done as asked; the message says what to change. */
public class DynpackException extends RuntimeCamelException {
    private static final long serialVersionUID = 1L;

    public DynpackException(String message) {
        super(message);
    }

    public DynpackException(String message, Throwable cause) {
        super(message, cause);
    }
}
