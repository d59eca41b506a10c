package io.dynpack.storage;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * What was read of a storage. For a time it is used as it is, then the storage is looked at again: one look for all who ask. While
 * looks fail the last known state answers, and so it does where a look takes too long ({@link Patience}). Safe for use by many
 * threads.
 *
 * @param <V> a state, absence too
 */
public final class RevalidatingCache<K, V> {
    private final Clock clock;
    private final long freshMillis;
    private final LongSupplier patienceMillis;
    private final Predicate<V> absent;
    private final boolean absenceWaits;
    private final Cache<K, Known<V>> states;
    /** Looks under way. */
    private final ConcurrentMap<K, Look<V>> looks = new ConcurrentHashMap<>();

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    private record Known<V>(V value, long checkedAt) {}

    /** A look under way; {@code startedAt} in nanoseconds of {@link System#nanoTime}. */
    private record Look<V>(CompletableFuture<V> result, long startedAt) {}

    /**
     * @param freshness      how long a state is used without a look
     * @param patienceMillis as {@link Storage#patienceMillis()} of what is looked at
     * @param absent         whether a state says that there is nothing. It is never called young: whoever writes something expects
     *                       the next look to find it
     * @param absenceWaits   whether absence answers only once a look has ended, however long that takes
     * @param maxWeight      of all states that are kept
     * @param weight         of one
     */
    public RevalidatingCache(Clock clock, Duration freshness, LongSupplier patienceMillis, Predicate<V> absent,
            boolean absenceWaits, long maxWeight, ToIntFunction<V> weight) {
        this.clock = clock;
        this.freshMillis = freshness.toMillis();
        this.patienceMillis = patienceMillis;
        this.absent = absent;
        this.absenceWaits = absenceWaits;
        this.states = Caffeine.newBuilder().maximumWeight(maxWeight)
                .weigher((K key, Known<V> known) -> weight.applyAsInt(known.value)).executor(Runnable::run).build();
    }

    /** Counts of it; what had to be looked at again is a miss. */
    public CacheState state(String name) {
        return new CacheState(name, hits::sum, misses::sum, states::estimatedSize,
                () -> CacheState.of(name, states).weight().getAsLong());
    }

    /**
     * The state of a key.
     *
     * @param look begins a look, given the last known state or {@code null}
     * @return fails as the look does, where nothing is known
     */
    public CompletableFuture<V> get(K key, Function<@Nullable V, CompletableFuture<V>> look) {
        Known<V> known = states.getIfPresent(key);
        if (known != null && isFresh(known)) {
            hits.increment();
            return CompletableFuture.completedFuture(known.value);
        }
        misses.increment();
        Look<V> mine = new Look<>(new CompletableFuture<>(), System.nanoTime());
        Look<V> running = looks.putIfAbsent(key, mine);
        if (running != null) {
            return patiently(running, known);
        }
        // whoever looked a moment before may have put something by now
        Known<V> latest = states.getIfPresent(key);
        long startedAt = clock.millis();
        CompletableFuture<V> looked = latest != null && isFresh(latest)
                ? CompletableFuture.completedFuture(latest.value)
                : begun(look, latest);
        looked.whenComplete((value, failure) -> settle(key, mine, latest, startedAt, value, failure));
        return patiently(mine, latest);
    }

    private CompletableFuture<V> begun(Function<@Nullable V, CompletableFuture<V>> look, @Nullable Known<V> latest) {
        try {
            return look.apply(latest == null ? null : latest.value);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void settle(K key, Look<V> look, @Nullable Known<V> latest, long startedAt, V value, @Nullable Throwable failure) {
        Known<V> state = failure == null
                ? new Known<>(value, startedAt)
                // not looked at again before the freshness is over, so that a storage in trouble is left in peace
                : latest == null ? null : new Known<>(latest.value, clock.millis());
        // a state that was invalidated meanwhile answers those who waited, and is not kept; in one step, so that whoever
        // invalidates comes before it or finds it kept
        looks.computeIfPresent(key, (same, running) -> {
            if (!running.equals(look)) {
                return running;
            }
            if (state != null) {
                states.put(key, state);
            }
            return null;
        });
        if (state != null) {
            look.result.complete(state.value);
        } else {
            look.result.completeExceptionally(
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure);
        }
    }

    private CompletableFuture<V> patiently(Look<V> look, @Nullable Known<V> known) {
        if (known == null || absenceWaits && absent.test(known.value)) {
            return look.result.copy();
        }
        long age = absent.test(known.value) ? Long.MAX_VALUE : clock.millis() - known.checkedAt;
        return Patience.await(look.result, look.startedAt, known.value, age, patienceMillis.getAsLong());
    }

    /** A clock that was set back makes nothing fresh. */
    private boolean isFresh(Known<V> known) {
        long age = clock.millis() - known.checkedAt;
        return age >= 0 && age < freshMillis;
    }

    /** What {@link #get} knew last, without a look. */
    public Optional<V> last(K key) {
        return Optional.ofNullable(states.getIfPresent(key)).map(Known::value);
    }

    /** What is kept at this time, absence too. */
    public Map<K, V> states() {
        return states.asMap().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().value));
    }

    /** Forgets a state, so that the next look finds what is there now. */
    public void invalidate(K key) {
        looks.remove(key);
        states.invalidate(key);
    }
}
