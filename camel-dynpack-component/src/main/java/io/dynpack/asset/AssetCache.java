package io.dynpack.asset;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.dynpack.storage.ListPage;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;

/**
 * Loaded assets. What was looked at within the freshness is served at once; after that the versions of the server manifest and
 * of its media are compared, and only a change loads anything. While the storage does not answer, or not
 * soon, the last known state serves.
 * Absence is remembered as long as presence.
 */
public final class AssetCache {
    private static final long PATIENCE_MILLIS = 20;
    private static final long LONG_PATIENCE_MILLIS = 2000;
    /** Looked at within so many times the freshness. */
    private static final int RECENT = 12;

    private final Storage storage;
    private final AssetLoader loader;
    private final Clock clock;
    private final long freshMillis;
    private final AsyncCache<Key, Entry> cache;

    private record Key(String folder, String ism) {}

    /**
     * Either an asset or why there is none; a storage that did not answer is a problem too, one that is never fresh. Futures in
     * the cache never fail, since Caffeine would log each that does.
     */
    private record Entry(LoadedAsset asset, RuntimeException problem, long checkedAt) {}

    /**
     * @param freshness how long a looked-at asset is served without looking again
     * @param maxAssets entries at most
     */
    public AssetCache(Storage storage, AssetLoader loader, Clock clock, Duration freshness, int maxAssets) {
        this.storage = storage;
        this.loader = loader;
        this.clock = clock;
        this.freshMillis = freshness.toMillis();
        this.cache = Caffeine.newBuilder().maximumSize(maxAssets).executor(Runnable::run).buildAsync();
    }

    /**
     * The asset with this server manifest; the name is looked up exactly, then without regard to case.
     *
     * @return fails with {@link AssetException} or a storage exception
     */
    public CompletableFuture<LoadedAsset> get(String folder, String ism) {
        Key key = new Key(folder, ism);
        CompletableFuture<Entry> known = cache.getIfPresent(key);
        if (known == null || !isFresh(known)) {
            CompletableFuture<Entry> claimed = new CompletableFuture<>();
            CompletableFuture<Entry> winner = cache.asMap().compute(key,
                    (k, old) -> old != null && (!old.isDone() || isFresh(old)) ? old : claimed);
            if (winner == claimed) {
                Entry old = known != null && known.isDone() ? known.join() : null;
                looked(key, old).whenComplete((entry, failure) -> {
                    Entry found = failure == null ? entry : new Entry(null, runtime(failure), clock.millis());
                    if (!claimed.complete(found)) {
                        cache.asMap().replace(key, claimed, CompletableFuture.completedFuture(found));
                    }
                });
                if (old != null && old.asset != null && !claimed.isDone()) {
                    answerInTime(claimed, old);
                }
            }
            known = winner;
        }
        return known.thenApply(entry -> {
            if (entry.problem != null) {
                throw new CompletionException(entry.problem);
            }
            return entry.asset;
        });
    }

    /**
     * A storage that hangs is as good as one that fails: the last known state serves, and what the storage says in the end is
     * taken up then. Who comes after a long silence waits longer, since much may have changed.
     */
    private void answerInTime(CompletableFuture<Entry> claimed, Entry old) {
        long now = clock.millis();
        long patience = now - old.checkedAt < RECENT * freshMillis ? PATIENCE_MILLIS : LONG_PATIENCE_MILLIS;
        CompletableFuture.delayedExecutor(patience, TimeUnit.MILLISECONDS)
                .execute(() -> claimed.complete(new Entry(old.asset, null, now)));
    }

    private boolean isFresh(CompletableFuture<Entry> known) {
        if (!known.isDone()) {
            return true;
        }
        Entry entry = known.join();
        boolean answered = entry.problem == null || entry.problem instanceof AssetException;
        return answered && clock.millis() - entry.checkedAt < freshMillis;
    }

