package io.dynpack.camel.operation;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.dynpack.camel.DynpackEngine;
import io.dynpack.ingest.MediaNames;
import io.dynpack.publishing.CatalogNotFoundException;
import io.dynpack.storage.StorageException;

/** An asset that is in the catalog, or whose folder holds something that can be served and is put there. */
final class KnownAsset {
    private final DynpackEngine engine;

    KnownAsset(DynpackEngine engine) {
        this.engine = engine;
    }

    /**
     * @return fails with {@link CatalogNotFoundException} where the asset is not in the catalog and its folder has nothing to serve
     *         or does not exist; says which
     */
    CompletableFuture<Void> require(AssetReference asset) {
        return engine.catalog().asset(asset.name()).thenCompose(found -> {
            if (found.isPresent() && (asset.folder() == null || asset.folder().equals(found.get().folder()))) {
                return CompletableFuture.completedFuture(null);
            }
            String folder = asset.folderOrName();
            return problem(folder).thenCompose(problem -> problem.isEmpty()
                    ? IngestHandler.register(engine, asset.name(), folder)
                    : CompletableFuture.failedFuture(CatalogNotFoundException.ofAsset(asset.name(), problem.get())));
        });
    }

    /** Why nothing in a folder can be served; empty where something may be. */
    private CompletableFuture<Optional<String>> problem(String folder) {
        CompletableFuture<AssetFiles.Names> files;
        try {
            files = AssetFiles.list(engine.media(), folder);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(Optional.of("its name is none that a folder can have"));
        }
        String place = folder.isEmpty() ? "the media storage" : "the folder " + folder;
        return files.handle((names, failure) -> {
            Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                    ? failure.getCause()
                    : failure;
            if (cause instanceof StorageException.NotFound) {
                return Optional.of(place + " does not exist");
            }
            if (cause != null) {
                throw new CompletionException(cause);
            }
            if (names.isEmpty()) {
                return Optional.of(place + " does not exist, or is empty");
            }
            return names.serverManifests().isEmpty() && names.others().stream().noneMatch(MediaNames::isMp4)
                    ? Optional.of(place + " has no MP4 file and no server manifest")
                    : Optional.empty();
        });
    }
}
