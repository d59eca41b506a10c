package io.dynpack.publishing;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;

/**
 * Assets, filters, streaming policies and streaming locators as documents in a storage that any number of nodes share. Locators
 * and policies are created once and never changed; assets and filters are whole-document puts. Filters are found by their names
 * in any case.
 *
 * <p>
 * A locator is two documents: the name document holds the whole locator and reserves the name, the id document makes it visible.
 * They are created in this order, so whoever dies in between leaves a reserved name that serves nothing; the same request, repeated
 * anywhere, finishes it. {@link #revoke} removes them in the opposite order.
 *
 * <p>
 * Nothing blocks. Futures fail with a {@link CatalogException} or a {@link StorageException}.
 */
public final class Catalog {
    /** How often a publish starts again because a revoke came in between. */
    private static final int MAX_ATTEMPTS = 16;
    /** Stored policies that a message names. */
    private static final int NAMED = 20;

    private final DocumentStore documents;
    private final Clock clock;
    /** {@code null} until it was read. */
    private volatile @Nullable LocatorSecret secret;

    /** @param clock for {@code created} */
    public Catalog(Storage storage, Clock clock) {
        this.documents = new DocumentStore(storage);
        this.clock = clock;
    }

    /** As {@link Storage#patienceMillis()} of the storage of the documents. */
    long patienceMillis() {
        return documents.storage().patienceMillis();
    }

    /**
     * Publishes an asset. Repeating a request returns the locator that exists, whatever its id was derived with.
     *
     * @return fails with {@link CatalogConflictException} where the name or the id belongs to other content, and with
     *         {@link CatalogNotFoundException} where asset or policy do not exist
     */
    public CompletableFuture<StreamingLocator> publish(LocatorRequest request) {
        return readAsset(request.assetName())
                .thenCombine(readPolicy(request.streamingPolicyName()), (asset, policy) -> {
                    asset.orElseThrow(() -> new CatalogNotFoundException("asset", request.assetName()));
                    return policy;
                }).thenCompose(policy -> policy.isPresent()
                        ? wanted(request)
                                .thenCompose(wanted -> publish(wanted, request.streamingLocatorId() != null, MAX_ATTEMPTS))
                        : noPolicy(request.streamingPolicyName()));
    }

    /** Fails, and names the policies that there are. */
    private CompletableFuture<StreamingLocator> noPolicy(String name) {
        return listPolicies(NAMED, null).thenCompose(page -> DocumentStore.failed(
                CatalogNotFoundException.ofPolicy(name, page.items().stream().map(StreamingPolicy::name).toList())));
    }

    private CompletableFuture<StreamingLocator> wanted(LocatorRequest request) {
        return request.streamingLocatorId() != null
                ? CompletableFuture.completedFuture(request.toLocator(clock.instant(), null))
                : secret().thenApply(found -> request.toLocator(clock.instant(), found));
    }

    /** It never changes, so it is read once. */
    private CompletableFuture<LocatorSecret> secret() {
        LocatorSecret known = secret;
        return known != null
                ? CompletableFuture.completedFuture(known)
                : LocatorSecret.of(documents).whenComplete((found, failure) -> secret = found);
    }

    private CompletableFuture<StreamingLocator> publish(StreamingLocator wanted, boolean idIsGiven, int attempts) {
        return readLocator(wanted.streamingLocatorId()).thenCompose(found -> {
            if (found.isEmpty()) {
                return reserve(wanted, idIsGiven, attempts);
            }
            StreamingLocator existing = found.get().value();
            if (!isSame(existing, wanted)) {
                return DocumentStore.failed(new CatalogConflictException(existing, wanted));
            }
            // a revoke that raced with a publish may have taken the name alone
            return reserveAgain(existing);
        });
    }

