package io.dynpack.publishing;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.dynpack.presentation.filter.Filter;
import io.dynpack.storage.CacheState;
import io.dynpack.storage.RevalidatingCache;

/**
 * Reads the catalog for the origin and keeps what it read, absence too, for a short time; then it is read again. While that fails,
 * the last known state answers. Reads of the same document at the same time are one. Safe for use by many threads.
 */
public final class LocatorLookup {
    private final Catalog catalog;
    private final Clock clock;
    /** The key tells the type: a UUID, an AssetKey, a PolicyKey and so on. */
    private final RevalidatingCache<Object, Optional<Versioned<Object>>> states;
    /** By name of the asset. */
    private final RevalidatingCache<String, AssetTracks.Stamped> tracks;

    /**
     * What a URL leads to.
     *
     * @param locator active at the time of the lookup
     */
    public record Resolved(Versioned<StreamingLocator> locator, Versioned<Asset> asset, Versioned<StreamingPolicy> policy,
            Versioned<TrackList> tracks) {}

    private record AssetKey(String name) {}

    private record PolicyKey(String name) {}

    /** @param name folded */
    private record AssetFilterKey(String assetName, String name) {}

    /** @param name folded */
    private record AccountFilterKey(String name) {}

    /**
     * @param freshness  how long a document is used without looking again; 5 s in the origin
     * @param maxEntries how many documents, or absences, are kept
     */
    public LocatorLookup(Catalog catalog, Clock clock, Duration freshness, long maxEntries) {
        this.catalog = catalog;
        this.clock = clock;
        this.states = new RevalidatingCache<>(clock, freshness, catalog::patienceMillis, Optional::isEmpty, false, maxEntries,
                state -> 1);
        this.tracks = new RevalidatingCache<>(clock, freshness, catalog::patienceMillis, state -> false, false,
                maxEntries, state -> 1 + state.tracks().value().tracks().size());
    }

    /** Counts of what is kept. */
    public CacheState state() {
        return states.state("catalog");
    }

    /** The locator of this id; empty where there is none, before its start and after its end. */
    public CompletableFuture<Optional<Versioned<StreamingLocator>>> locator(UUID id) {
        return stored(id).thenApply(found -> found.filter(locator -> locator.value().isActive(clock.instant())));
    }

    /** The locator of this id, whether it serves at this time or not. */
    public CompletableFuture<Optional<Versioned<StreamingLocator>>> stored(UUID id) {
        return get(id, () -> catalog.readLocator(id));
    }

    /** As {@link Catalog#missingContentKeyPolicies}, asked anew each time. */
    public CompletableFuture<Set<String>> missingContentKeyPolicies(StreamingLocator locator) {
        return catalog.missingContentKeyPolicies(locator);
    }

    public CompletableFuture<Optional<Versioned<Asset>>> asset(String name) {
        return get(new AssetKey(name), () -> catalog.readAsset(name));
    }

    /** Whether it was looked for before, and found or not, so that {@link #asset} has something to answer with. */
    public boolean isAssetKnown(String name) {
        return states.last(new AssetKey(name)).isPresent();
    }

    /** What {@link #resolve} said last, without a look at the catalog; empty where it was never asked or found nothing. */
    public Optional<Resolved> lastResolved(UUID id) {
        return this.<StreamingLocator>last(id).flatMap(locator -> {
            Optional<Versioned<Asset>> asset = last(new AssetKey(locator.value().assetName()));
            Optional<Versioned<StreamingPolicy>> policy = last(new PolicyKey(locator.value().streamingPolicyName()));
            return asset.isPresent() && policy.isPresent()
                    ? tracks.last(locator.value().assetName())
                            .map(tracks -> new Resolved(locator, asset.get(), policy.get(), tracks.tracks()))
                    : Optional.empty();
        });
    }

    @SuppressWarnings("unchecked") // the key tells the type
    private <T> Optional<Versioned<T>> last(Object key) {
        return states.last(key).flatMap(state -> (Optional<Versioned<T>>) (Optional<?>) state);
    }

    @SuppressWarnings("unchecked") // the key tells the type
    private <T> CompletableFuture<Optional<Versioned<T>>> get(Object key,
            Supplier<CompletableFuture<Optional<Versioned<T>>>> read) {
        return (CompletableFuture<Optional<Versioned<T>>>) (CompletableFuture<?>) states.get(key,
                known -> (CompletableFuture<Optional<Versioned<Object>>>) (CompletableFuture<?>) read.get());
    }

    /** The documents of the tracks of an asset; there are none of an asset that is not there. */
    public CompletableFuture<Versioned<TrackList>> tracks(String assetName) {
        return tracks.get(assetName, known -> catalog.tracks().stamped(assetName, known))
                .thenApply(AssetTracks.Stamped::tracks);
    }

    public CompletableFuture<Optional<Versioned<StreamingPolicy>>> policy(String name) {
        return get(new PolicyKey(name), () -> catalog.readPolicy(name));
    }

    /**
     * The filter of an asset.
     *
     * @param name in any case; one that no filter can have is absent
     */
    public CompletableFuture<Optional<Versioned<AssetFilter>>> assetFilter(String assetName, String name) {
        return CatalogNames.isName(name)
                ? get(new AssetFilterKey(assetName, CatalogNames.folded(name)), () -> catalog.readAssetFilter(assetName, name))
                : CompletableFuture.completedFuture(Optional.empty());
    }

    /** As {@link #assetFilter} for a filter of the account. */
    public CompletableFuture<Optional<Versioned<AccountFilter>>> accountFilter(String name) {
        return CatalogNames.isName(name)
                ? get(new AccountFilterKey(CatalogNames.folded(name)), () -> catalog.readAccountFilter(name))
                : CompletableFuture.completedFuture(Optional.empty());
    }

    /**
     * The filter that a name means for an asset: its own, or else that of the account.
     *
     * @param assetName {@code null} for an asset that is not in the catalog
     */
    public CompletableFuture<Optional<Versioned<Filter>>> filter(@Nullable String assetName, String name) {
        CompletableFuture<Optional<Versioned<AssetFilter>>> look = assetName == null
                ? CompletableFuture.completedFuture(Optional.empty())
                : assetFilter(assetName, name);
        return look.thenCompose(own -> own.isPresent()
                ? CompletableFuture.completedFuture(own.map(found -> new Versioned<>(found.value().filter(), found.version())))
                : accountFilter(name).thenApply(shared -> shared
                        .map(found -> new Versioned<>(found.value().filter(), found.version()))));
    }

    /** Locator, asset with its tracks, and policy; empty where one of them is absent. */
    public CompletableFuture<Optional<Resolved>> resolve(UUID id) {
        return locator(id).thenCompose(found -> {
            if (found.isEmpty()) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            Versioned<StreamingLocator> locator = found.get();
            String assetName = locator.value().assetName();
            CompletableFuture<Optional<Versioned<Asset>>> asset = asset(assetName);
            CompletableFuture<Optional<Versioned<StreamingPolicy>>> policy = policy(locator.value().streamingPolicyName());
            return tracks(assetName).thenCompose(tracks -> asset.thenCombine(policy,
                    (of, under) -> of.isPresent() && under.isPresent()
                            ? Optional.of(new Resolved(locator, of.get(), under.get(), tracks))
                            : Optional.empty()));
        });
    }
}
