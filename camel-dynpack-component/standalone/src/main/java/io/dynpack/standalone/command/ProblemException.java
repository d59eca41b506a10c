package io.dynpack.standalone.command;

/** What a command cannot do. The message is a sentence for the person who gave it: what is wrong, and what to change. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProblemException(String message) {
        super(message);
    }

    ProblemException(String message, Throwable cause) {
        super(message, cause);
    }
}
