package io.dynpack.camel;

/**
 * How a node divides its memory: what the options say, and a part of the heap's greatest size where they say nothing. Bytes.
 *
 * @param heap      the greatest size of the heap
 * @param reads     what reads under way may hold
 * @param indexes   cache of media indexes
 * @param manifests cache of manifests, outside of the heap
 */
public record MemoryShares(long heap, long reads, long indexes, long manifests) {
    private static final int CACHE_PART = 8;
    private static final int READ_PART = 4;
    private static final long MANIFESTS = 64L << 20;

    /** @throws IllegalArgumentException for an option that is no size */
    public static MemoryShares of(DynpackConfiguration options) {
        long heap = Runtime.getRuntime().maxMemory();
        return new MemoryShares(heap, or(options.getReadMemory(), heap / READ_PART),
                or(options.getIndexCacheSize(), heap / CACHE_PART),
                or(options.getManifestCacheSize(), Math.min(MANIFESTS, heap / CACHE_PART)));
    }

    private static long or(String option, long otherwise) {
        long bytes = ByteSize.parse(option);
        return bytes > 0 ? bytes : otherwise;
    }
}
