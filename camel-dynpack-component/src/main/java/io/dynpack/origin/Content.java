package io.dynpack.origin;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.dynpack.segment.SegmentBody;

/**
 * What a URL stands for, before the rules of HTTP are applied to it.
 *
 * @param body     complete
 * @param type     {@code Content-Type}
 * @param tag      entity tag
 * @param gzip     the body gzip-encoded, or {@code null} where it is not offered so
 * @param maxAge   how long caches may keep it
 * @param next     relative URL of the following fragment, or {@code null}
 * @param following makes the body of that fragment, or {@code null}
 * @param cached   whether it came out of a cache
 * @param personal for this client alone, so that no cache may keep it
 */
record Content(
        ResponseKind kind,
        SegmentBody body,
        String type,
        String tag,
        @Nullable SegmentBody gzip,
        Duration maxAge,
        @Nullable String next,
        @Nullable Supplier<CompletableFuture<SegmentBody>> following,
        boolean cached,
        boolean personal) {}
