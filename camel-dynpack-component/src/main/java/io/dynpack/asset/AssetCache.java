package io.dynpack.asset;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.dynpack.storage.ListPage;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;

/**
 * Loaded assets. What was looked at within the freshness is served at once; after that the versions of the server manifest and
 * of its media are compared, and only a change loads anything. While the storage does not answer, the last known state serves.
 * Absence is remembered as long as presence.
 */
public final class AssetCache {
    /** How long a known asset waits for the storage to confirm it: not long, unless nobody asked for it for a while. */
    private static final long PATIENCE_MILLIS = 20;
    private static final long LONG_PATIENCE_MILLIS = 2000;
    private static final long LONG_SILENCE_MILLIS = 60_000;

    private final Storage storage;
    private final AssetLoader loader;
    private final Clock clock;
    private final long freshMillis;
    private final Cache<Key, Entry> cache;
    /** Looks under way: one for each asset, however many ask; failed ones are not remembered. */
    private final ConcurrentMap<Key, Look> looks = new ConcurrentHashMap<>();

    private record Key(String folder, String ism) {}

    /** A look at the storage under way; {@code startedAt} in nanoseconds of {@link System#nanoTime}. */
    private record Look(CompletableFuture<Entry> result, long startedAt) {}

    /** Either an asset or why there is none. */
    private record Entry(LoadedAsset asset, AssetException problem, long checkedAt) {}

    /**
     * @param freshness how long a looked-at asset is served without looking again
     * @param maxAssets entries at most
     */
    public AssetCache(Storage storage, AssetLoader loader, Clock clock, Duration freshness, int maxAssets) {
        this.storage = storage;
        this.loader = loader;
        this.clock = clock;
        this.freshMillis = freshness.toMillis();
        this.cache = Caffeine.newBuilder().maximumSize(maxAssets).executor(Runnable::run).build();
    }

    /**
     * The asset with this server manifest; the name is looked up exactly, then without regard to case.
     *
     * @return fails with {@link AssetException} or a storage exception
     */
    public CompletableFuture<LoadedAsset> get(String folder, String ism) {
        Key key = new Key(folder, ism);
        Entry known = cache.getIfPresent(key);
        if (isFresh(known)) {
            return answer(known);
        }
        Look claimed = new Look(new CompletableFuture<>(), System.nanoTime());
        Look running = looks.putIfAbsent(key, claimed);
        if (running != null) {
            return patiently(running, known);
        }
        // whoever looked a moment before may have put something by now
        Entry latest = cache.getIfPresent(key);
        CompletableFuture<Entry> look = isFresh(latest) ? CompletableFuture.completedFuture(latest) : looked(key, latest);
        look.whenComplete((entry, failure) -> {
            // an entry that was invalidated meanwhile answers those who waited, and is not kept
            if (looks.remove(key, claimed) && failure == null) {
                cache.put(key, entry);
            }
            if (failure == null) {
                claimed.result.complete(entry);
            } else {
                claimed.result.completeExceptionally(IndexCache.unwrap(failure));
            }
        });
        return patiently(claimed, latest);
    }

    /** Waits for a look at the storage, but not long where there is something to serve meanwhile: a storage may hang. */
    private CompletableFuture<LoadedAsset> patiently(Look look, Entry known) {
        if (look.result.isDone() || known == null || known.asset == null) {
            return look.result.thenCompose(AssetCache::answer);
        }
        boolean silent = clock.millis() - known.checkedAt > LONG_SILENCE_MILLIS;
        long patience = silent ? LONG_PATIENCE_MILLIS : PATIENCE_MILLIS;
        long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - look.startedAt);
        if (waited >= patience) {
            return answer(known);
        }
        return look.result.copy().completeOnTimeout(known, patience - waited, TimeUnit.MILLISECONDS)
                .thenCompose(AssetCache::answer);
    }

    private static CompletableFuture<LoadedAsset> answer(Entry entry) {
        return entry.problem == null
                ? CompletableFuture.completedFuture(entry.asset)
                : CompletableFuture.failedFuture(entry.problem);
    }

    private boolean isFresh(Entry known) {
        return known != null && clock.millis() - known.checkedAt < freshMillis;
    }

    /** Forgets an asset, so that the next request looks at the storage. */
    public void invalidate(String folder, String ism) {
        Key key = new Key(folder, ism);
        looks.remove(key);
        cache.invalidate(key);
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
        if (asset.isProvisional()) {
            return CompletableFuture.completedFuture(false);
        }
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
