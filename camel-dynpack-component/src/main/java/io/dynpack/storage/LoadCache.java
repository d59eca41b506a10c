package io.dynpack.storage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongBiFunction;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * What was loaded of a storage or made of it, in memory and bounded by bytes; loaded once however many ask at a time. What a load
 * failed with is kept where it is about what lies there. Where it is about the storage it is kept only until whoever asks at the
 * moment has heard it, and the next one loads again. Safe for use by many threads.
 */
public final class LoadCache<K, V> {
    /** Bytes of heap that a failure takes, besides its message. */
    private static final int FAILURE = 512;

    private final AsyncCache<K, Loaded<V>> cache;
    private final Predicate<V> lasting;
    private final Predicate<Throwable> lastingFailure;

    /** No future of the cache fails: it would write the stack of each that does into the log. */
    private sealed interface Loaded<V> {}

    private record Value<V>(V value) implements Loaded<V> {}

    private record Failure<V>(Throwable cause) implements Loaded<V> {}

    /**
     * @param maxBytes       of all that is kept
     * @param bytes          of heap, or beside it, that a value takes with its key
     * @param lastingFailure what is kept of the failures
     */
    public LoadCache(long maxBytes, ToLongBiFunction<K, V> bytes, Predicate<Throwable> lastingFailure) {
        this(maxBytes, bytes, value -> true, lastingFailure);
    }

    /** @param lasting what is kept of the values; others are for those who ask at the moment */
    public LoadCache(long maxBytes, ToLongBiFunction<K, V> bytes, Predicate<V> lasting, Predicate<Throwable> lastingFailure) {
        this.lasting = lasting;
        this.lastingFailure = lastingFailure;
        this.cache = Caffeine.newBuilder().maximumWeight(maxBytes)
                .weigher((K key, Loaded<V> loaded) -> (int) Math.min(Integer.MAX_VALUE, weight(key, loaded, bytes)))
                .recordStats().executor(Runnable::run).buildAsync();
    }

    private static <K, V> long weight(K key, Loaded<V> loaded, ToLongBiFunction<K, V> bytes) {
        if (loaded instanceof Value<V> value) {
            return bytes.applyAsLong(key, value.value);
        }
        String message = ((Failure<V>) loaded).cause.getMessage();
        return FAILURE + (message == null ? 0 : 2L * message.length());
    }

    /** Counts of it. */
    public CacheState state(String name) {
        return CacheState.of(name, cache.synchronous());
    }

    /**
     * @param load asked where nothing is kept and nobody else loads
     * @return fails with what the load failed with
     */
    public CompletableFuture<V> get(K key, Supplier<CompletableFuture<V>> load) {
        CompletableFuture<Loaded<V>> loaded = cache.get(key, (same, executor) -> load.get().<Loaded<V>>handle(
                (value, failure) -> failure == null ? new Value<>(value) : new Failure<>(CircuitBreaker.unwrap(failure))));
        return loaded.thenApply(found -> {
            if (found instanceof Failure<V> failure) {
                if (!lastingFailure.test(failure.cause)) {
                    cache.asMap().remove(key, loaded);
                }
                throw new CompletionException(failure.cause);
            }
            V value = ((Value<V>) found).value;
            if (!lasting.test(value)) {
                cache.asMap().remove(key, loaded);
            }
            return value;
        });
    }

    /** Whether a load has ended, or a value was put; asking counts as no hit. */
    public boolean has(K key) {
        CompletableFuture<Loaded<V>> known = cache.asMap().get(key);
        return known != null && known.isDone();
    }

    /** Puts what was made otherwise, so that it is not loaded. */
    public void put(K key, V value) {
        cache.put(key, CompletableFuture.completedFuture(new Value<>(value)));
    }
}