    private CompletableFuture<StreamingLocator> reserve(StreamingLocator wanted, boolean idIsGiven, int attempts) {
        CompletableFuture<Optional<StreamingLocator>> reserved = documents.create(CatalogNames.locatorName(wanted.name()),
                wanted.toDocument(), Optional.of(wanted), () -> readName(wanted.name()));
        return reserved.thenCompose(found -> {
            if (found.isEmpty()) {
                return again(wanted, idIsGiven, attempts);
            }
            StreamingLocator named = found.get();
            boolean sameId = named.streamingLocatorId().equals(wanted.streamingLocatorId());
            if (!named.publishesSame(wanted) || idIsGiven && !sameId) {
                return DocumentStore.failed(new CatalogConflictException(named, wanted));
            }
            return show(named, named == wanted, idIsGiven, attempts).thenCompose(this::reserveAgain);
        });
    }

    /**
     * Puts the name back where a revoke took it meanwhile. Who publishes does so once the locator is visible, who revokes looks at
     * the locator again once the name is gone: whichever comes second sees what the other did, so that no visible locator is left
     * without its name.
     */
    private CompletableFuture<StreamingLocator> reserveAgain(StreamingLocator visible) {
        return documents.create(CatalogNames.locatorName(visible.name()), visible.toDocument(), visible,
                () -> CompletableFuture.completedFuture(visible));
    }

    /** Of a locator whose id document is gone; unless somebody published it once more meanwhile. */
    private CompletableFuture<Void> release(String name, UUID id) {
        return documents.delete(CatalogNames.locatorName(name)).thenCompose(done -> byId(id))
                .thenCompose(again -> again.filter(locator -> locator.name().equals(name)).map(this::reserveAgain)
                        .orElse(CompletableFuture.completedFuture(null)))
                .thenApply(done -> null);
    }

    private CompletableFuture<StreamingLocator> show(StreamingLocator named, boolean reservedNow, boolean idIsGiven,
            int attempts) {
        return documents.create(CatalogNames.locator(named.streamingLocatorId()), named.toDocument(), named,
                () -> readLocator(named.streamingLocatorId()).thenCompose(found -> {
                    if (found.isEmpty()) {
                        return again(named, idIsGiven, attempts);
                    }
                    StreamingLocator existing = found.get().value();
                    if (isSame(existing, named)) {
                        return CompletableFuture.completedFuture(existing);
                    }
                    CompletableFuture<Void> released = reservedNow
                            ? documents.delete(CatalogNames.locatorName(named.name()))
                            : CompletableFuture.completedFuture(null);
                    return released
                            .thenCompose(done -> DocumentStore.failed(new CatalogConflictException(existing, named)));
                }));
    }

    private CompletableFuture<StreamingLocator> again(StreamingLocator wanted, boolean idIsGiven, int attempts) {
        return attempts > 1
                ? publish(wanted, idIsGiven, attempts - 1)
                : DocumentStore.failed(new StorageException.Busy(CatalogNames.locatorName(wanted.name()), 1));
    }

    private static boolean isSame(StreamingLocator one, StreamingLocator other) {
        return one.name().equals(other.name()) && one.publishesSame(other);
    }

    /**
     * Takes a locator back. Once this succeeded no node that looks into the storage sees it; nodes that cache follow within their
     * freshness. A call that failed can be repeated.
     *
     * @return whether there was a locator, or a reservation, of this name
     */
    public CompletableFuture<Boolean> revoke(String name) {
        CatalogNames.require(name);
        return readName(name).thenCompose(named -> {
            if (named.isEmpty()) {
                return CompletableFuture.completedFuture(false);
            }
            UUID id = named.get().streamingLocatorId();
            return hide(id, name).thenCompose(done -> release(name, id)).thenApply(done -> true);
        });
    }

    /** Deletes the id document, unless it belongs to a locator of another name. */
    private CompletableFuture<Void> hide(UUID id, String name) {
        CompletableFuture<Boolean> mine = readLocator(id)
                .thenApply(found -> found.filter(locator -> locator.value().name().equals(name)).isPresent());
        // what cannot be read serves nothing, and only its name points at it
        return DocumentStore.recover(mine,
                cause -> cause instanceof CatalogDocumentException
                        ? CompletableFuture.completedFuture(true)
                        : DocumentStore.failed(cause))
                .thenCompose(delete -> delete
                        ? documents.delete(CatalogNames.locator(id))
                        : CompletableFuture.completedFuture(null));
    }

