package io.dynpack.camel.operation;

import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackEngine;

/** {@code dynpack:listStreamingPolicies}: a page of stored policies as a list, and a header that tells where it goes on. */
final class ListStreamingPoliciesHandler implements OperationHandler {
    private final DynpackEngine engine;
    private final int pageSize;

    ListStreamingPoliciesHandler(DynpackEngine engine, DynpackConfiguration options) {
        this.engine = engine;
        this.pageSize = options.getPageSize();
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        return ListedPage.into(exchange.getMessage(), "streaming policies",
                continuation -> engine.catalog().listPolicies(pageSize, continuation), policy -> policy);
    }
}
