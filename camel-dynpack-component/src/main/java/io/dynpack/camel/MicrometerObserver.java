package io.dynpack.camel;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.jspecify.annotations.Nullable;

import io.dynpack.origin.ResponseKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Counts answers: {@code dynpack.requests} (a timer) and {@code dynpack.bytes}, by kind, status and cache result, and
 * {@code dynpack.requests.inflight}. No tag names an asset or a locator.
 */
public class MicrometerObserver implements DynpackObserver, CamelContextAware {
    /**
     * Counts of the origins that run. Each has an observer of its own, but a registry keeps the first gauge of a name: it is asked for
     * the sum.
     */
    private static final Map<MeterRegistry, Set<IntSupplier>> IN_FLIGHT = Collections.synchronizedMap(new WeakHashMap<>());

    private @Nullable CamelContext camelContext;
    private @Nullable MeterRegistry registry;
    private final Map<Tags, Meters> meters = new ConcurrentHashMap<>();

    private record Tags(ResponseKind kind, int status, boolean cached, boolean complete) {}

    private record Meters(Timer requests, Counter bytes) {}

    @Override
    public @Nullable CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
        this.registry = camelContext.getRegistry().findByType(MeterRegistry.class).iterator().next();
    }

    @Override
    public void answered(ResponseKind kind, int status, boolean cached, long bytes, long nanos, boolean complete) {
        Meters found = meters.computeIfAbsent(new Tags(kind, status, cached, complete), this::register);
        found.requests.record(nanos, TimeUnit.NANOSECONDS);
        found.bytes.increment(bytes);
    }

    private Meters register(Tags tags) {
        String[] names = {"kind", tags.kind.name(), "status", Integer.toString(tags.status), "cache",
                tags.cached ? "HIT" : "MISS", "complete", Boolean.toString(tags.complete)};
        return new Meters(Timer.builder("dynpack.requests").description("Answers of the origin").tags(names).register(registry),
                Counter.builder("dynpack.bytes").baseUnit("bytes").description("Bytes of bodies that left").tags(names)
                        .register(registry));
    }

    @Override
    public void inFlight(IntSupplier count) {
        Set<IntSupplier> counts = counts();
        counts.add(count);
        Gauge.builder("dynpack.requests.inflight", () -> counts.stream().mapToInt(IntSupplier::getAsInt).sum())
                .description("Requests under way").strongReference(true).register(registry);
    }

    @Override
    public void stopped(IntSupplier count) {
        counts().remove(count);
    }

    private Set<IntSupplier> counts() {
        return IN_FLIGHT.computeIfAbsent(registry, first -> ConcurrentHashMap.newKeySet());
    }
}
