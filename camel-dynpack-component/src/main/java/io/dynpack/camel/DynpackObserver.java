package io.dynpack.camel;

import java.util.function.IntSupplier;

import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;

import io.dynpack.origin.ResponseKind;

/**
 * Sees every answer of an origin after its last byte. A bean of this type in the registry is used; else the one that counts with
 * Micrometer, where Micrometer and a {@code MeterRegistry} are there. Called on threads that serve: it must be quick.
 */
public interface DynpackObserver {

    /** Sees nothing. */
    DynpackObserver NONE = new DynpackObserver() {
    };

    /**
     * @param cached   whether the body came out of a cache of this node
     * @param bytes    of the body that left
     * @param nanos    from the arrival of the request to the end of the answer
     * @param complete whether the whole body left
     */
    default void answered(ResponseKind kind, int status, boolean cached, long bytes, long nanos, boolean complete) {}

    /** Tells where to ask for the number of requests that an origin has under way; once for each origin, when it starts. */
    default void inFlight(IntSupplier count) {}

    /** Takes back what {@link #inFlight} told: that origin has stopped. */
    default void stopped(IntSupplier count) {}

    /** The observer of a context. */
    static DynpackObserver find(CamelContext context) {
        DynpackObserver bean = CamelContextHelper.findSingleByType(context, DynpackObserver.class);
        if (bean != null) {
            return bean;
        }
        // named by text, so that this package loads without Micrometer
        Class<?> registry = context.getClassResolver().resolveClass("io.micrometer.core.instrument.MeterRegistry");
        if (registry == null || context.getRegistry().findByType(registry).isEmpty()) {
            return NONE;
        }
        Class<DynpackObserver> type = context.getClassResolver().resolveClass("io.dynpack.camel.MicrometerObserver",
                DynpackObserver.class);
        if (type == null) {
            return NONE;
        }
        DynpackObserver observer = context.getInjector().newInstance(type, false);
        org.apache.camel.CamelContextAware.trySetCamelContext(observer, context);
        return observer;
    }
}
