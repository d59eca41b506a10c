package io.dynpack.camel.operation;

import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;

import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackException;

/** {@code dynpack:getStreamingPolicy}: a name in, the {@link io.dynpack.publishing.StreamingPolicy} out, or no body. */
final class GetStreamingPolicyHandler implements OperationHandler {
    private final DynpackEngine engine;

    GetStreamingPolicyHandler(DynpackEngine engine) {
        this.engine = engine;
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        try {
            return engine.catalog().policy(PolicyReference.ofStreams(exchange.getMessage()))
                    .thenAccept(found -> exchange.getMessage().setBody(found.orElse(null)));
        } catch (IllegalArgumentException e) {
            throw new DynpackException("there is no such streaming policy: " + e.getMessage(), e);
        }
    }
}
