package io.dynpack.camel;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;

/**
 * Remembers what a listing brought up, for an {@code idempotentConsumer}. What failed is new again with the next listing, then
 * after waits that double up to ten minutes, so that one that fails for long does not take the time of all others each time.
 */
public final class ArrivalRepository extends MemoryIdempotentRepository {
    /** Of which the waits are remembered; what is forgotten is new at once. */
    private static final int FAILING = 10_000;

    private final Clock clock;
    private final Map<String, Failure> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failure> eldest) {
            return size() > FAILING;
        }
    };

    /**
     * @param count in a row
     * @param due   not new before
     */
    private record Failure(int count, Instant due) {}

    public ArrivalRepository() {
        this(Clock.systemUTC());
    }

    ArrivalRepository(Clock clock) {
        this.clock = clock;
    }

    @Override
    public boolean add(String key) {
        synchronized (failures) {
            Failure failure = failures.get(key);
            if (failure != null && clock.instant().isBefore(failure.due)) {
                return false;
            }
        }
        return super.add(key);
    }

    /** It failed. */
    @Override
    public boolean remove(String key) {
        synchronized (failures) {
            Failure before = failures.get(key);
            int count = before == null ? 1 : before.count + 1;
            failures.put(key, new Failure(count, clock.instant().plus(GrowingWait.after(count))));
        }
        return super.remove(key);
    }

    /** It is done. */
    @Override
    public boolean confirm(String key) {
        synchronized (failures) {
            failures.remove(key);
        }
        return super.confirm(key);
    }

    @Override
    public void clear() {
        synchronized (failures) {
            failures.clear();
        }
        super.clear();
    }
}
