package io.dynpack.asset;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.dynpack.storage.MemoryBudget;
import io.dynpack.storage.ObjectNames;
import io.dynpack.storage.OnceLog;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.WholeObject;

/**
 * Reads objects that ingest stores beside media. They are input like the media: bounded, and passed over where they are
 * damaged.
 */
final class BesideMedia {
    /** More than this is of no media. */
    private static final int MAX_STORED = 64 * 1024 * 1024;
    /** Read without a look at its length first, at most: more than the index of two hours has. */
    private static final int UNSEEN = 1 << 20;

    private final OnceLog passedOver;
    private final Storage storage;
    private final MemoryBudget budget;

    /** @param log of what is passed over, once for each object */
    BesideMedia(Storage storage, MemoryBudget budget, Logger log) {
        this.storage = storage;
        this.budget = budget;
        this.passedOver = new OnceLog(log);
    }

    /**
     * @param parse {@code null} for what cannot be used
     * @return fails with a storage exception, also where there is nothing
     * @throws IllegalArgumentException where the name is longer than names can be, as that of the media is
     */
    <T> CompletableFuture<@Nullable T> load(String name, Function<WholeObject, @Nullable T> parse) {
        ObjectNames.check(name);
        int unseen = (int) Math.min(UNSEEN, budget.mostSmall() / 2);
        CompletableFuture<@Nullable T> first = budget.<@Nullable T>under(2L * unseen,
                share -> storage.readWhole(name, unseen).thenApply(parse));
        return first.exceptionallyCompose(failure -> {
            if (!(IndexCache.unwrap(failure) instanceof StorageException.TooLarge large)) {
                return CompletableFuture.failedFuture(IndexCache.unwrap(failure));
            }
            int most = (int) Math.min(MAX_STORED, budget.largest() / 2);
            if (large.length() > most) {
                passedOver(name, "it has " + large.length() + " bytes, more than " + most);
                return CompletableFuture.completedFuture(null);
            }
            return budget.under(2 * large.length(), share -> storage.readWhole(name, (int) large.length()).thenApply(parse));
        });
    }

    /**
     * As {@link #load}; {@code null} also where nothing is there: whatever is wrong with it, the media can be read instead. Fails
     * where the storage is busy, since reading the media asks even more of it.
     */
    <T> CompletableFuture<@Nullable T> loadIfThere(String name, Function<WholeObject, @Nullable T> parse) {
        CompletableFuture<@Nullable T> read;
        try {
            read = load(name, parse);
        } catch (IllegalArgumentException e) {
            // the name of the media is as long as names can be
            return CompletableFuture.completedFuture(null);
        }
        return read.exceptionally(failure -> {
            Throwable cause = IndexCache.unwrap(failure);
            if (cause instanceof StorageException && !(cause instanceof StorageException.Busy)) {
                return null;
            }
            throw new CompletionException(cause);
        });
    }

    /** Says why an object is not used. */
    void passedOver(String name, String reason) {
        passedOver.warn(name, reason);
    }
}
