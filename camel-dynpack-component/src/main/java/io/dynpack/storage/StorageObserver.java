package io.dynpack.storage;

/** Sees every call of a storage once it has ended. Called on threads that read: it must be quick. */
@FunctionalInterface
public interface StorageObserver {

    /** Sees nothing. */
    StorageObserver NONE = (call, outcome, nanos, bytes) -> {};

    /** What was asked of a storage. */
    enum Call {
        LIST,
        OPEN,
        STAT,
        READ,
        READ_WHOLE,
        PUT,
        DELETE
    }

    /** How a call ended. */
    enum Outcome {
        DONE,
        NOT_FOUND,
        /** The object is another version by now. */
        CHANGED,
        /** Another writer was faster. */
        PRECONDITION_FAILED,
        REFUSED,
        /** The storage, or the line in front of it, has no place. */
        BUSY,
        UNAVAILABLE,
        /** Nobody waited any longer. */
        CANCELLED,
        FAILED
    }

    /**
     * @param nanos from the call to its end
     * @param bytes that were read or written
     */
    void called(Call call, Outcome outcome, long nanos, long bytes);
}
