package io.dynpack.segment;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Makes a run of bytes of source bytes, always as many of them. Pure: it reads nothing by itself, and the same sources give the
 * same bytes. Safe for use by many threads.
 */
public interface SegmentTransform {

    /** Bytes made; known from the index. */
    int length();

    /**
     * Makes all bytes. Whatever the sources hold, damaged media too, exactly {@link #length()} bytes are written.
     *
     * @param sources for each of the piece's sources its bytes in order, in one or more buffers from position to limit; their
     *                positions stay, and what they hold does not change
     * @param target  written from its position on, which moves behind the last byte
     */
    void write(List<ByteBuffer[]> sources, ByteBuffer target);

    /**
     * Makes all bytes where the bytes of its only source lie, so that none has to be copied.
     *
     * @param bytes of the source, as {@link #write} gets them; nobody else looks at them meanwhile, and they are the bytes made
     *              when this returns true
     * @return whether they are; if not, nothing was changed
     */
    default boolean replace(ByteBuffer[] bytes) {
        return false;
    }
}
