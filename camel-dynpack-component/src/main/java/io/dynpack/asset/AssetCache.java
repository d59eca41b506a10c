package io.dynpack.asset;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.dynpack.storage.CacheState;
import io.dynpack.storage.MemoryBudget;
import io.dynpack.storage.RevalidatingCache;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;

/**
 * Loaded assets. What was looked at within the freshness is served at once; after that the versions of the server manifest and
 * of its media are compared, and only a change loads anything. While the storage does not answer, the last known state serves.
 * Absence is remembered as long as presence; once that is over, it waits for the look, which may load an asset.
 */
public final class AssetCache {
    private static final String SERVER_MANIFEST = ".ism";
    /** Server manifests of one folder that are looked for in any case. */
    private static final int MAX_NAMES = 10_000;
    private static final int MAX_LISTINGS = 1000;
    /** Of the heap, what loaded assets may take. */
    private static final int HEAP_PART = 8;
    /** Bytes on the heap, roughly, of an asset that is not there. */
    private static final int ABSENT = 1024;

    private final Storage storage;
    private final AssetLoader loader;
    private final Clock clock;
    private final long freshMillis;
    private final long mediaFreshMillis;
    private final RevalidatingCache<Key, Entry> states;
    /** By folder; else each name that nobody ever used would have the whole folder listed. */
    private final Cache<String, Listing> listings = Caffeine.newBuilder().maximumSize(MAX_LISTINGS).executor(Runnable::run)
            .build();

    /** @param added version of the tracks beside those of the server manifest */
    private record Key(String folder, String ism, String added) {}

    /** Either an asset or why there is none. */
    private record Entry(@Nullable LoadedAsset asset, @Nullable AssetException problem, long mediaCheckedAt) {

        /** @param least so that no more entries have room than there may be */
        int weight(long least) {
            long bytes = asset == null ? ABSENT : asset.heapBytes();
            return (int) Math.min(Integer.MAX_VALUE, Math.max(least, bytes));
        }
    }

    /** Names of server manifests in a folder. */
    private record Listing(CompletableFuture<List<String>> names, long askedAt) {}

    /**
     * @param freshness      how long a looked-at asset is served without looking at its server manifest again
     * @param mediaFreshness the same for the versions of its media. They may be looked at less often: no read mixes versions, and
     *                       one that finds another version has the asset forgotten
     * @param maxAssets      entries at most; fewer where they would take more than an eighth of the heap
     */
    public AssetCache(Storage storage, AssetLoader loader, Clock clock, Duration freshness, Duration mediaFreshness,
            int maxAssets) {
        this.storage = storage;
        this.loader = loader;
        this.clock = clock;
        this.freshMillis = freshness.toMillis();
        this.mediaFreshMillis = mediaFreshness.toMillis();
        long share = Runtime.getRuntime().maxMemory() / HEAP_PART;
        this.states = new RevalidatingCache<>(clock, freshness, storage::patienceMillis, entry -> entry.asset == null, true,
                share,
                entry -> entry.weight(share / Math.max(1, maxAssets)));
    }

    /**
     * The asset with this server manifest; the name is looked up exactly, then without regard to case.
     *
     * @param added to the tracks of the server manifest
     * @return fails with {@link AssetException} or a storage exception
     */
    public CompletableFuture<LoadedAsset> get(String folder, String ism, TrackAdditions added) {
        Key key = new Key(folder, ism, added.version());
        return states.get(key, known -> looked(key, added, known)).thenCompose(AssetCache::answer);
    }

    private static CompletableFuture<LoadedAsset> answer(Entry entry) {
        return entry.problem == null
                ? CompletableFuture.completedFuture(entry.asset)
                : CompletableFuture.failedFuture(entry.problem);
    }

    /**
     * All assets of a folder that can be served, each with a server manifest of its own.
     *
     * @param most  more server manifests than these are not looked at
     * @param added to the tracks of each
     * @return empty where there are more
     */
    public CompletableFuture<Optional<List<LoadedAsset>>> all(String folder, int most, TrackAdditions added) {
        return all(folder, most, name -> get(folder, name, added));
    }

    /** As {@link #all} with tracks that may never be stored: nothing of it is kept. */
    public CompletableFuture<Optional<List<LoadedAsset>>> tried(String folder, int most, TrackAdditions added) {
        return all(folder, most, name -> loader.load(folder, name, added));
    }

    private CompletableFuture<Optional<List<LoadedAsset>>> all(String folder, int most,
            Function<String, CompletableFuture<LoadedAsset>> load) {
        return serverManifests(folder).thenCompose(names -> {
            if (names.size() > most) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            List<CompletableFuture<LoadedAsset>> loads = names.stream()
                    .map(name -> load.apply(name).exceptionally(failure -> {
                        if (IndexCache.unwrap(failure) instanceof AssetException) {
                            return null;
                        }
                        throw new CompletionException(IndexCache.unwrap(failure));
                    })).toList();
            return CompletableFuture.allOf(loads.toArray(CompletableFuture[]::new)).thenApply(
                    done -> Optional.of(loads.stream().map(CompletableFuture::join).filter(Objects::nonNull).toList()));
        });
    }

