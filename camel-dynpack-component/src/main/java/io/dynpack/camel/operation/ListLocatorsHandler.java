package io.dynpack.camel.operation;

import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;
import org.slf4j.LoggerFactory;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackException;
import io.dynpack.publishing.CatalogPage;
import io.dynpack.publishing.StreamingLocator;
import io.dynpack.storage.OnceLog;

/** {@code dynpack:listLocators}: a page of locators as a list, and a header that tells where it goes on. */
final class ListLocatorsHandler implements OperationHandler {
    private static final OnceLog DAMAGED = new OnceLog(LoggerFactory.getLogger(ListLocatorsHandler.class));

    private final DynpackEngine engine;
    private final int pageSize;

    ListLocatorsHandler(DynpackEngine engine, DynpackConfiguration options) {
        this.engine = engine;
        this.pageSize = options.getPageSize();
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        String continuation = exchange.getMessage().getHeader(DynpackConstants.CONTINUATION, String.class);
        return page(continuation).thenAccept(page -> {
            page.damaged().forEach(problem -> DAMAGED.warn(problem.document(), problem.reason()));
            exchange.getMessage().setBody(page.items());
            if (page.continuation() == null) {
                exchange.getMessage().removeHeader(DynpackConstants.CONTINUATION);
            } else {
                exchange.getMessage().setHeader(DynpackConstants.CONTINUATION, page.continuation());
            }
        });
    }

    private CompletableFuture<CatalogPage<StreamingLocator>> page(String continuation) {
        try {
            return engine.catalog().list(pageSize, continuation);
        } catch (IllegalArgumentException e) {
            throw new DynpackException("the locators cannot be listed: " + e.getMessage(), e);
        }
    }
}
