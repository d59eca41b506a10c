package io.dynpack.camel.operation;

import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;

import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackException;
import io.dynpack.origin.Downloads;
import io.dynpack.origin.OriginOptions;
import io.dynpack.publishing.ListPathsResponse;
import io.dynpack.publishing.StreamingLocator;

/** {@code dynpack:listPaths}: a locator in, its {@link ListPathsResponse} out. */
final class ListPathsHandler implements OperationHandler {
    private final DynpackEngine engine;

    ListPathsHandler(DynpackEngine engine) {
        this.engine = engine;
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        return LocatorReference.of(exchange.getMessage()).require(engine).thenCompose(this::paths)
                .thenAccept(exchange.getMessage()::setBody);
    }

    private CompletableFuture<ListPathsResponse> paths(StreamingLocator locator) {
        return engine.catalog().asset(locator.assetName()).thenCombine(engine.catalog().policy(locator.streamingPolicyName()),
                (asset, policy) -> {
                    if (asset.isEmpty() || policy.isEmpty()) {
                        throw new DynpackException("locator " + locator.name() + " speaks of asset " + locator.assetName()
                                + " and policy " + locator.streamingPolicyName() + "; "
                                + (asset.isEmpty() ? "the asset" : "the policy") + " is not in the catalog");
                    }
                    return AssetFiles.list(engine.media(), asset.get().folder()).thenApply(names -> ListPathsResponse.of(
                            locator.streamingLocatorId(), policy.get(), OriginOptions.SUPPORTED, names.serverManifests(),
                            names.others().stream().filter(Downloads::isOffered).toList()));
                }).thenCompose(paths -> paths);
    }
}
