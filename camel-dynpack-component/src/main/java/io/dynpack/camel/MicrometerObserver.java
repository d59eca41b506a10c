package io.dynpack.camel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.jspecify.annotations.Nullable;

import io.dynpack.origin.ResponseKind;
import io.dynpack.presentation.Finding;
import io.dynpack.storage.CacheState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Meters of a component, whose names begin with {@code dynpack.}. No tag names an asset, a locator or a client, so that their
 * number is bounded. Durations of answers are histograms by kind and format alone: each has fourteen buckets.
 */
public class MicrometerObserver implements DynpackObserver, CamelContextAware {
    /** From an answer out of memory to one that no player waits for. */
    private static final Duration[] BUCKETS = List
            .of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000).stream().map(Duration::ofMillis)
            .toArray(Duration[]::new);

    /**
     * What is asked of every component that runs. Each has an observer of its own, but a registry keeps the first meter of a
     * name: it is asked for the sum.
     */
    private static final Map<MeterRegistry, Map<List<String>, Set<LongSupplier>>> SUMS = Collections
            .synchronizedMap(new WeakHashMap<>());

    private @Nullable CamelContext camelContext;
    private @Nullable MeterRegistry registry;
    private final Map<Object, Object> meters = new ConcurrentHashMap<>();
    /** What this observer gave to the sums, by who told it. */
    private final Map<Object, List<Runnable>> given = new HashMap<>();

    private record Answers(ResponseKind kind, String format, int status, String error, boolean cached, boolean complete) {}

    private record Shown(ResponseKind kind, String format) {}

    private record Key(int status, String error) {}

    private record Called(Call call, Outcome outcome) {}

    private record Counted(Counter requests, Counter bytes) {}

    private record Durations(Timer first, Timer whole) {}

    private record Calls(Timer calls, Counter bytes) {}

    @Override
    public @Nullable CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
        this.registry = camelContext.getRegistry().findByType(MeterRegistry.class).iterator().next();
        // what has never happened is a 0: an increase from nothing to 1 is none, and a rule would miss the first
        for (Limit limit : Limit.values()) {
            refusals(limit);
        }
        for (Ingested outcome : Ingested.values()) {
            ingests(outcome);
        }
        for (Finding.Severity severity : Finding.Severity.values()) {
            findings(severity);
        }
    }

    @Override
    public void answered(Answered answered) {
        Counted counted = (Counted) meters.computeIfAbsent(new Answers(answered.kind(), answered.format(), answered.status(),
                answered.code() == null ? "" : answered.code(), answered.cached(), answered.complete()),
                key -> counted((Answers) key));
        counted.requests.increment();
        counted.bytes.increment(answered.bytes());
        Durations durations = (Durations) meters.computeIfAbsent(new Shown(answered.kind(), answered.format()),
                key -> durations((Shown) key));
        durations.first.record(answered.firstByteNanos(), TimeUnit.NANOSECONDS);
        durations.whole.record(answered.nanos(), TimeUnit.NANOSECONDS);
    }

    private Counted counted(Answers of) {
        String[] tags = {"kind", of.kind.name(), "format", of.format, "status", Integer.toString(of.status), "error", of.error,
                "cache", of.cached ? "HIT" : "MISS", "complete", Boolean.toString(of.complete)};
        return new Counted(
                Counter.builder("dynpack.requests").description("Answers of the origin").tags(tags).register(registry),
                Counter.builder("dynpack.sent").baseUnit("bytes").description("Bytes of bodies that left").tags(tags)
                        .register(registry));
    }

    private Durations durations(Shown of) {
        return new Durations(timer("dynpack.first.byte", "From a request until its answer begins to leave", of),
                timer("dynpack.answer", "From a request to the end of its answer", of));
    }

    private Timer timer(String name, String description, Shown of) {
        return Timer.builder(name).description(description).tags("kind", of.kind.name(), "format", of.format)
                .serviceLevelObjectives(BUCKETS).register(registry);
    }

    @Override
    public void keyAnswered(int status, @Nullable String code, long nanos) {
        ((Timer) meters.computeIfAbsent(new Key(status, code == null ? "" : code), key -> Timer.builder("dynpack.keys")
                .description("Answers to requests for content keys")
                .tags("status", Integer.toString(status), "error", ((Key) key).error).register(registry)))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void refused(Limit limit) {
        refusals(limit).increment();
    }

    private Counter refusals(Limit limit) {
        return (Counter) meters.computeIfAbsent(limit, key -> Counter.builder("dynpack.requests.refused")
                .description("Requests that met a limit").tag("limit", word(limit)).register(registry));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void ingested(Ingested outcome, long nanos, List<Finding.Severity> findings) {
        ingests(outcome).record(nanos, TimeUnit.NANOSECONDS);
        findings.forEach(severity -> findings(severity).increment());
    }

    private Counter findings(Finding.Severity severity) {
        return (Counter) meters.computeIfAbsent(severity, key -> Counter.builder("dynpack.ingest.findings")
                .description("Findings of ingest").tag("severity", word(severity)).register(registry));
    }

    private Timer ingests(Ingested outcome) {
        return (Timer) meters.computeIfAbsent(outcome, key -> Timer.builder("dynpack.ingest")
                .description("Folders looked at by ingest").tag("outcome", word(outcome)).register(registry));
    }

    @Override
    public void called(Call call, Outcome outcome, long nanos, long bytes) {
        Calls calls = (Calls) meters.computeIfAbsent(new Called(call, outcome), key -> calls((Called) key));
        calls.calls.record(nanos, TimeUnit.NANOSECONDS);
        calls.bytes.increment(bytes);
    }

    private Calls calls(Called of) {
        String[] tags = {"call", word(of.call), "outcome", word(of.outcome)};
        return new Calls(Timer.builder("dynpack.storage.calls").description("Calls to storages").tags(tags).register(registry),
                Counter.builder("dynpack.storage.moved").baseUnit("bytes")
                        .description("Bytes read of storages and written to them")
                        .tags(tags).register(registry));
    }

    @Override
    public void inFlight(IntSupplier count) {
        gauge(count, "dynpack.requests.inflight", "Requests under way", count::getAsInt);
    }

    @Override
    public void stopped(IntSupplier count) {
        takeBack(count);
    }

    @Override
    public void holds(EngineState state) {
        for (CacheState cache : state.caches()) {
            counter(state, "dynpack.cache.hits", "Lookups that found something", cache.hits(), "cache", cache.name());
            counter(state, "dynpack.cache.misses", "Lookups that did not", cache.misses(), "cache", cache.name());
            gauge(state, "dynpack.cache.entries", "Entries of a cache", cache.entries(), "cache", cache.name());
            gauge(state, "dynpack.cache.weight", "Bytes that a cache holds, or entries where all weigh the same",
                    cache.weight(),
                    "cache", cache.name());
        }
        gauge(state, "dynpack.memory.budget", "Heap that making indexes and manifests may take, bytes", state.budget());
        gauge(state, "dynpack.memory.lent", "Of the budget what is taken, bytes", state.lent());
        gauge(state, "dynpack.memory.read", "Media read and not yet sent, bytes", state.readMemory());
        gauge(state, "dynpack.storage.reads", "Reads of media under way", state.reads());
        gauge(state, "dynpack.storage.waiting", "Reads of media that wait for their turn", state.waitingReads());
        counter(state, "dynpack.storage.retries", "Calls to storages that were made again", state.retries());
    }

    @Override
    public void released(EngineState state) {
        takeBack(state);
    }

    private void gauge(Object giver, String name, String description, LongSupplier value, String... tags) {
        Set<LongSupplier> sum = sum(giver, value, name, tags);
        Gauge.builder(name, () -> total(sum)).description(description).tags(tags).strongReference(true).register(registry);
    }

    private void counter(Object giver, String name, String description, LongSupplier value, String... tags) {
        Set<LongSupplier> sum = sum(giver, value, name, tags);
        FunctionCounter.builder(name, sum, MicrometerObserver::total).description(description).tags(tags).register(registry);
    }

    private static double total(Set<LongSupplier> sum) {
        return sum.stream().mapToLong(LongSupplier::getAsLong).sum();
    }

    private Set<LongSupplier> sum(Object giver, LongSupplier value, String name, String... tags) {
        List<String> key = new ArrayList<>(List.of(name));
        key.addAll(List.of(tags));
        Set<LongSupplier> sum = SUMS.computeIfAbsent(registry, first -> new ConcurrentHashMap<>()).computeIfAbsent(key,
                first -> ConcurrentHashMap.newKeySet());
        sum.add(value);
        synchronized (given) {
            given.computeIfAbsent(giver, first -> new ArrayList<>()).add(() -> sum.remove(value));
        }
        return sum;
    }

    private void takeBack(Object giver) {
        synchronized (given) {
            List<Runnable> all = given.remove(giver);
            if (all != null) {
                all.forEach(Runnable::run);
            }
        }
    }
}
