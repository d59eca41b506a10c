package io.dynpack.camel;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;

/**
 * Readiness of one component: whether this node can serve. It is not ready before the storages of the media and of the catalog have
 * answered once each, which they do by refusing a listing too: whoever may only read can serve; nor before it is warm.
 * Afterwards a storage in trouble makes no node unready, for all of them would leave at once, with what they hold in memory and
 * the answers that tell clients when to come back. A folder that is gone does: others may still have theirs.
 *
 * <p>
 * Each storage is asked by itself, from the start of the component and then at most once in ten seconds, however often the check is
 * called; liveness does not depend on it.
 */
public class DynpackStorageHealthCheck extends AbstractHealthCheck implements AutoCloseable {
    private static final long INTERVAL_MILLIS = 10_000;

    private final Asked media;
    private final Asked catalog;
    private final Clock clock;
    private final BooleanSupplier warm;
    private @Nullable ScheduledExecutorService timer;

    /**
     * @param component its name in the application; {@code dynpack} unless there are several
     * @param warm      whether the node has answered for its own sample for as long as it should
     */
    DynpackStorageHealthCheck(String component, Storage media, Storage catalog, Clock clock, BooleanSupplier warm) {
        super("camel", component + "-storage");
        this.media = new Asked("media", media);
        this.catalog = new Asked("catalog", catalog);
        this.clock = clock;
        this.warm = warm;
    }

    /** Begins to ask by itself. */
    synchronized void start() {
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, getId());
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::ask, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void close() {
        if (timer != null) {
            timer.shutdownNow();
        }
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    private void ask() {
        media.ask();
        catalog.ask();
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        ask();
        String problem = media.problem() == null ? catalog.problem() : media.problem();
        builder.detail("media", media.state());
        builder.detail("catalog", catalog.state());
        if (problem == null && !warm.getAsBoolean()) {
            builder.message("this node is warming up").down();
        } else if (problem == null) {
            builder.up();
        } else {
            builder.message(problem).down();
        }
    }

    /** One storage and what it answered. */
    private final class Asked {
        private final String name;
        private final Storage storage;
        private @Nullable CompletableFuture<Void> asking;
        private long askedAt;
        private @Nullable String problem;

        Asked(String name, Storage storage) {
            this.name = name;
            this.storage = storage;
            this.problem = "the " + name + " storage has not answered yet";
        }

        synchronized void ask() {
            long now = clock.millis();
            if (asking == null || asking.isDone() && now - askedAt >= INTERVAL_MILLIS) {
                askedAt = now;
                asking = listing().handle((page, failure) -> {
                    answered(failure);
                    return null;
                });
            }
        }

        private CompletableFuture<?> listing() {
            try {
                return storage.listChildren("", null, 1);
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        /** {@code null} where there is none. */
        synchronized @Nullable String problem() {
            return problem;
        }

        synchronized String state() {
            return problem == null ? "up" : problem;
        }

        private synchronized void answered(Throwable failure) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause == null || cause instanceof StorageException.Refused) {
                problem = null;
            } else if (cause instanceof StorageException.Unmounted) {
                problem = "the " + name + " folder is not there";
            } else if (problem != null) {
                problem = "the " + name + " storage does not answer";
            }
        }
    }
}
