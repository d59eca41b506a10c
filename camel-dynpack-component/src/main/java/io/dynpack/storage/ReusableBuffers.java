package io.dynpack.storage;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * Direct memory that is used again: the JVM frees a direct buffer only when it collects garbage, and clears each new one. Keeps at
 * most so many bytes idle. Safe for use by many threads.
 */
public final class ReusableBuffers {
    private static final int GRAIN = 256 << 10;
    /** A buffer is not lent where this many times less would do. */
    private static final int WASTE = 4;

    private final long maxIdle;
    private final ArrayDeque<ByteBuffer> idle = new ArrayDeque<>();
    private long idleBytes;

    /** @param maxIdle bytes */
    public ReusableBuffers(long maxIdle) {
        this.maxIdle = maxIdle;
    }

    /**
     * A buffer at position 0 with exactly this limit; what it holds is of no meaning.
     *
     * @param length bytes, at least 0
     */
    public ByteBuffer take(int length) {
        synchronized (idle) {
            for (Iterator<ByteBuffer> each = idle.descendingIterator(); each.hasNext();) {
                ByteBuffer buffer = each.next();
                if (buffer.capacity() >= length && buffer.capacity() / WASTE <= Math.max(length, GRAIN)) {
                    each.remove();
                    idleBytes -= buffer.capacity();
                    return buffer.clear().limit(length);
                }
            }
        }
        long capacity = Math.max(1, ((long) length + GRAIN - 1) / GRAIN) * GRAIN;
        return ByteBuffer.allocateDirect((int) Math.min(capacity, Integer.MAX_VALUE)).limit(length);
    }

    /** Takes a buffer of {@link #take} back; nobody may look at it or a slice of it any more. */
    public void give(ByteBuffer buffer) {
        synchronized (idle) {
            if (buffer.capacity() > maxIdle) {
                return;
            }
            idle.addLast(buffer);
            idleBytes += buffer.capacity();
            while (idleBytes > maxIdle) {
                idleBytes -= idle.removeFirst().capacity();
            }
        }
    }

    /** Bytes idle now. */
    public long idleBytes() {
        synchronized (idle) {
            return idleBytes;
        }
    }
}
