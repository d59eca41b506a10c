package io.dynpack.camel.operation;

import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.publishing.ContentKeyPolicy;

/**
 * {@code dynpack:listContentKeyPolicies}: a page of policies without secrets as a list, and a header that tells where it goes on.
 */
final class ListContentKeyPoliciesHandler implements OperationHandler {
    private final DynpackEngine engine;
    private final int pageSize;

    ListContentKeyPoliciesHandler(DynpackEngine engine, DynpackConfiguration options) {
        this.engine = engine;
        this.pageSize = options.getPageSize();
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        return ListedPage.into(exchange.getMessage(), "content key policies",
                continuation -> engine.catalog().listContentKeyPolicies(pageSize, continuation),
                ContentKeyPolicy::withoutSecrets);
    }
}
