package io.dynpack.storage;

/** A storage call that failed. Messages name the object; they are for logs and reports, never for a client. */
public class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }

    /** There is no object of that name. */
    public static final class NotFound extends StorageException {
        private static final long serialVersionUID = 1L;

        public NotFound(String name) {
            super("no object " + name, null);
        }
    }

    /** The condition of a {@link Storage#put} does not hold. */
    public static final class PreconditionFailed extends StorageException {
        private static final long serialVersionUID = 1L;

        public PreconditionFailed(String name, PutCondition condition) {
            super("condition " + condition + " does not hold for " + name, null);
        }
    }

    /** The object is no longer the version that was opened. */
    public static final class Changed extends StorageException {
        private static final long serialVersionUID = 1L;

        public Changed(String name, String version) {
            super(name + " is no longer version " + version, null);
        }
    }

    /** The storage refused the credentials. */
    public static final class Refused extends StorageException {
        private static final long serialVersionUID = 1L;

        public Refused(String name, Throwable cause) {
            super("access to " + name + " was refused", cause);
        }
    }

    /** Too many reads wait already, or the storage asked to come back later. */
    public static final class Busy extends StorageException {
        private static final long serialVersionUID = 1L;
        private final int retryAfterSeconds;

        public Busy(String name, int retryAfterSeconds) {
            super("storage is busy, " + name + " was not read", null);
            this.retryAfterSeconds = retryAfterSeconds;
        }

        public int retryAfterSeconds() {
            return retryAfterSeconds;
        }
    }
}
