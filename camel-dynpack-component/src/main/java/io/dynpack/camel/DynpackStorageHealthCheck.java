package io.dynpack.camel;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;

/**
 * Readiness: whether this node can serve. It is not ready before the media storage has answered once, which it does by refusing a
 * listing too: whoever may only read can serve. Afterwards a storage in trouble makes no node unready, for all of them would leave
 * at once, with what they hold in memory and the answers that tell clients when to come back. A folder that is gone does: others
 * may still have theirs.
 *
 * <p>
 * The storage is asked in the background and at most once in ten seconds, however often the check is called; liveness does not
 * depend on it.
 */
public class DynpackStorageHealthCheck extends AbstractHealthCheck {
    private static final long INTERVAL_MILLIS = 10_000;

    private final Storage media;
    private final Clock clock;
    private CompletableFuture<Void> asking;
    private long askedAt;
    private String problem = "the media storage has not answered yet";

    DynpackStorageHealthCheck(Storage media, Clock clock) {
        super("camel", "dynpack-storage");
        this.media = media;
        this.clock = clock;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected synchronized void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        long now = clock.millis();
        if (asking == null || asking.isDone() && now - askedAt >= INTERVAL_MILLIS) {
            askedAt = now;
            asking = media.listChildren("", null, 1).handle((page, failure) -> {
                answered(failure);
                return null;
            });
        }
        if (problem == null) {
            builder.up();
        } else {
            builder.message(problem).down();
        }
    }

    private synchronized void answered(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause == null || cause instanceof StorageException.Refused) {
            problem = null;
        } else if (cause instanceof StorageException.Unmounted) {
            problem = "the media folder is not there";
        } else if (problem != null) {
            problem = "the media storage does not answer";
        }
    }
}
