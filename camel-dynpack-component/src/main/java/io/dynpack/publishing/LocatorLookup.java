package io.dynpack.publishing;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.dynpack.presentation.filter.Filter;
import io.dynpack.storage.Patience;

/**
 * Reads the catalog for the origin and keeps what it read, absence too, for a short time; then it is read again. While that fails,
 * the last known state answers. Reads of the same document at the same time are one. Safe for use by many threads.
 */
public final class LocatorLookup {
    private final Catalog catalog;
    private final Clock clock;
    private final Duration freshness;
    private final Cache<Object, Entry<?>> entries;

    /**
     * What a URL leads to.
     *
     * @param locator active at the time of the lookup
     */
    public record Resolved(Versioned<StreamingLocator> locator, Versioned<Asset> asset, Versioned<StreamingPolicy> policy) {}

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
        this.freshness = freshness;
        this.entries = Caffeine.newBuilder().maximumSize(maxEntries).executor(Runnable::run).build();
    }

    /** The locator of this id; empty where there is none, before its start and after its end. */
    public CompletableFuture<Optional<Versioned<StreamingLocator>>> locator(UUID id) {
        return stored(id).thenApply(found -> found.filter(locator -> locator.value().isActive(clock.instant())));
    }

    /** The locator of this id, whether it serves at this time or not. */
    public CompletableFuture<Optional<Versioned<StreamingLocator>>> stored(UUID id) {
        return this.<StreamingLocator>entry(id).get(() -> catalog.readLocator(id));
    }

    public CompletableFuture<Optional<Versioned<Asset>>> asset(String name) {
        return this.<Asset>entry(new AssetKey(name)).get(() -> catalog.readAsset(name));
    }

    /** Whether it was looked for before, and found or not, so that {@link #asset} has something to answer with. */
    public boolean isAssetKnown(String name) {
        Entry<?> entry = entries.getIfPresent(new AssetKey(name));
        return entry != null && entry.isKnown();
    }

    /** What {@link #resolve} said last, without a look at the catalog; empty where it was never asked or found nothing. */
    public Optional<Resolved> lastResolved(UUID id) {
        return this.<StreamingLocator>last(id).flatMap(locator -> {
            Optional<Versioned<Asset>> asset = last(new AssetKey(locator.value().assetName()));
            Optional<Versioned<StreamingPolicy>> policy = last(new PolicyKey(locator.value().streamingPolicyName()));
            return asset.isPresent() && policy.isPresent()
                    ? Optional.of(new Resolved(locator, asset.get(), policy.get()))
                    : Optional.empty();
        });
    }

    @SuppressWarnings("unchecked") // as entry
    private <T> Optional<Versioned<T>> last(Object key) {
        Entry<T> entry = (Entry<T>) entries.getIfPresent(key);
        return entry == null ? Optional.empty() : entry.last();
    }

    public CompletableFuture<Optional<Versioned<StreamingPolicy>>> policy(String name) {
        return this.<StreamingPolicy>entry(new PolicyKey(name)).get(() -> catalog.readPolicy(name));
    }

    /**
     * The filter of an asset.
     *
     * @param name in any case; one that no filter can have is absent
     */
    public CompletableFuture<Optional<Versioned<AssetFilter>>> assetFilter(String assetName, String name) {
        return CatalogNames.isName(name)
                ? this.<AssetFilter>entry(new AssetFilterKey(assetName, CatalogNames.folded(name)))
                        .get(() -> catalog.readAssetFilter(assetName, name))
                : CompletableFuture.completedFuture(Optional.empty());
    }

    /** As {@link #assetFilter} for a filter of the account. */
    public CompletableFuture<Optional<Versioned<AccountFilter>>> accountFilter(String name) {
        return CatalogNames.isName(name)
                ? this.<AccountFilter>entry(new AccountFilterKey(CatalogNames.folded(name)))
                        .get(() -> catalog.readAccountFilter(name))
                : CompletableFuture.completedFuture(Optional.empty());
    }

    /**
     * The filter that a name means for an asset: its own, or else that of the account.
     *
     * @param assetName {@code null} for an asset that is not in the catalog
     */
    public CompletableFuture<Optional<Versioned<Filter>>> filter(String assetName, String name) {
        CompletableFuture<Optional<Versioned<AssetFilter>>> look = assetName == null
                ? CompletableFuture.completedFuture(Optional.empty())
                : assetFilter(assetName, name);
        return look.thenCompose(own -> own.isPresent()
                ? CompletableFuture.completedFuture(own.map(found -> new Versioned<>(found.value().filter(), found.version())))
                : accountFilter(name).thenApply(shared -> shared
                        .map(found -> new Versioned<>(found.value().filter(), found.version()))));
    }

    /** Locator, asset and policy; empty where one of them is absent. */
    public CompletableFuture<Optional<Resolved>> resolve(UUID id) {
        return locator(id).thenCompose(found -> {
            if (found.isEmpty()) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            Versioned<StreamingLocator> locator = found.get();
            return asset(locator.value().assetName()).thenCombine(policy(locator.value().streamingPolicyName()),
                    (asset, policy) -> asset.isPresent() && policy.isPresent()
                            ? Optional.of(new Resolved(locator, asset.get(), policy.get()))
                            : Optional.empty());
        });
    }

    @SuppressWarnings("unchecked") // the key tells the type: a UUID, or one of the records above
    private <T> Entry<T> entry(Object key) {
        return (Entry<T>) entries.get(key, k -> new Entry<T>());
    }

    private final class Entry<T> {
        /** {@code null} before the first success. */
        private Optional<Versioned<T>> known;
        private long checkedAt;
        private CompletableFuture<Optional<Versioned<T>>> loading;
        /** {@link System#nanoTime} when it began. */
        private long loadingSince;

        synchronized boolean isKnown() {
            return known != null;
        }

        synchronized Optional<Versioned<T>> last() {
            return known == null ? Optional.empty() : known;
        }

        CompletableFuture<Optional<Versioned<T>>> get(Supplier<CompletableFuture<Optional<Versioned<T>>>> load) {
            CompletableFuture<Optional<Versioned<T>>> mine;
            Optional<Versioned<T>> last;
            long now = clock.millis();
            synchronized (this) {
                // a clock that was set back makes nothing fresh
                if (known != null && now >= checkedAt && now - checkedAt < freshness.toMillis()) {
                    return CompletableFuture.completedFuture(known);
                }
                if (loading != null) {
                    return patiently(loading, known, now);
                }
                last = known;
                mine = new CompletableFuture<>();
                loading = mine;
                loadingSince = System.nanoTime();
            }
            CompletableFuture<Optional<Versioned<T>>> read;
            try {
                read = load.get();
            } catch (RuntimeException e) {
                read = CompletableFuture.failedFuture(e);
            }
            read.whenComplete((value, failure) -> settle(mine, value, failure, now));
            synchronized (this) {
                return patiently(mine, last, now);
            }
        }

        /** Absence is never called young: whoever publishes expects the next request to be served. */
        private CompletableFuture<Optional<Versioned<T>>> patiently(CompletableFuture<Optional<Versioned<T>>> look,
                Optional<Versioned<T>> last, long now) {
            return last == null
                    ? look.copy()
                    : Patience.await(look, loadingSince, last, last.isEmpty() ? Long.MAX_VALUE : now - checkedAt,
                            catalog.patienceMillis());
        }

        private void settle(CompletableFuture<Optional<Versioned<T>>> mine, Optional<Versioned<T>> value, Throwable failure,
                long startedAt) {
            Optional<Versioned<T>> answer;
            synchronized (this) {
                if (failure == null) {
                    known = value;
                    checkedAt = startedAt;
                } else if (known != null) {
                    // not asked again before the freshness is over, so that a storage in trouble is left in peace
                    checkedAt = clock.millis();
                }
                answer = known;
                loading = null;
            }
            if (answer == null) {
                mine.completeExceptionally(failure);
            } else {
                mine.complete(answer);
            }
        }
    }
}
