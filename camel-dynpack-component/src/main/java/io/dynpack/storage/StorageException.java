package io.dynpack.storage;

import java.nio.file.NoSuchFileException;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** A storage call that failed. Messages name the object; they are for logs and reports, never for a client. */
public class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** There is no object of that name. */
    public static final class NotFound extends StorageException {
        private static final long serialVersionUID = 1L;

        public NotFound(String name) {
            super("no object " + name, null);
        }
    }

    /** The object has more bytes than were asked for. */
    public static final class TooLarge extends StorageException {
        private static final long serialVersionUID = 1L;
        private final long length;

        /**
         * @param length of the object, bytes
         * @param most   how many were asked for
         */
        public TooLarge(String name, long length, long most) {
            super(name + " has " + length + " bytes, more than " + most, null);
            this.length = length;
        }

        /** Bytes of the object. */
        public long length() {
            return length;
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
    public static sealed class Busy extends StorageException {
        private static final long serialVersionUID = 1L;
        private final int retryAfterSeconds;

        public Busy(String name, int retryAfterSeconds) {
            this(name, retryAfterSeconds, null);
        }

        /** @param cause what the storage said last, or {@code null} */
        public Busy(String name, int retryAfterSeconds, @Nullable Throwable cause) {
            this(retryAfterSeconds, "storage is busy, " + name + " was not read", cause);
        }

        private Busy(int retryAfterSeconds, String message, @Nullable Throwable cause) {
            super(message, cause);
            this.retryAfterSeconds = retryAfterSeconds;
        }

        public int retryAfterSeconds() {
            return retryAfterSeconds;
        }
    }

    /** The storage does not answer at the moment; the log says so once, not for each call. */
    public static final class Unavailable extends Busy {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, int retryAfterSeconds) {
            super(retryAfterSeconds, message, null);
        }
    }

    /** The folder of a storage is not there, a volume that is not mounted say: of what should lie in it nothing is known. */
    public static final class Unmounted extends Busy {
        private static final long serialVersionUID = 1L;
        private static final int RETRY_AFTER_SECONDS = 5;

        public Unmounted(String name, String folder) {
            super(name, RETRY_AFTER_SECONDS, new NoSuchFileException(folder));
        }
    }

    /** Never {@code null}. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
