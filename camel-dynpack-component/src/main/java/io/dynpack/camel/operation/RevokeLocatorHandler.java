package io.dynpack.camel.operation;

import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;

import io.dynpack.camel.DynpackEngine;

/** {@code dynpack:revokeLocator}: an id or a name in, out whether there was such a locator. Repeating is harmless. */
final class RevokeLocatorHandler implements OperationHandler {
    private final DynpackEngine engine;

    RevokeLocatorHandler(DynpackEngine engine) {
        this.engine = engine;
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        LocatorReference locator = LocatorReference.of(exchange.getMessage());
        CompletableFuture<Boolean> revoked = locator.id() != null
                ? engine.catalog().revoke(locator.id())
                : engine.catalog().revoke(locator.requiredName());
        return revoked.thenAccept(exchange.getMessage()::setBody);
    }
}
