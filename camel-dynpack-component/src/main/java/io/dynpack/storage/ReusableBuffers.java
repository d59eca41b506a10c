package io.dynpack.storage;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * Direct memory that is used again: the JVM frees a direct buffer only when it collects garbage, and clears each new one. Lends at
 * most so many bytes and keeps at most so many idle. Safe for use by many threads.
 */
public final class ReusableBuffers {
    private static final int GRAIN = 64 << 10;
    /** A buffer is not lent where this many times less would do, and that is not little. */
    private static final int WASTE = 4;
    private static final int LITTLE = 256 << 10;
    private static final int RETRY_AFTER_SECONDS = 2;

    private final long maxIdle;
    private final ArrayDeque<ByteBuffer> idle = new ArrayDeque<>();
    private final long maxLent;
    private long idleBytes;
    private long lentBytes;

    /**
     * @param maxIdle bytes
     * @param maxLent bytes; a single buffer may be larger
     */
    public ReusableBuffers(long maxIdle, long maxLent) {
        this.maxIdle = maxIdle;
        this.maxLent = maxLent;
    }

    /**
     * A buffer at position 0 with exactly this limit; what it holds is of no meaning.
     *
     * @param length bytes, at least 0
     * @throws StorageException.Busy where more would be lent than may be, or there is no more memory
     */
    public ByteBuffer take(int length) {
        int capacity = (int) Math.min(Math.max(1, ((long) length + GRAIN - 1) / GRAIN) * GRAIN, Integer.MAX_VALUE);
        synchronized (idle) {
            if (lentBytes > 0 && lentBytes + capacity > maxLent) {
                throw new StorageException.Busy("media on its way", RETRY_AFTER_SECONDS);
            }
            for (Iterator<ByteBuffer> each = idle.descendingIterator(); each.hasNext();) {
                ByteBuffer buffer = each.next();
                if (buffer.capacity() >= length && buffer.capacity() / WASTE <= Math.max(length, LITTLE)) {
                    each.remove();
                    idleBytes -= buffer.capacity();
                    lentBytes += buffer.capacity();
                    return buffer.clear().limit(length);
                }
            }
            lentBytes += capacity;
        }
        try {
            return ByteBuffer.allocateDirect(capacity).limit(length);
        } catch (OutOfMemoryError e) {
            synchronized (idle) {
                lentBytes -= capacity;
                idle.clear();
                idleBytes = 0;
            }
            throw new StorageException.Busy("media on its way", RETRY_AFTER_SECONDS, e);
        }
    }

    /** Whether more than half is lent of what may be: then take less at a time. */
    public boolean isScarce() {
        synchronized (idle) {
            return lentBytes > maxLent / 2;
        }
    }

    /** Takes a buffer of {@link #take} back; nobody may look at it or a slice of it any more. */
    public void give(ByteBuffer buffer) {
        synchronized (idle) {
            lentBytes -= buffer.capacity();
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

    /** Leaves a buffer of {@link #take} to the garbage collector, where somebody may still look at it. */
    public void forget(ByteBuffer buffer) {
        synchronized (idle) {
            lentBytes -= buffer.capacity();
        }
    }

    /** Bytes lent now. */
    public long lentBytes() {
        synchronized (idle) {
            return lentBytes;
        }
    }

    /** Bytes idle now. */
    public long idleBytes() {
        synchronized (idle) {
            return idleBytes;
        }
    }
}