    /** As {@link #revoke(String)} for who knows the id only. */
    public CompletableFuture<Boolean> revoke(UUID id) {
        return readLocator(id).thenCompose(found -> {
            if (found.isEmpty()) {
                return CompletableFuture.completedFuture(false);
            }
            String name = found.get().value().name();
            return documents.delete(CatalogNames.locator(id)).thenCompose(done -> readName(name))
                    .thenCompose(named -> named.filter(locator -> locator.streamingLocatorId().equals(id)).isPresent()
                            ? release(name, id)
                            : CompletableFuture.completedFuture(null))
                    .thenApply(done -> true);
        });
    }

    /** The visible locator of this name; times are not looked at. */
    public CompletableFuture<Optional<StreamingLocator>> get(String name) {
        CatalogNames.require(name);
        return readName(name).thenCompose(named -> named.isEmpty()
                ? CompletableFuture.completedFuture(Optional.empty())
                : byId(named.get().streamingLocatorId())
                        .thenApply(found -> found.filter(locator -> locator.name().equals(name))));
    }

    /** The locator of this id, with one read; times are not looked at. */
    public CompletableFuture<Optional<StreamingLocator>> byId(UUID id) {
        return readLocator(id).thenApply(found -> found.map(Versioned::value));
    }

    /**
     * Lists visible locators in the order of their ids.
     *
     * @param pageSize     1 to {@value CatalogListing#MAX_PAGE}
     * @param continuation of the page before, {@code null} for the first
     */
    public CompletableFuture<CatalogPage<StreamingLocator>> list(int pageSize, @Nullable String continuation) {
        return new CatalogListing<>(documents, CatalogNames.LOCATORS, false, StreamingLocator::of,
                locator -> CatalogNames.locator(locator.streamingLocatorId())).page(pageSize, continuation);
    }

    /** Creates or replaces an asset. */
    public CompletableFuture<Void> putAsset(Asset asset) {
        return documents.write(CatalogNames.asset(asset.name()), asset.toDocument());
    }

    public CompletableFuture<Optional<Asset>> asset(String name) {
        return readAsset(name).thenApply(found -> found.map(Versioned::value));
    }

    /** As {@link #list} for assets, in the order of their encoded names. */
    public CompletableFuture<CatalogPage<Asset>> listAssets(int pageSize, @Nullable String continuation) {
        return new CatalogListing<>(documents, CatalogNames.ASSETS, true, Asset::of,
                asset -> CatalogNames.asset(asset.name())).page(pageSize, continuation);
    }

    /**
     * Creates a policy. Repeating a request returns the policy that exists.
     *
     * @return fails with {@link CatalogConflictException} where a policy of this name says something else
     * @throws IllegalArgumentException for a name that begins as those of built-in policies
     */
    public CompletableFuture<StreamingPolicy> putPolicy(StreamingPolicy policy) {
        if (policy.name().startsWith(StreamingPolicy.PREDEFINED_PREFIX)) {
            throw new IllegalArgumentException("names of policies do not begin with " + StreamingPolicy.PREDEFINED_PREFIX);
        }
        policy.requireMeaning();
        StreamingPolicy created = policy.created() == null ? policy.withCreated(ArmTime.print(clock.instant())) : policy;
        return documents.create(CatalogNames.policy(policy.name()), created.toDocument(), created,
                () -> readPolicy(policy.name()).thenCompose(found -> {
                    StreamingPolicy existing = found.map(Versioned::value).orElse(null);
                    return existing != null && existing.withCreated(null).equals(policy.withCreated(null))
                            ? CompletableFuture.completedFuture(existing)
                            : DocumentStore.failed(new CatalogConflictException(existing, policy));
                }));
    }

    /** As {@link #list} for stored policies, in the order of their encoded names. Those that are built in are not among them. */
    public CompletableFuture<CatalogPage<StreamingPolicy>> listPolicies(int pageSize, @Nullable String continuation) {
        return new CatalogListing<>(documents, CatalogNames.POLICIES, true, StreamingPolicy::of,
                policy -> CatalogNames.policy(policy.name())).page(pageSize, continuation);
    }

