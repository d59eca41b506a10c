package io.dynpack.camel.operation;

import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.origin.AddedTracks;

/** {@code dynpack:describe}: a folder in, its {@link io.dynpack.ingest.AssetInfo} out, nothing written. */
final class DescribeHandler implements OperationHandler {
    private final DynpackEngine engine;
    private final DynpackConfiguration options;

    DescribeHandler(DynpackEngine engine, DynpackConfiguration options) {
        this.engine = engine;
        this.options = options;
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        AssetReference asset = AssetReference.of(exchange, options);
        String folder = asset.requireFolder();
        return engine.catalog().tracks().list(asset.name())
                .thenCompose(stored -> options.isSideCarText()
                        ? engine.folderDocuments().withTexts(asset.name(), folder, stored)
                        : CompletableFuture.completedFuture(stored))
                .thenCompose(tracks -> engine.ingest().describe(asset.name(), folder, AddedTracks.of(tracks)))
                .thenAccept(info -> {
                    exchange.getMessage().setBody(info);
                    exchange.getMessage().setHeader(DynpackConstants.ASSET, asset.name());
                });
    }
}
