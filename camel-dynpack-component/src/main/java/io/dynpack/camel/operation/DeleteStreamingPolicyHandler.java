package io.dynpack.camel.operation;

import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;

import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackException;

/** {@code dynpack:deleteStreamingPolicy}: a name in, out whether there was such a policy. Repeating is harmless. */
final class DeleteStreamingPolicyHandler implements OperationHandler {
    private final DynpackEngine engine;

    DeleteStreamingPolicyHandler(DynpackEngine engine) {
        this.engine = engine;
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        try {
            return engine.catalog().deletePolicy(PolicyReference.ofStreams(exchange.getMessage()))
                    .thenAccept(exchange.getMessage()::setBody);
        } catch (IllegalArgumentException e) {
            throw new DynpackException("the streaming policy cannot be deleted: " + e.getMessage(), e);
        }
    }
}
