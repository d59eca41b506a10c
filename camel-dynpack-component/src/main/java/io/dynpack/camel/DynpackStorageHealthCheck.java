package io.dynpack.camel;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

import io.dynpack.storage.Storage;

/**
 * Readiness: whether the media storage answers. The storage is asked in the background and at most once in ten seconds, however
 * often the check is called; liveness does not depend on it.
 */
public class DynpackStorageHealthCheck extends AbstractHealthCheck {
    private static final long INTERVAL_MILLIS = 10_000;
    private static final long PATIENCE_MILLIS = 30_000;

    private final Storage media;
    private final Clock clock;
    private CompletableFuture<Boolean> asking;
    private long askedAt;
    private Boolean known;

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
        if (asking != null && asking.isDone()) {
            known = asking.join();
            asking = null;
        }
        if (asking == null && (known == null || now - askedAt >= INTERVAL_MILLIS)) {
            askedAt = now;
            asking = media.listChildren("", null, 1).handle((page, failure) -> failure == null);
            if (asking.isDone()) {
                known = asking.join();
                asking = null;
            }
        }
        boolean silent = asking != null && now - askedAt >= PATIENCE_MILLIS;
        if (Boolean.FALSE.equals(known) || silent) {
            builder.message("the media storage does not answer").down();
        } else if (known == null) {
            builder.message("the media storage has not answered yet").down();
        } else {
            builder.up();
        }
    }
}
