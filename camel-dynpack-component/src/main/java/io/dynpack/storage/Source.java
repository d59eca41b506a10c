package io.dynpack.storage;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * One version of one object, open for reading. Bytes of another version are never returned: when the object was overwritten,
 * replaced or cut short after it was opened, reads fail with {@link StorageException.Changed}.
 *
 * <p>
 * Safe for use by many threads. Close it once; reads under way end normally or fail.
 */
public interface Source extends AutoCloseable {

    StoredObject object();

    default String name() {
        return object().name();
    }

    default String version() {
        return object().version();
    }

    /** Bytes, of this version. */
    default long length() {
        return object().length();
    }

    /**
     * Reads exactly {@code length} bytes.
     *
     * @param offset from 0
     * @param length at least 1; {@code offset + length} at most {@link #length()}
     * @return a read-only buffer, position 0, limit {@code length}; it belongs to the caller
     */
    CompletableFuture<ByteBuffer> read(long offset, int length);

    /** How many bytes that nobody wants cost less to read than another {@link #read} would: the latency, in bytes. */
    default int gapWorthReading() {
        return 16 << 10;
    }

    @Override
    void close();
}
