package io.dynpack.tests.fuzz;

import java.lang.management.ManagementFactory;
import java.time.Duration;

import com.sun.management.ThreadMXBean;

/** What an input may cost: so much memory for each of its bytes besides a constant, allocated in all, and so much time. */
final class Bounds {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long CONSTANT = 64L << 20;
    private static final long FOR_EACH_BYTE = 4096;
    /** A machine that is busy with others may stop everybody for a while. */
    private static final Duration TIME = Duration.ofSeconds(10);

    /** Whether classes are loaded; to load and instrument them costs more than any input. */
    private static volatile boolean warm;

    private Bounds() {}

    /** @param bytes of the input */
    static void within(int bytes, Runnable work) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        work.run();
        long nanos = System.nanoTime() - start;
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        boolean counts = warm;
        warm = true;
        if (counts && allocated > CONSTANT + FOR_EACH_BYTE * bytes) {
            throw new AssertionError(bytes + " bytes made " + allocated + " bytes be allocated");
        }
        if (counts && nanos > TIME.toNanos()) {
            throw new AssertionError(bytes + " bytes took " + nanos / 1_000_000 + " ms");
        }
    }
}
