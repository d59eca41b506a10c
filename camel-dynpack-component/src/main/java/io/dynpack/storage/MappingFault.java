package io.dynpack.storage;

import java.lang.ref.Reference;

/**
 * Makes a fault in a mapping come up where it belongs.
 *
 * <p>
 * A mapped page that cannot be had, because the file was cut short or its disk failed, is an {@link InternalError} in the thread
 * that looked at it, but one that the JVM throws only when that thread returns from the virtual machine or, in newer ones, comes
 * to a safepoint: in the middle of whatever runs by then. So whoever looked at a mapping calls {@link #surface} before the thread
 * goes on with anything else, and trusts nothing of what it saw unless that returns.
 */
final class MappingFault {
    /** More than a compiler unrolls into single allocations. */
    private static final int ROWS = 8;

    private MappingFault() {}

    /**
     * Returns where this thread met no fault since it last called this. An array of arrays is made inside the virtual machine,
     * interpreted or compiled, and what is pending is thrown on the way back from there. Costs about 0.3 microseconds.
     *
     * @throws InternalError the fault
     */
    static void surface() {
        Reference.reachabilityFence(new byte[ROWS][1]);
    }
}
