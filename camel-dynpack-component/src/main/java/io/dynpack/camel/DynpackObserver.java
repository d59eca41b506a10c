package io.dynpack.camel;

import java.util.List;
import java.util.function.IntSupplier;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

import io.dynpack.presentation.Finding;
import io.dynpack.storage.StorageObserver;

/**
 * Sees what a component does: every answer of an origin after its last byte, every call of its storages, every ingest. A bean of
 * this type in the registry is used; else the one that counts with Micrometer, where Micrometer and a {@code MeterRegistry} are
 * there. Called on threads that serve: it must be quick.
 */
public interface DynpackObserver extends StorageObserver {

    /** Sees nothing. */
    DynpackObserver NOTHING = new DynpackObserver() {
    };

    /** What may refuse a request. */
    enum Limit {
        /** Of requests under way. */
        REQUESTS,
        /** Of requests of one client that are under way. */
        REQUESTS_OF_CLIENT;

        /** @param isShared whether the client has room; then it is all of them that do not leave any */
        public static Limit of(boolean isShared) {
            return isShared ? REQUESTS : REQUESTS_OF_CLIENT;
        }
    }

    /** An answer has ended. */
    default void answered(Answered answered) {}

    /**
     * A request for a content key was answered.
     *
     * @param code {@code MPE_...} where it is an error, else {@code null}
     */
    default void keyAnswered(int status, @Nullable String code, long nanos) {}

    /** A request met a limit. */
    default void refused(Limit limit) {}

    /**
     * A folder was looked at by ingest.
     *
     * @param outcome  what became of it
     * @param findings of what severity, one entry each
     */
    default void ingested(Ingested outcome, long nanos, List<Finding.Severity> findings) {}

    /** What becomes of a folder. */
    enum Ingested {
        /** It can be served. */
        USABLE,
        /** It cannot. */
        REFUSED,
        /** That could not be found out. */
        FAILED
    }

    @Override
    default void called(Call call, Outcome outcome, long nanos, long bytes) {}

    /** Tells where to ask for what an engine holds; once, when it starts. */
    default void holds(EngineState state) {}

    /** Takes back what {@link #holds} told. */
    default void released(EngineState state) {}

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
            return NOTHING;
        }
        Class<DynpackObserver> type = context.getClassResolver().resolveClass("io.dynpack.camel.MicrometerObserver",
                DynpackObserver.class);
        if (type == null) {
            return NOTHING;
        }
        DynpackObserver observer = context.getInjector().newInstance(type, false);
        CamelContextAware.trySetCamelContext(observer, context);
        return observer;
    }
}
