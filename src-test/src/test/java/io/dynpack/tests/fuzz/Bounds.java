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

    private Bounds() {}

    /** @param bytes of the input */
    static void within(int bytes, Runnable work) {
        // the first time, classes may be loaded and instrumented, and the machine may be busy with others
        String excess = excess(bytes, work);
        if (excess != null) {
            excess = excess(bytes, work);
        }
        if (excess != null) {
            throw new AssertionError(bytes + " bytes " + excess);
        }
    }

    private static String excess(int bytes, Runnable work) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        work.run();
        long nanos = System.nanoTime() - start;
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (allocated > CONSTANT + FOR_EACH_BYTE * bytes) {
            return "made " + allocated + " bytes be allocated";
        }
        return nanos > TIME.toNanos() ? "took " + nanos / 1_000_000 + " ms" : null;
    }
}
