package io.dynpack.camel.operation;

import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;

import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackException;
import io.dynpack.publishing.Catalog;

/** {@code dynpack:deleteFilter}: a name in, out whether there was such a filter. Repeating is harmless. */
final class DeleteFilterHandler implements OperationHandler {
    private final DynpackEngine engine;

    DeleteFilterHandler(DynpackEngine engine) {
        this.engine = engine;
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        Catalog catalog = engine.catalog();
        try {
            FilterReference filter = FilterReference.of(exchange.getMessage());
            CompletableFuture<Boolean> deleted = filter.assetName() == null
                    ? catalog.deleteAccountFilter(filter.name())
                    : catalog.deleteAssetFilter(filter.assetName(), filter.name());
            return deleted.thenAccept(exchange.getMessage()::setBody);
        } catch (IllegalArgumentException e) {
            throw new DynpackException("the filter cannot be deleted: " + e.getMessage(), e);
        }
    }
}
