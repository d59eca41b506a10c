package io.dynpack.camel.operation;

import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackEngine;

/** {@code dynpack:generateManifests}: a folder in, {@link io.dynpack.ingest.GeneratedManifests} out, nothing written. */
final class GenerateManifestsHandler implements OperationHandler {
    private final DynpackEngine engine;
    private final DynpackConfiguration options;

    GenerateManifestsHandler(DynpackEngine engine, DynpackConfiguration options) {
        this.engine = engine;
        this.options = options;
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        AssetReference asset = AssetReference.of(exchange, options);
        return engine.ingest().generate(asset.name(), asset.requireFolder()).thenAccept(manifests -> {
            exchange.getMessage().setBody(manifests);
            exchange.getMessage().setHeader(DynpackConstants.ASSET, asset.name());
        });
    }
}
