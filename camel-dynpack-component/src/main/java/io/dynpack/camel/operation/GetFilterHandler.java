package io.dynpack.camel.operation;

import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackException;
import io.dynpack.publishing.Catalog;

/**
 * {@code dynpack:getFilter}: a name in, the {@link io.dynpack.publishing.AssetFilter} or
 * {@link io.dynpack.publishing.AccountFilter} out, or no body.
 */
final class GetFilterHandler implements OperationHandler {
    private final DynpackEngine engine;

    GetFilterHandler(DynpackEngine engine) {
        this.engine = engine;
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        Message message = exchange.getMessage();
        Catalog catalog = engine.catalog();
        try {
            FilterReference filter = FilterReference.of(message);
            return filter.assetName() == null
                    ? catalog.accountFilter(filter.name()).thenAccept(found -> message.setBody(found.orElse(null)))
                    : catalog.assetFilter(filter.assetName(), filter.name())
                            .thenAccept(found -> message.setBody(found.orElse(null)));
        } catch (IllegalArgumentException e) {
            throw new DynpackException("there is no such filter: " + e.getMessage(), e);
        }
    }
}