    private static RuntimeException runtime(Throwable failure) {
        Throwable cause = IndexCache.unwrap(failure);
        return cause instanceof RuntimeException e ? e : new CompletionException(cause);
    }

    /** Forgets an asset, so that the next request looks at the storage. */
    public void invalidate(String folder, String ism) {
        cache.synchronous().invalidate(new Key(folder, ism));
    }

    /** A storage may refuse a name at once; the claim has to end all the same. */
    private CompletableFuture<Entry> looked(Key key, Entry old) {
        try {
            return look(key, old);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(new Entry(null, new AssetException(AssetException.Reason.NOT_FOUND,
                    key.folder + key.ism + " is a name that no file can have", e), clock.millis()));
        } catch (StorageException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Entry> look(Key key, Entry old) {
        CompletableFuture<Entry> looked = old == null || old.asset == null
                ? load(key)
                : unchanged(old.asset)
                        .thenCompose(same -> same
                                ? CompletableFuture.completedFuture(new Entry(old.asset, null, clock.millis()))
                                : load(key));
        if (old == null || old.asset == null) {
            return looked;
        }
        return looked.exceptionally(failure -> {
            if (IndexCache.unwrap(failure) instanceof StorageException) {
                return new Entry(old.asset, null, clock.millis());
            }
            throw new CompletionException(IndexCache.unwrap(failure));
        });
    }

    private CompletableFuture<Entry> load(Key key) {
        return loader.load(key.folder, key.ism).handle((asset, failure) -> {
            if (failure == null) {
                return CompletableFuture.completedFuture(new Entry(asset, null, clock.millis()));
            }
            Throwable cause = IndexCache.unwrap(failure);
            if (!(cause instanceof AssetException problem)) {
                return CompletableFuture.<Entry>failedFuture(cause);
            }
            if (problem.reason() == AssetException.Reason.NOT_FOUND) {
                return inAnyCase(key, null).thenApply(asset2 -> asset2 == null
                        ? new Entry(null, problem, clock.millis())
                        : new Entry(asset2, null, clock.millis()));
            }
            return CompletableFuture.completedFuture(new Entry(null, problem, clock.millis()));
        }).thenCompose(entry -> entry);
    }

    /** A server manifest whose name differs in case only. */
    private CompletableFuture<LoadedAsset> inAnyCase(Key key, String continuation) {
        return storage.listChildren(key.folder, continuation).thenCompose(page -> {
            String name = match(page, key);
            if (name != null) {
                return loader.load(key.folder, name);
            }
            return page.continuation() == null ? CompletableFuture.completedFuture(null) : inAnyCase(key, page.continuation());
        });
    }

    private static String match(ListPage page, Key key) {
        String wanted = (key.folder + key.ism).toLowerCase(Locale.ROOT);
        for (StoredObject object : page.objects()) {
            if (!object.isFolder() && object.name().toLowerCase(Locale.ROOT).equals(wanted)) {
                return object.name().substring(key.folder.length());
            }
        }
        return null;
    }

    private CompletableFuture<Boolean> unchanged(LoadedAsset asset) {
        List<StoredObject> objects = new ArrayList<>(asset.media());
        objects.add(asset.ism());
        List<CompletableFuture<Boolean>> checks = new ArrayList<>(objects.size());
        for (StoredObject object : objects) {
            checks.add(storage.stat(object.name()).handle((now, failure) -> {
                if (failure == null) {
                    return now.version().equals(object.version());
                }
                Throwable cause = IndexCache.unwrap(failure);
                if (cause instanceof StorageException.NotFound) {
                    return false;
                }
                throw new CompletionException(cause);
            }));
        }
        for (String name : asset.absent()) {
            checks.add(storage.stat(name).handle((now, failure) -> failure != null));
        }
        return CompletableFuture.allOf(checks.toArray(CompletableFuture[]::new))
                .thenApply(done -> checks.stream().allMatch(CompletableFuture::join));
    }
}