    /** Forgets an asset, so that the next request looks at the storage. */
    public void invalidate(String folder, String ism, TrackAdditions added) {
        states.invalidate(new Key(folder, ism, added.version()));
        listings.invalidate(folder);
    }

    /**
     * Forgets all assets of a folder, whatever tracks were added to them.
     *
     * @return how many there were
     */
    public int invalidate(String folder) {
        List<Key> keys = states.states().keySet().stream().filter(key -> key.folder.equals(folder)).toList();
        keys.forEach(states::invalidate);
        listings.invalidate(folder);
        return keys.size();
    }

    /**
     * An asset in memory, or the knowledge that it cannot be served.
     *
     * @param bytes   on the heap, roughly
     * @param problem why it cannot be served; {@code null} where it can
     */
    public record Held(String folder, String ism, long bytes, @Nullable String problem) {}

    /** What is in memory at this time, in the order of folders and names. */
    public List<Held> held() {
        return states.states().entrySet().stream().map(state -> {
            Entry entry = state.getValue();
            return new Held(state.getKey().folder, state.getKey().ism, entry.weight(0),
                    entry.problem == null ? null : entry.problem.getMessage());
        }).sorted(Comparator.comparing(Held::folder).thenComparing(Held::ism)).toList();
    }

    /** Counts of it. */
    public CacheState state() {
        return states.state("assets");
    }

    /** Of what is made of media and manifests, text that is written of them included. */
    public MemoryBudget budget() {
        return loader.budget();
    }

    private CompletableFuture<Entry> looked(Key key, TrackAdditions added, @Nullable Entry old) {
        try {
            return look(key, added, old);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(absent(new AssetException(AssetException.Reason.NOT_FOUND,
                    key.folder + key.ism + " is a name that no file can have", e)));
        }
    }

    private CompletableFuture<Entry> look(Key key, TrackAdditions added, @Nullable Entry old) {
        if (old == null || old.asset == null) {
            return load(key, added);
        }
        boolean media = clock.millis() - old.mediaCheckedAt >= mediaFreshMillis;
        return unchanged(old.asset, media).thenCompose(same -> same
                ? CompletableFuture.completedFuture(new Entry(old.asset, null, media ? clock.millis() : old.mediaCheckedAt))
                : load(key, added));
    }

    private CompletableFuture<Entry> load(Key key, TrackAdditions added) {
        return loader.load(key.folder, key.ism, added).handle((asset, failure) -> {
            if (failure == null) {
                return CompletableFuture.completedFuture(present(asset));
            }
            Throwable cause = IndexCache.unwrap(failure);
            if (!(cause instanceof AssetException problem)) {
                return CompletableFuture.<Entry>failedFuture(cause);
            }
            if (problem.reason() == AssetException.Reason.NOT_FOUND) {
                return inAnyCase(key, added).thenApply(found -> found == null ? absent(problem) : present(found));
            }
            return CompletableFuture.completedFuture(absent(problem));
        }).thenCompose(entry -> entry);
    }

    private Entry present(LoadedAsset asset) {
        return new Entry(asset, null, clock.millis());
    }

    private Entry absent(AssetException problem) {
        return new Entry(null, problem, clock.millis());
    }

    /** A server manifest whose name differs in case only. */
    private CompletableFuture<LoadedAsset> inAnyCase(Key key, TrackAdditions added) {
        return serverManifests(key.folder).thenCompose(names -> names.stream().filter(key.ism::equalsIgnoreCase).findFirst()
                .map(name -> loader.load(key.folder, name, added)).orElse(CompletableFuture.completedFuture(null)));
    }

    private CompletableFuture<List<String>> serverManifests(String folder) {
        long now = clock.millis();
        return listings.asMap().compute(folder, (key, known) -> known != null && now - known.askedAt < freshMillis
                && !known.names.isCompletedExceptionally()
                        ? known
                        : new Listing(list(folder, null, new ArrayList<>()), now)).names;
    }

    private CompletableFuture<List<String>> list(String folder, @Nullable String continuation, List<String> names) {
        return storage.listChildren(folder, continuation).thenCompose(page -> {
            page.objects().stream().filter(object -> !object.isFolder())
                    .map(object -> object.name().substring(folder.length()))
                    .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(SERVER_MANIFEST))
                    .limit(MAX_NAMES - names.size()).forEach(names::add);
            return page.continuation() == null || names.size() == MAX_NAMES
                    ? CompletableFuture.completedFuture(names)
                    : list(folder, page.continuation(), names);
        });
    }

    private CompletableFuture<Boolean> unchanged(LoadedAsset asset, boolean withMedia) {
        if (asset.isProvisional()) {
            return CompletableFuture.completedFuture(false);
        }
        List<StoredObject> objects = new ArrayList<>();
        objects.add(asset.ism());
        if (asset.clientManifest() != null) {
            objects.add(asset.clientManifest());
        }
        if (withMedia) {
            objects.addAll(asset.media());
        }
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
        for (String name : withMedia ? asset.absent() : List.<String>of()) {
            checks.add(storage.stat(name).handle((now, failure) -> failure != null));
        }
        return CompletableFuture.allOf(checks.toArray(CompletableFuture[]::new))
                .thenApply(done -> checks.stream().allMatch(CompletableFuture::join));
    }
}