    /**
     * Deletes a stored policy. Locators under it answer as if they did not exist, until there is a policy of its name again.
     *
     * @return whether there was one
     * @throws IllegalArgumentException for the name of a built-in policy
     */
    public CompletableFuture<Boolean> deletePolicy(String name) {
        if (StreamingPolicy.predefined(name).isPresent()) {
            throw new IllegalArgumentException("the policy " + name + " is built in and cannot be deleted");
        }
        return readPolicy(name).thenCompose(found -> found.isEmpty()
                ? CompletableFuture.completedFuture(false)
                : documents.delete(CatalogNames.policy(name)).thenApply(done -> true));
    }

    /** The policy of this name, built in or stored. */
    public CompletableFuture<Optional<StreamingPolicy>> policy(String name) {
        return readPolicy(name).thenApply(found -> found.map(Versioned::value));
    }

    /**
     * Creates or replaces a filter of an asset. Where it is there as it is, nothing is written: another version of a filter is
     * another entity tag of all that it filters.
     *
     * @return whether anything was written; fails with {@link CatalogNotFoundException} where there is no such asset
     */
    public CompletableFuture<Boolean> putAssetFilter(AssetFilter filter) {
        return readAsset(filter.assetName()).thenCompose(asset -> asset.isEmpty()
                ? DocumentStore.failed(new CatalogNotFoundException("asset", filter.assetName()))
                : put(filter, readAssetFilter(filter.assetName(), filter.name()),
                        CatalogNames.assetFilter(filter.assetName(), filter.name()), filter.toDocument()));
    }

    /** As {@link #putAssetFilter} for a filter of the account. */
    public CompletableFuture<Boolean> putAccountFilter(AccountFilter filter) {
        return put(filter, readAccountFilter(filter.name()), CatalogNames.accountFilter(filter.name()), filter.toDocument());
    }

    private <T> CompletableFuture<Boolean> put(T filter, CompletableFuture<Optional<Versioned<T>>> read, String name,
            Map<String, Object> document) {
        CompletableFuture<Boolean> isSame = DocumentStore.recover(
                read.thenApply(found -> found.map(Versioned::value).filter(filter::equals).isPresent()),
                cause -> cause instanceof CatalogDocumentException
                        ? CompletableFuture.completedFuture(false)
                        : DocumentStore.failed(cause));
        return isSame.thenCompose(same -> same
                ? CompletableFuture.completedFuture(false)
                : documents.write(name, document).thenApply(done -> true));
    }

    /** The filter of this name, in any case, that belongs to the asset; those of the account are not looked at. */
    public CompletableFuture<Optional<AssetFilter>> assetFilter(String assetName, String name) {
        return readAssetFilter(assetName, name).thenApply(found -> found.map(Versioned::value));
    }

    /** The account filter of this name, in any case. */
    public CompletableFuture<Optional<AccountFilter>> accountFilter(String name) {
        return readAccountFilter(name).thenApply(found -> found.map(Versioned::value));
    }

    /** As {@link #list} for the filters of an asset, in the order of their encoded names. */
    public CompletableFuture<CatalogPage<AssetFilter>> listAssetFilters(String assetName, int pageSize,
            @Nullable String continuation) {
        CatalogNames.require(assetName);
        return new CatalogListing<>(documents, CatalogNames.assetFilters(assetName), true,
                document -> AssetFilter.of(assetName, document), filter -> CatalogNames.assetFilter(assetName, filter.name()))
                .page(pageSize, continuation);
    }

    /** As {@link #list} for account filters, in the order of their encoded names. */
    public CompletableFuture<CatalogPage<AccountFilter>> listAccountFilters(int pageSize, @Nullable String continuation) {
        return new CatalogListing<>(documents, CatalogNames.ACCOUNT_FILTERS, true, AccountFilter::of,
                filter -> CatalogNames.accountFilter(filter.name())).page(pageSize, continuation);
    }

