package io.dynpack.camel.operation;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.dynpack.asset.TrackAdditions;
import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackObserver;
import io.dynpack.ingest.AssetInfo;
import io.dynpack.ingest.IngestException;
import io.dynpack.ingest.Overwrite;
import io.dynpack.origin.AddedTracks;
import io.dynpack.presentation.Finding;
import io.dynpack.publishing.Asset;

/** {@code dynpack:ingest}: a folder in, its {@link io.dynpack.ingest.AssetInfo} out; the asset is in the catalog afterwards. */
final class IngestHandler implements OperationHandler {
    private static final Logger LOG = LoggerFactory.getLogger(IngestHandler.class);

    private final DynpackEngine engine;
    private final Overwrite overwrite;
    private final DynpackConfiguration options;
    /** Hash of the findings that were logged of a folder; as many as the node keeps assets of. */
    private final Cache<String, Integer> warned;

    IngestHandler(DynpackEngine engine, DynpackConfiguration options) {
        this.engine = engine;
        this.overwrite = Overwrite.valueOf(options.getOverwrite().toUpperCase(Locale.ROOT));
        this.options = options;
        this.warned = Caffeine.newBuilder().maximumSize(options.getMaxAssets()).executor(Runnable::run).build();
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        AssetReference asset = AssetReference.of(exchange, options);
        String folder = asset.requireFolder();
        long start = System.nanoTime();
        return engine.ingest().ingest(asset.name(), folder, overwrite, engine.arrivals().ingesting(asset.name()))
                .thenCompose(info -> engine.catalog().tracks().list(asset.name())
                        .thenCompose(tracks -> engine.ingest().with(info, AddedTracks.of(tracks))))
                .whenComplete((info, failure) -> note(asset.name(), info, failure, System.nanoTime() - start))
                .thenCompose(this::withLayouts)
                .thenCompose(info -> register(engine, asset.name(), folder).thenAccept(done -> {
                    exchange.getMessage().setBody(info);
                    exchange.getMessage().setHeader(DynpackConstants.ASSET, asset.name());
                }));
    }

    /** What was found is kept even where it cannot be stored: then each node looks by itself when it encrypts. */
    private CompletableFuture<AssetInfo> withLayouts(AssetInfo info) {
        if (!options.isSampleLayouts()) {
            return CompletableFuture.completedFuture(info);
        }
        if (info.changed()) {
            // what was looked at a moment before may be of files that have been replaced
            engine.assets().invalidate(info.folder());
        }
        CompletableFuture<Void> stored = CompletableFuture.completedFuture(null);
        for (String manifest : info.serverManifests()) {
            stored = stored.thenCompose(done -> engine.assets().get(info.folder(), manifest, TrackAdditions.NONE))
                    .thenCompose(asset -> engine.layouts().store(asset.presentation())).handle((files, failure) -> {
                        if (failure != null) {
                            LOG.warn("{}: {}: where pictures lie in its samples could not be stored: {}", info.assetName(),
                                    manifest, cause(failure).getMessage());
                        }
                        return null;
                    });
        }
        return stored.thenApply(done -> info);
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private void note(String name, AssetInfo info, Throwable failure, long nanos) {
        Throwable cause = failure == null ? null : cause(failure);
        if (cause == null) {
            engine.arrivals().ingested(info);
            warn(info);
            observe(DynpackObserver.Ingested.USABLE, nanos, info);
        } else if (cause instanceof IngestException refusal) {
            engine.arrivals().refused(name, refusal.getMessage(), refusal.asset());
            observe(DynpackObserver.Ingested.REFUSED, nanos, refusal.asset());
        } else {
            engine.arrivals().failed(name, cause);
            observe(DynpackObserver.Ingested.FAILED, nanos, null);
        }
    }

    private void observe(DynpackObserver.Ingested outcome, long nanos, @Nullable AssetInfo info) {
        engine.observer().ingested(outcome, nanos,
                info == null ? List.of() : info.findings().stream().map(Finding::severity).toList());
    }

    /**
     * The report is on the message too; a route that drops it must not hide that something was left out. Said once for each
     * report by each node, also where nothing was written: a node that starts says what it serves less of.
     */
    private void warn(AssetInfo info) {
        List<Finding> findings = info.findings().stream().filter(finding -> finding.severity() != Finding.Severity.INFO)
                .toList();
        Integer before = warned.getIfPresent(info.folder());
        if (findings.isEmpty() && before == null || before != null && before == findings.hashCode()) {
            return;
        }
        warned.put(info.folder(), findings.hashCode());
        findings.forEach(
                finding -> LOG.warn("{}: {}{}", info.assetName(), finding.file().isEmpty() ? "" : finding.file() + ": ",
                        finding.message()));
    }

    /** Puts the asset into the catalog unless it is there already, lying in this folder. */
    static CompletableFuture<Void> register(DynpackEngine engine, String name, String folder) {
        return engine.catalog().asset(name).thenCompose(known -> {
            if (known.isPresent() && known.get().folder().equals(folder)) {
                return CompletableFuture.completedFuture(null);
            }
            String container = folder.isEmpty() ? null : folder.substring(0, folder.length() - 1);
            return engine.catalog().putAsset(Asset.at(name, container, null));
        });
    }
}
