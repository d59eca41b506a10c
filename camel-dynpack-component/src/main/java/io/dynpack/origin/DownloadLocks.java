package io.dynpack.origin;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

import io.dynpack.asset.AssetCache;
import io.dynpack.publishing.LocatorLookup;
import io.dynpack.publishing.StreamingLocator;

/** What the filters of a locator leave of the files of its asset: a whole file is more than what a filter leaves of it. */
public final class DownloadLocks {
    /** Server manifests of a folder that are looked at to see what a file of it holds. */
    private static final int MOST_OF_FOLDER = 64;

    private final LocatorLookup locators;
    private final AssetCache assets;

    public DownloadLocks(LocatorLookup locators, AssetCache assets) {
        this.locators = locators;
        this.assets = assets;
    }

    /**
     * Which files may be had as they are.
     *
     * @param folder of the asset
     * @return for names in the folder; fails with {@link OriginException} where a filter of the locator is not there
     */
    CompletableFuture<Predicate<String>> left(StreamingLocator locator, String folder) {
        if (locator.filters().isEmpty()) {
            return CompletableFuture.completedFuture(file -> true);
        }
        return ActiveFilters.find(locators, locator.assetName(), locator.filters(), List.of()).thenCompose(filters -> {
            if (filters.locksTime() || !filters.locksTracks()) {
                boolean all = !filters.locksTime();
                return CompletableFuture.completedFuture(file -> all);
            }
            return locators.tracks(locator.assetName())
                    .thenCompose(tracks -> assets.all(folder, MOST_OF_FOLDER, AddedTracks.of(tracks)))
                    .thenApply(all -> file -> Downloads.isPicture(file)
                            || filters.leaves(folder + file, all.orElse(List.of())));
        });
    }

    /** As {@link #left}, to be listed: none where a filter of the locator is not there, since no URL of it answers then. */
    public CompletableFuture<Predicate<String>> listed(StreamingLocator locator, String folder) {
        return left(locator, folder).exceptionally(failure -> {
            Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                    ? failure.getCause()
                    : failure;
            if (cause instanceof OriginException) {
                return file -> false;
            }
            throw new CompletionException(cause);
        });
    }
}
