package io.dynpack.ingest;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.dynpack.asset.CueCache;
import io.dynpack.asset.IndexCache;
import io.dynpack.asset.TrackAdditions;
import io.dynpack.presentation.Finding;
import io.dynpack.presentation.Presentation;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;

/** Ingests, describes and generates. Asynchronous; safe for use by many threads. */
public final class Ingest {
    /** Another node, or a person, writes at the same time: each round sees what the other wrote. */
    private static final int ROUNDS = 4;

    private final Examiner examiner;
    private final Writer writer;

    /**
     * @param fragmentDuration target, ticks of 10 MHz
     * @param limits           what the formats that are served leave out of a presentation: findings for the report, about files
     *                         by their full names
     */
    public Ingest(Storage storage, IndexCache indexes, CueCache cues, long fragmentDuration,
            Function<Presentation, List<Finding>> limits) {
        this.examiner = new Examiner(storage, indexes, cues, fragmentDuration, limits);
        this.writer = new Writer(storage);
    }

    /**
     * Checks a folder and writes what is missing: {@code .ism}, {@code .ismc}, an index for each media file. Where nothing
     * changed since the last time, no media is read and nothing is written. A folder with a server manifest that others wrote
     * keeps it and gets indexes only.
     *
     * @param folder empty, or a prefix that ends with {@code /}
     * @return fails with {@link IngestException} where nothing in the folder can be served, and with a storage exception where
     *         the storage did not answer, or refused a server manifest to a folder that has none
     */
    public CompletableFuture<AssetInfo> ingest(String assetName, String folder, Overwrite overwrite) {
        return ingest(assetName, folder, overwrite, IngestProgress.NONE);
    }

    /** As {@link #ingest(String, String, Overwrite)}, and tells how far it is. */
    public CompletableFuture<AssetInfo> ingest(String assetName, String folder, Overwrite overwrite, IngestProgress progress) {
        return ingest(assetName, folder, overwrite, progress, 1);
    }

    private CompletableFuture<AssetInfo> ingest(String assetName, String folder, Overwrite overwrite, IngestProgress progress,
            int round) {
        return examiner.examine(assetName, folder, overwrite, progress, TrackAdditions.NONE).thenCompose(examination -> {
            if (!examination.isUsable()) {
                // why, so that the media are not read again after a restart; where it cannot be written, memory has it
                return writer.refusals(examination)
                        .thenCompose(done -> CompletableFuture.failedFuture(examination.unusable(assetName)));
            }
            return recover(writer.write(examination, overwrite).thenApply(changed -> examination.info(assetName, changed)),
                    failure -> {
                        if (isLostRace(failure)) {
                            return round == ROUNDS
                                    ? CompletableFuture.failedFuture(failure)
                                    : ingest(assetName, folder, overwrite, progress, round + 1);
                        }
                        boolean served = !examination.content().serverManifests().isEmpty();
                        return served && failure instanceof StorageException && !(failure instanceof StorageException.Busy)
                                ? asItIs(assetName, folder, failure)
                                : CompletableFuture.failedFuture(failure);
                    });
        });
    }

    private static boolean isLostRace(Throwable failure) {
        return failure instanceof StorageException.PreconditionFailed || failure instanceof StorageException.NotFound;
    }

    /** What is served where nothing can be written and a server manifest is there already. */
    private CompletableFuture<AssetInfo> asItIs(String assetName, String folder, Throwable failure) {
        return examiner.examine(assetName, folder, Overwrite.NEVER, IngestProgress.NONE, TrackAdditions.NONE)
                .thenCompose(examination -> {
                    if (!examination.isUsable()) {
                        return CompletableFuture.failedFuture(examination.unusable(assetName));
                    }
                    examination.report().add(Finding.warning("", "manifests could not be written (" + failure.getMessage()
                            + "), so that those there are served as they are; allow writing to the folder"));
                    return CompletableFuture.completedFuture(examination.info(assetName, false));
                });
    }

    private interface Recovery<T> {
        CompletableFuture<T> from(Throwable failure);
    }

    private static <T> CompletableFuture<T> recover(CompletableFuture<T> future, Recovery<T> recovery) {
        return future.handle((value, failure) -> {
            return failure == null
                    ? CompletableFuture.completedFuture(value)
                    : recovery.from(BoundedTasks.cause(failure));
        }).thenCompose(next -> next);
    }

    /**
     * The report that {@link #ingest} would give with {@link Overwrite#OWN}, and nothing written. A folder that cannot be served
     * is described as well.
     *
     * @param added tracks that are served beside those of the server manifest, or otherwise than that says; left out where the
     *              asset cannot be served with them
     */
    public CompletableFuture<AssetInfo> describe(String assetName, String folder, TrackAdditions added) {
        return examiner.examine(assetName, folder, Overwrite.OWN, IngestProgress.NONE, added)
                .thenApply(examination -> examination.info(assetName, false));
    }

    /**
     * A report with the tracks that are served beside those of the server manifest, or otherwise than that says.
     *
     * @param info of this asset; stays as it is where nothing can be served
     */
    public CompletableFuture<AssetInfo> with(AssetInfo info, TrackAdditions added) {
        return added.version().isEmpty() || !info.usable() || info.serverManifests().isEmpty()
                ? CompletableFuture.completedFuture(info)
                : examiner.with(info, added);
    }

    /** The manifests that ingest would write into a folder without any, and nothing written. */
    public CompletableFuture<GeneratedManifests> generate(String assetName, String folder) {
        return examiner.generate(assetName, folder);
    }
}
