package io.dynpack.camel.operation;

import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

import io.dynpack.camel.Arrivals;
import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackEngine;

/**
 * {@code dynpack:listArrivals}: what this node knows of the folders of its media storage as {@link Arrivals.Page}; with the
 * continuation of the page before, only what changed since.
 */
final class ListArrivalsHandler implements OperationHandler {
    private final DynpackEngine engine;

    ListArrivalsHandler(DynpackEngine engine) {
        this.engine = engine;
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        Message message = exchange.getMessage();
        Arrivals.Page page = engine.arrivals().since(message.getHeader(DynpackConstants.CONTINUATION, String.class));
        message.setBody(page);
        message.setHeader(DynpackConstants.CONTINUATION, page.continuation());
        return CompletableFuture.completedFuture(null);
    }
}
