package io.dynpack.camel.operation;

import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackException;
import io.dynpack.publishing.ContentKeyPolicy;

/**
 * {@code dynpack:getContentKeyPolicy}: a name in, the {@link ContentKeyPolicy} out, or no body. Its secrets are empty texts
 * unless the endpoint asks for them.
 */
final class GetContentKeyPolicyHandler implements OperationHandler {
    private final DynpackEngine engine;
    private final boolean withSecrets;

    GetContentKeyPolicyHandler(DynpackEngine engine, DynpackConfiguration options) {
        this.engine = engine;
        this.withSecrets = options.isWithSecrets();
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        try {
            String name = PolicyReference.ofKeys(exchange.getMessage());
            return (withSecrets
                    ? engine.catalog().contentKeyPolicyWithSecrets(name)
                    : engine.catalog().contentKeyPolicy(name).thenApply(found -> found.map(ContentKeyPolicy::withoutSecrets)))
                    .thenAccept(found -> exchange.getMessage().setBody(found.orElse(null)));
        } catch (IllegalArgumentException e) {
            throw new DynpackException("there is no such content key policy: " + e.getMessage(), e);
        }
    }
}
