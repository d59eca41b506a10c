package io.dynpack.camel.operation;

import java.util.Locale;
import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.ingest.AssetInfo;
import io.dynpack.ingest.Overwrite;
import io.dynpack.presentation.Finding;
import io.dynpack.publishing.Asset;

/** {@code dynpack:ingest}: a folder in, its {@link io.dynpack.ingest.AssetInfo} out; the asset is in the catalog afterwards. */
final class IngestHandler implements OperationHandler {
    private static final Logger LOG = LoggerFactory.getLogger(IngestHandler.class);

    private final DynpackEngine engine;
    private final Overwrite overwrite;
    private final DynpackConfiguration options;

    IngestHandler(DynpackEngine engine, DynpackConfiguration options) {
        this.engine = engine;
        this.overwrite = Overwrite.valueOf(options.getOverwrite().toUpperCase(Locale.ROOT));
        this.options = options;
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        AssetReference asset = AssetReference.of(exchange, options);
        String folder = asset.folderOrName();
        return engine.ingest().ingest(asset.name(), folder, overwrite)
                .thenCompose(info -> register(engine, asset.name(), folder).thenAccept(done -> {
                    if (info.changed()) {
                        warn(info);
                    }
                    exchange.getMessage().setBody(info);
                    exchange.getMessage().setHeader(DynpackConstants.ASSET, asset.name());
                }));
    }

    /** The report is on the message too; a route that drops it must not hide that something was left out. */
    private static void warn(AssetInfo info) {
        info.findings().stream().filter(finding -> finding.severity() != Finding.Severity.INFO)
                .forEach(finding -> LOG.warn("{}: {}: {}", info.assetName(), finding.file(), finding.message()));
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
