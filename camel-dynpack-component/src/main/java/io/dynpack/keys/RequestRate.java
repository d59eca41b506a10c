package io.dynpack.keys;

import java.time.Clock;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * How often a client may ask for one key: so many requests at once, and as many again in each minute. Whoever is beyond that
 * waits a moment. Safe for use by many threads.
 */
final class RequestRate {
    /** Beyond them the least used are forgotten, which lets their clients ask anew. */
    private static final int MAX_CLIENTS = 100_000;
    private static final double MILLIS = 60_000;

    private final int perMinute;
    private final Clock clock;
    private final Cache<Asked, Left> clients = Caffeine.newBuilder().maximumSize(MAX_CLIENTS).executor(Runnable::run).build();

    private record Asked(String client, UUID key) {}

    private record Left(double requests, long at) {}

    /** @param perMinute 0 for no limit */
    RequestRate(int perMinute, Clock clock) {
        this.perMinute = perMinute;
        this.clock = clock;
    }

    /** @param client {@code null} is never refused */
    boolean admit(@Nullable String client, UUID key) {
        if (client == null || perMinute == 0) {
            return true;
        }
        long now = clock.millis();
        boolean[] admitted = new boolean[1];
        clients.asMap().compute(new Asked(client, key), (asked, left) -> {
            double had = left == null
                    ? perMinute
                    : Math.min(perMinute, left.requests + Math.max(0, now - left.at) * perMinute / MILLIS);
            admitted[0] = had >= 1;
            return new Left(admitted[0] ? had - 1 : had, now);
        });
        return admitted[0];
    }
}
