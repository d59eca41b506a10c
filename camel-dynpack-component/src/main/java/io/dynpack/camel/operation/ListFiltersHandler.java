package io.dynpack.camel.operation;

import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackException;
import io.dynpack.publishing.Catalog;

/**
 * {@code dynpack:listFilters}: a page of the filters of an asset, or of the account, as a list, and a header that tells where it
 * goes on.
 */
final class ListFiltersHandler implements OperationHandler {
    private final DynpackEngine engine;
    private final int pageSize;

    ListFiltersHandler(DynpackEngine engine, DynpackConfiguration options) {
        this.engine = engine;
        this.pageSize = options.getPageSize();
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        Message message = exchange.getMessage();
        Catalog catalog = engine.catalog();
        String assetName;
        try {
            assetName = FilterReference.assetName(message);
        } catch (IllegalArgumentException e) {
            throw new DynpackException("the filters cannot be listed: " + e.getMessage(), e);
        }
        return assetName == null
                ? ListedPage.into(message, "filters", continuation -> catalog.listAccountFilters(pageSize, continuation),
                        filter -> filter)
                : ListedPage.into(message, "filters",
                        continuation -> catalog.listAssetFilters(assetName, pageSize, continuation), filter -> filter);
    }
}
