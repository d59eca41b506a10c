package io.dynpack.camel.operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.apache.camel.Exchange;
import org.slf4j.LoggerFactory;

import io.dynpack.asset.AssetException;
import io.dynpack.asset.LoadedAsset;
import io.dynpack.asset.TrackAdditions;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackException;
import io.dynpack.origin.AddedTracks;
import io.dynpack.origin.Downloads;
import io.dynpack.origin.OriginOptions;
import io.dynpack.presentation.Presentation;
import io.dynpack.publishing.ListPathsResponse;
import io.dynpack.publishing.ListPathsResponse.NotServed;
import io.dynpack.publishing.StreamingLocator;
import io.dynpack.publishing.StreamingPolicy;
import io.dynpack.storage.OnceLog;
import io.dynpack.url.Format;

/** {@code dynpack:listPaths}: a locator in, its {@link ListPathsResponse} out. */
final class ListPathsHandler implements OperationHandler {
    private static final OnceLog NOT_SERVED = new OnceLog(LoggerFactory.getLogger(ListPathsHandler.class));

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
                    String folder = asset.get().folder();
                    return engine.locators().tracks(locator.assetName())
                            .thenCompose(tracks -> AssetFiles.list(engine.media(), folder).thenCombine(
                                    engine.downloadLocks().listed(locator, folder),
                                    (names, left) -> served(locator, policy.get(), folder, AddedTracks.of(tracks),
                                            new AssetFiles.Names(names.serverManifests(),
                                                    names.others().stream().filter(left).toList()))))
                            .thenCompose(paths -> paths);
                }).thenCompose(paths -> paths);
    }

    /** Paths of what a look at each server manifest says can be served. */
    private CompletableFuture<ListPathsResponse> served(StreamingLocator locator, StreamingPolicy policy, String folder,
            TrackAdditions tracks, AssetFiles.Names names) {
        List<CompletableFuture<List<NotServed>>> looks = names.serverManifests().stream().sorted()
                .map(ism -> look(folder, ism, tracks)).toList();
        return CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new)).thenApply(all -> {
            List<NotServed> notServed = new ArrayList<>(
                    looks.stream().map(CompletableFuture::join).flatMap(List::stream).toList());
            notServed.forEach(manifest -> NOT_SERVED.warn(folder + manifest.name(), manifest.reason()));
            List<String> unservable = notServed.stream().filter(each -> each.formats().isEmpty()).map(NotServed::name).toList();
            List<String> served = names.serverManifests().stream().filter(ism -> !unservable.contains(ism)).toList();
            return ListPathsResponse.of(locator.streamingLocatorId(), policy, OriginOptions::isPossible, served,
                    names.others().stream().filter(Downloads::isOffered).toList(), notServed);
        });
    }

    /**
     * Why a server manifest cannot be served, or not in which formats; a storage that does not answer is no reason but a
     * failure.
     */
    private CompletableFuture<List<NotServed>> look(String folder, String ism, TrackAdditions tracks) {
        CompletableFuture<LoadedAsset> asset;
        try {
            asset = engine.assets().get(folder, ism, tracks);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(List.of(new NotServed(ism, String.valueOf(e.getMessage()))));
        }
        return asset.handle((loaded, failure) -> {
            Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                    ? failure.getCause()
                    : failure;
            if (cause == null) {
                return missing(ism, loaded.presentation());
            }
            if (cause instanceof AssetException || cause instanceof IllegalArgumentException) {
                return List.of(new NotServed(ism, String.valueOf(cause.getMessage())));
            }
            throw new CompletionException(cause);
        });
    }

    /** The formats that carry nothing of a presentation, those of one reason together. */
    private List<NotServed> missing(String ism, Presentation presentation) {
        Map<String, List<String>> formats = new LinkedHashMap<>();
        for (Format format : OriginOptions.SUPPORTED) {
            engine.packagings().refusal(format, presentation)
                    .ifPresent(reason -> formats.computeIfAbsent(reason, key -> new ArrayList<>()).add(format.word()));
        }
        return formats.entrySet().stream().map(each -> new NotServed(ism, each.getValue(), each.getKey())).toList();
    }
}
