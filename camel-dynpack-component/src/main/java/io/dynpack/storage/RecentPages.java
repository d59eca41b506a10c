package io.dynpack.storage;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;

/**
 * Which pages of a file were read a moment ago, so that they are in memory now unless it is very short: one byte a page, made as
 * parts of the file are used. A page counts for 30 to 60 seconds after its last use.
 *
 * <p>
 * Threads write the bytes without a lock: a lost update costs one more read, and that of a page already in memory.
 */
final class RecentPages {
    private static final int PAGE_BITS = 12;
    private static final int PART_BITS = 24;
    private static final long EPOCH_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final AtomicReferenceArray<byte[]> parts;
    private final LongSupplier nanoTime;

    RecentPages(long size, LongSupplier nanoTime) {
        this.parts = new AtomicReferenceArray<>((int) ((size + (1L << PART_BITS) - 1) >>> PART_BITS));
        this.nanoTime = nanoTime;
    }

    /** True where every page of all ranges is recent; those pages are then as recent as can be. */
    boolean contains(long[] starts, long[] ends) {
        long epoch = nanoTime.getAsLong() / EPOCH_NANOS;
        byte now = mark(epoch);
        byte before = mark(epoch - 1);
        for (int i = 0; i < starts.length; i++) {
            if (!contains(starts[i], ends[i], now, before)) {
                return false;
            }
        }
        return true;
    }

    private boolean contains(long start, long end, byte now, byte before) {
        for (long page = start >>> PAGE_BITS; page <= (end - 1) >>> PAGE_BITS; page++) {
            byte[] part = parts.get((int) (page >>> (PART_BITS - PAGE_BITS)));
            if (part == null) {
                return false;
            }
            int at = (int) page & (part.length - 1);
            byte mark = part[at];
            if (mark != now) {
                if (mark != before) {
                    return false;
                }
                part[at] = now;
            }
        }
        return true;
    }

    void add(long[] starts, long[] ends) {
        byte now = mark(nanoTime.getAsLong() / EPOCH_NANOS);
        for (int i = 0; i < starts.length; i++) {
            add(starts[i], ends[i], now);
        }
    }

    private void add(long start, long end, byte now) {
        for (long page = start >>> PAGE_BITS; page <= (end - 1) >>> PAGE_BITS; page++) {
            int index = (int) (page >>> (PART_BITS - PAGE_BITS));
            byte[] part = parts.get(index);
            if (part == null) {
                parts.compareAndSet(index, null, new byte[1 << (PART_BITS - PAGE_BITS)]);
                part = parts.get(index);
            }
            part[(int) page & (part.length - 1)] = now;
        }
    }

    /** 1 to 255; 0 is a page never read. An old mark comes round after two hours, when it costs a page fault at worst. */
    private static byte mark(long epoch) {
        return (byte) (Math.floorMod(epoch, 255L) + 1);
    }
}
