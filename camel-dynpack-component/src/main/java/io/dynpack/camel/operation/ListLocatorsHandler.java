package io.dynpack.camel.operation;

import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.publishing.StreamingLocator;

/** {@code dynpack:listLocators}: a page of locators as a list, and a header that tells where it goes on. */
final class ListLocatorsHandler implements OperationHandler {
    private final DynpackEngine engine;
    private final int pageSize;

    ListLocatorsHandler(DynpackEngine engine, DynpackConfiguration options) {
        this.engine = engine;
        this.pageSize = options.getPageSize();
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        return ListedPage.into(exchange.getMessage(), "locators", continuation -> engine.catalog().list(pageSize, continuation),
                StreamingLocator::withoutKeyValues);
    }
}
