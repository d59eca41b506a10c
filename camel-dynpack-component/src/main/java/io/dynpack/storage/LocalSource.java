package io.dynpack.storage;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** A source that gives many small ranges at little cost each: a file. */
public interface LocalSource extends Source {

    /**
     * Fills {@code target} with the bytes of the ranges, one behind the other. Where the file was read lately, its pages are in
     * memory, and it is done when this returns; otherwise a worker of the storage waits for the disk. The version is checked
     * after the last byte was copied, so a target that was filled holds bytes of this version and no other, and keeps them.
     *
     * @param starts first byte of each range
     * @param ends   exclusive end of each, behind its start
     * @param target direct; its remaining bytes are exactly those of the ranges. Its position stays, its content is of no meaning
     *               unless the future completes normally; until then nobody else may touch it
     */
    CompletableFuture<Void> readInto(long[] starts, long[] ends, ByteBuffer target);
}