    /**
     * Deletes a filter of an asset. Locators and URLs that name it are refused from then on, unless the account has one of its
     * name.
     *
     * @param name in any case
     * @return whether there was one, be it damaged
     */
    public CompletableFuture<Boolean> deleteAssetFilter(String assetName, String name) {
        return delete(readAssetFilter(assetName, name), CatalogNames.assetFilter(assetName, name));
    }

    /** As {@link #deleteAssetFilter} for a filter of the account. */
    public CompletableFuture<Boolean> deleteAccountFilter(String name) {
        return delete(readAccountFilter(name), CatalogNames.accountFilter(name));
    }

    private <T> CompletableFuture<Boolean> delete(CompletableFuture<Optional<Versioned<T>>> read, String document) {
        CompletableFuture<Boolean> isThere = DocumentStore.recover(read.thenApply(Optional::isPresent),
                cause -> cause instanceof CatalogDocumentException
                        ? CompletableFuture.completedFuture(true)
                        : DocumentStore.failed(cause));
        return isThere.thenCompose(there -> there
                ? documents.delete(document).thenApply(done -> true)
                : CompletableFuture.completedFuture(false));
    }

    /** @param assetName {@code null} for the account */
    CompletableFuture<Optional<DeclaredNames>> declared(@Nullable String assetName) {
        return documents.read(CatalogNames.declared(assetName), DeclaredNames::of)
                .thenApply(found -> found.map(Versioned::value));
    }

    /** @param names {@code null} to forget them */
    CompletableFuture<Void> putDeclared(@Nullable String assetName, @Nullable DeclaredNames names) {
        return names == null
                ? documents.delete(CatalogNames.declared(assetName))
                : documents.write(CatalogNames.declared(assetName), names.toDocument());
    }

    CompletableFuture<Optional<Versioned<AssetFilter>>> readAssetFilter(String assetName, String name) {
        CatalogNames.require(assetName);
        CatalogNames.require(name);
        return documents.read(CatalogNames.assetFilter(assetName, name), expect(
                document -> AssetFilter.of(assetName, document), filter -> CatalogNames.folded(filter.name()),
                CatalogNames.folded(name)));
    }

    CompletableFuture<Optional<Versioned<AccountFilter>>> readAccountFilter(String name) {
        CatalogNames.require(name);
        return documents.read(CatalogNames.accountFilter(name),
                expect(AccountFilter::of, filter -> CatalogNames.folded(filter.name()), CatalogNames.folded(name)));
    }

    CompletableFuture<Optional<Versioned<StreamingLocator>>> readLocator(UUID id) {
        return documents.read(CatalogNames.locator(id), expect(StreamingLocator::of, StreamingLocator::streamingLocatorId, id));
    }

    CompletableFuture<Optional<Versioned<Asset>>> readAsset(String name) {
        CatalogNames.require(name);
        return documents.read(CatalogNames.asset(name), expect(Asset::of, Asset::name, name));
    }

    CompletableFuture<Optional<Versioned<StreamingPolicy>>> readPolicy(String name) {
        CatalogNames.require(name);
        Optional<StreamingPolicy> predefined = StreamingPolicy.predefined(name);
        return predefined.isPresent()
                ? CompletableFuture.completedFuture(predefined.map(policy -> new Versioned<>(policy, "")))
                : documents.read(CatalogNames.policy(name), expect(StreamingPolicy::of, StreamingPolicy::name, name));
    }

    private CompletableFuture<Optional<StreamingLocator>> readName(String name) {
        return documents.read(CatalogNames.locatorName(name), expect(StreamingLocator::of, StreamingLocator::name, name))
                .thenApply(found -> found.map(Versioned::value));
    }

    /** A document that was copied under the name of another must not answer for it. */
    private static <T> Function<Map<String, Object>, T> expect(Function<Map<String, Object>, T> type, Function<T, Object> key,
            Object expected) {
        return members -> {
            T resource = type.apply(members);
            if (!key.apply(resource).equals(expected)) {
                throw new IllegalArgumentException("the document lies under the name of another resource");
            }
            return resource;
        };
    }
}
