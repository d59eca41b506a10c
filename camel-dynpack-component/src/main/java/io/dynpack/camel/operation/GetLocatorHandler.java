package io.dynpack.camel.operation;

import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;

import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.publishing.StreamingLocator;

/** {@code dynpack:getLocator}: an id or a name in, the {@link io.dynpack.publishing.StreamingLocator} out, or no body. */
final class GetLocatorHandler implements OperationHandler {
    private final DynpackEngine engine;

    GetLocatorHandler(DynpackEngine engine) {
        this.engine = engine;
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        return LocatorReference.of(exchange.getMessage()).find(engine).thenAccept(found -> {
            exchange.getMessage().setBody(found.map(StreamingLocator::withoutKeyValues).orElse(null));
            found.ifPresent(locator -> exchange.getMessage().setHeader(DynpackConstants.LOCATOR_ID,
                    locator.streamingLocatorId().toString()));
        });
    }
}
