package io.dynpack.storage;

import java.util.function.LongSupplier;

import com.github.benmanes.caffeine.cache.Cache;

/**
 * Counts of a cache, which are read when somebody asks.
 *
 * @param name    such as {@code manifests}
 * @param hits    since the start
 * @param misses  since the start
 * @param entries that are kept
 * @param weight  of these: bytes, or entries where all weigh the same
 */
public record CacheState(String name, LongSupplier hits, LongSupplier misses, LongSupplier entries, LongSupplier weight) {

    /** Of all lookups those that found something, 0 to 1; 0 before the first. */
    public double hitRate() {
        long found = hits.getAsLong();
        long all = found + misses.getAsLong();
        return all == 0 ? 0 : (double) found / all;
    }

    /** @param cache that records its statistics and is bounded by weight */
    public static CacheState of(String name, Cache<?, ?> cache) {
        return new CacheState(name, () -> cache.stats().hitCount(), () -> cache.stats().missCount(), cache::estimatedSize,
                () -> cache.policy().eviction().flatMap(bound -> bound.weightedSize().stream().boxed().findFirst())
                        .orElseGet(cache::estimatedSize));
    }
}
