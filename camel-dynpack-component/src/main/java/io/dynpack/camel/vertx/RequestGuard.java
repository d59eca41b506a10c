package io.dynpack.camel.vertx;

import org.jspecify.annotations.Nullable;

import io.vertx.core.http.HttpServerRequest;

/** Refuses requests before any route sees them. */
interface RequestGuard {
    /** Why a request is refused, for its sender; {@code null} where it is not. */
    @Nullable
    String refusal(HttpServerRequest request);
}
