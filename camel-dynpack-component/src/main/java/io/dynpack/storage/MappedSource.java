package io.dynpack.storage;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * A source whose bytes lie in mapped memory, so that a response can be gathered from it without a copy on the heap.
 */
public interface MappedSource extends Source {

    /**
     * Slices of the mapping for the given ranges, after every page of them has been touched on a worker of the storage, so that
     * handing them to an event loop never waits for a disk. The lease keeps the mapping alive until it is released.
     *
     * @param starts ascending or not, in bytes from the start of the file
     * @param ends   exclusive, one for each start
     */
    CompletableFuture<MappedLease> map(long[] starts, long[] ends);

    /** Slices of mapped windows; valid until {@link #close()}. */
    interface MappedLease extends AutoCloseable {

        /** In the order of the ranges asked; a range that crosses a window boundary is two slices. Read-only, direct. */
        ByteBuffer[] slices();

        /**
         * False once the file behind the mapping has been seen to be shorter, replaced or rewritten. The sender asks right
         * before it hands over slices, and breaks the response off where the answer is false.
         */
        boolean intact();

        /** Idempotent. */
        @Override
        void close();
    }
}
