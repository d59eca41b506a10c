package io.dynpack.presentation;

/**
 * Something about an asset that its owner should know.
 *
 * @param severity how bad it is
 * @param file     the file it concerns, or empty
 * @param time     where in the presentation, ticks of 10 MHz; -1 where it concerns no instant
 * @param message  one sentence that says what was found and what to do
 */
public record Finding(Severity severity, String file, long time, String message) {

    /** In ascending order. */
    public enum Severity {
        /** Worth knowing. */
        INFO,
        /** Plays, but not as well as it could; or a part was left out. */
        WARNING,
        /** Cannot be served. */
        ERROR
    }

    public static Finding info(String file, String message) {
        return new Finding(Severity.INFO, file, -1, message);
    }

    public static Finding warning(String file, String message) {
        return new Finding(Severity.WARNING, file, -1, message);
    }

    public static Finding error(String file, String message) {
        return new Finding(Severity.ERROR, file, -1, message);
    }
}
