package io.dynpack.camel.operation;

import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.SynchronizationAdapter;

import io.dynpack.camel.AppliedDocuments;
import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackException;
import io.dynpack.ingest.AssetInfo;
import io.dynpack.publishing.CatalogNotFoundException;
import io.dynpack.publishing.LocatorRequest;

/**
 * {@code dynpack:applyDocuments}: an asset in, or nothing for the account; out {@link AppliedDocuments}, what became of the
 * documents that lie there. Repeating is harmless.
 */
final class ApplyDocumentsHandler implements OperationHandler {
    private final DynpackEngine engine;
    private final DynpackConfiguration options;
    private final KnownAsset assets;

    ApplyDocumentsHandler(DynpackEngine engine, DynpackConfiguration options) {
        this.engine = engine;
        this.options = options;
        this.assets = new KnownAsset(engine);
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        Message message = exchange.getMessage();
        return (namesAsset(message) ? asset(exchange) : engine.folderDocuments().account()).thenAccept(applied -> {
            message.setBody(applied);
            if (applied.changed()) {
                exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                    @Override
                    public void onFailure(Exchange failed) {
                        engine.folderDocuments().untold(applied);
                    }
                });
            }
        });
    }

    private static boolean namesAsset(Message message) {
        return message.getBody() != null || message.getHeader(DynpackConstants.ASSET) != null
                || message.getHeader(DynpackConstants.FOLDER) != null;
    }

    private CompletableFuture<AppliedDocuments> asset(Exchange exchange) {
        Message message = exchange.getMessage();
        if (message.getBody() instanceof AssetInfo info && !info.usable()) {
            throw new DynpackException("the asset cannot be published: nothing of asset " + info.assetName()
                    + " can be served");
        }
        AssetReference asset = AssetReference.of(exchange, options);
        String policy = message.getHeader(DynpackConstants.STREAMING_POLICY, options.getStreamingPolicy(), String.class);
        LocatorRequest otherwise;
        try {
            otherwise = LocatorRequest.of(asset.name(), policy);
        } catch (IllegalArgumentException e) {
            throw new DynpackException("the asset cannot be published: " + e.getMessage(), e);
        }
        message.setHeader(DynpackConstants.ASSET, asset.name());
        return assets.require(asset).thenCompose(done -> engine.catalog().asset(asset.name()))
                .thenApply(found -> found.orElseThrow(() -> new CatalogNotFoundException("asset", "name", asset.name())))
                .thenCompose(found -> engine.folderDocuments().asset(found.folder(), options.isSideCarText(), otherwise));
    }
}
