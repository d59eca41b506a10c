package io.dynpack.publishing;

import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

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

    private static final String KEY_VALUES = "contentKeyValues";

    private final DocumentStore documents;
    private final Clock clock;
    private final CatalogSecrets secrets;
    private final AssetTracks tracks;
    /** {@code null} until it was read. */
    private volatile @Nullable LocatorSecret secret;

    /** A catalog that keeps no secrets. */
    public Catalog(Storage storage, Clock clock) {
        this(storage, clock, CatalogSecrets.NONE);
    }

    /**
     * @param clock   for {@code created}
     * @param secrets where values of content keys go
     */
    public Catalog(Storage storage, Clock clock, CatalogSecrets secrets) {
        this.documents = new DocumentStore(storage);
        this.tracks = new AssetTracks(documents);
        this.clock = clock;
        this.secrets = secrets;
    }

    /** The tracks that assets have beside those of their server manifests. */
    public AssetTracks tracks() {
        return tracks;
    }

    /** As {@link Storage#patienceMillis()} of the storage of the documents. */
    long patienceMillis() {
        return documents.storage().patienceMillis();
    }

    /**
     * Publishes an asset. Repeating a request returns the locator that exists, whatever its id was derived with. Content keys that
     * the policy asks for and the request does not give are made. The locator names its keys and holds no value of any.
     *
     * @return fails with {@link CatalogConflictException} where the name or the id belongs to other content, with
     *         {@link CatalogNotFoundException} where asset or policy do not exist, and with {@link KeyEncryptionException} where it
     *         has keys and the catalog keeps no secrets
     */
    public CompletableFuture<StreamingLocator> publish(LocatorRequest request) {
        return readAsset(request.assetName())
                .thenCombine(readPolicy(request.streamingPolicyName()), (asset, policy) -> {
                    asset.orElseThrow(() -> new CatalogNotFoundException("asset", request.assetName()));
                    return policy;
                }).thenCompose(policy -> policy.isPresent()
                        ? publication(request, policy.get().value()).thenCompose(wanted -> publish(wanted, MAX_ATTEMPTS))
                        : noPolicy(request.streamingPolicyName()));
    }

    /** Fails, and names the policies that there are. */
    private CompletableFuture<StreamingLocator> noPolicy(String name) {
        return listPolicies(NAMED, null).thenCompose(page -> DocumentStore.failed(
                CatalogNotFoundException.ofPolicy(name, page.items().stream().map(StreamingPolicy::name).toList())));
    }

    /**
     * What a publish works on.
     *
     * @param wanted with all its keys, and the values that were given
     * @param given  with the keys that were given
     */
    private record Publication(StreamingLocator wanted, StreamingLocator given, boolean idIsGiven, StreamingPolicy policy,
            @Nullable LocatorSecret secret) {

        /** @param secret needed where the policy asks for keys */
        static Publication of(StreamingLocator given, boolean idIsGiven, StreamingPolicy policy,
                @Nullable LocatorSecret secret) {
            return new Publication(complete(given, policy, secret), given, idIsGiven, policy, secret);
        }

        private static StreamingLocator complete(StreamingLocator locator, StreamingPolicy policy,
                @Nullable LocatorSecret secret) {
            return LocatorKeys.complete(locator, policy, key -> LocatorRequest.keyId(Objects.requireNonNull(secret),
                    locator.streamingLocatorId(), key));
        }

        /** What would be wanted of a locator that has this id already: ids of keys that are made follow from it. */
        StreamingLocator wantedUnder(UUID id) {
            return id.equals(wanted.streamingLocatorId())
                    ? wanted
                    : complete(given.withStreamingLocatorId(id), policy, secret);
        }

        /** @param document where the locator lies, for one that cannot be */
        StreamingLocator complete(StreamingLocator locator, String document) {
            try {
                return complete(locator, policy, secret);
            } catch (IllegalArgumentException e) {
                throw new CatalogDocumentException(document, String.valueOf(e.getMessage()), e);
            }
        }

        Publication with(StreamingLocator locator) {
            return new Publication(locator, locator, idIsGiven, policy, secret);
        }

        /** Where the policy asks for no key, one that comes without its value is a name and no more. */
        List<ContentKeyMaterial> material(StreamingLocator locator) {
            List<ContentKeyMaterial> all = LocatorKeys.material(locator.contentKeys());
            return RequiredKey.of(policy).isEmpty() ? all.stream().filter(key -> key.value() != null).toList() : all;
        }
    }

    private CompletableFuture<Publication> publication(LocatorRequest request, StreamingPolicy policy) {
        boolean idIsGiven = request.streamingLocatorId() != null;
        boolean needsKeys;
        try {
            needsKeys = !RequiredKey.of(policy).isEmpty();
        } catch (IllegalArgumentException e) {
            return DocumentStore.failed(
                    new CatalogDocumentException(CatalogNames.policy(policy.name()), String.valueOf(e.getMessage()), e));
        }
        LocatorKeys.requireLabels(request.contentKeys(), policy);
        CompletableFuture<Optional<LocatorSecret>> needed = idIsGiven && !needsKeys
                ? CompletableFuture.completedFuture(Optional.empty())
                : secret().thenApply(Optional::of);
        return needed.thenApply(found -> {
            LocatorSecret known = found.orElse(null);
            return Publication.of(request.toLocator(clock.instant(), known), idIsGiven, policy, known);
        });
    }

    /** It never changes, so it is read once. */
    private CompletableFuture<LocatorSecret> secret() {
        LocatorSecret known = secret;
        return known != null
                ? CompletableFuture.completedFuture(known)
                : LocatorSecret.of(documents).whenComplete((found, failure) -> secret = found);
    }

    private CompletableFuture<StreamingLocator> publish(Publication publication, int attempts) {
        StreamingLocator wanted = publication.wanted;
        return readLocator(wanted.streamingLocatorId()).thenCompose(found -> {
            if (found.isEmpty()) {
                return reserve(publication, attempts);
            }
            StreamingLocator existing = found.get().value();
            StreamingLocator completed = publication.complete(existing, CatalogNames.locator(wanted.streamingLocatorId()));
            if (!isSame(completed, wanted)) {
                return DocumentStore.failed(conflict(existing, wanted));
            }
            // a revoke that raced with a publish may have taken the name alone
            return withItsKeys(publication, existing, completed).thenCompose(this::reserveAgain);
        });
    }

    private static CatalogConflictException conflict(StreamingLocator existing, StreamingLocator wanted) {
        return new CatalogConflictException(existing.withoutKeyValues(), wanted.withoutKeyValues());
    }

    /**
     * A visible locator whose keys have their documents: those of older versions held the values, or had no keys. It stays as it is
     * where it cannot be brought to that and nobody gives a key.
     */
    private CompletableFuture<StreamingLocator> withItsKeys(Publication publication, StreamingLocator existing,
            StreamingLocator completed) {
        StreamingLocator stored = completed.withoutKeyValues();
        boolean isGiven = LocatorKeys.holdsValues(publication.wanted);
        if (existing.equals(stored) && !isGiven) {
            return CompletableFuture.completedFuture(existing);
        }
        StreamingLocator whole = LocatorKeys.withValues(completed, publication.wanted);
        CompletableFuture<StreamingLocator> kept = keep(publication, whole)
                .thenCompose(done -> rewrite(stored)).thenApply(done -> stored);
        return DocumentStore.recover(kept, cause -> cause instanceof KeyEncryptionException && !isGiven
                ? CompletableFuture.completedFuture(existing)
                : DocumentStore.failed(cause));
    }

    /** Brings both documents of a locator to this, those that are there. */
    private CompletableFuture<Void> rewrite(StreamingLocator stored) {
        return readLocator(stored.streamingLocatorId())
                .thenCompose(found -> rewrite(CatalogNames.locator(stored.streamingLocatorId()), found, stored))
                .thenCompose(done -> readNamed(stored.name()))
                .thenCompose(found -> rewrite(CatalogNames.locatorName(stored.name()), found, stored));
    }

    private CompletableFuture<Void> rewrite(String document, Optional<Versioned<StreamingLocator>> found,
            StreamingLocator stored) {
        if (found.isEmpty() || found.get().value().equals(stored) || !isSameButKeys(found.get().value(), stored)) {
            return CompletableFuture.completedFuture(null);
        }
        return documents.replace(document, stored.toDocument(), found.get().version());
    }

    private CompletableFuture<StreamingLocator> reserve(Publication publication, int attempts) {
        StreamingLocator wanted = publication.wanted;
        StreamingLocator mine = wanted.withoutKeyValues();
        CompletableFuture<Optional<StreamingLocator>> reserved = documents.create(CatalogNames.locatorName(wanted.name()),
                mine.toDocument(), Optional.of(mine), () -> readName(wanted.name()));
        return reserved.thenCompose(found -> {
            if (found.isEmpty()) {
                return again(publication, attempts);
            }
            StreamingLocator named = found.get();
            StreamingLocator completed = publication.complete(named, CatalogNames.locatorName(named.name()));
            boolean sameId = named.streamingLocatorId().equals(wanted.streamingLocatorId());
            boolean sameContent = completed.publishesSame(publication.wantedUnder(named.streamingLocatorId()));
            if (!sameContent || publication.idIsGiven && !sameId) {
                return DocumentStore.failed(conflict(named, wanted));
            }
            boolean reservedNow = named == mine;
            StreamingLocator whole = LocatorKeys.withValues(completed, wanted);
            CompletableFuture<Void> kept = keep(publication, whole);
            return DocumentStore.recover(kept, cause -> reservedNow && cause instanceof CatalogException
                    ? documents.delete(CatalogNames.locatorName(wanted.name()))
                            .thenCompose(done -> DocumentStore.failed(cause))
                    : DocumentStore.failed(cause)).thenCompose(done -> show(publication.with(whole), reservedNow, attempts))
                    .thenCompose(shown -> (named.equals(shown)
                            ? CompletableFuture.<Void>completedFuture(null)
                            : rewrite(shown)).thenApply(done -> shown))
                    .thenCompose(this::reserveAgain);
        });
    }

    /** A key is there before the locator that names it is visible. */
    private CompletableFuture<Void> keep(Publication publication, StreamingLocator locator) {
        try {
            List<ContentKeyMaterial> keys = publication.material(locator);
            return keys.isEmpty()
                    ? CompletableFuture.completedFuture(null)
                    : secrets.keep(locator.streamingLocatorId(), keys);
        } catch (IllegalArgumentException e) {
            return DocumentStore.failed(e);
        }
    }

    /**
     * Puts the name back where a revoke took it meanwhile. Who publishes does so once the locator is visible, who revokes looks at
     * the locator again once the name is gone: whichever comes second sees what the other did, so that no visible locator is left
     * without its name.
     */
    private CompletableFuture<StreamingLocator> reserveAgain(StreamingLocator visible) {
        return documents.create(CatalogNames.locatorName(visible.name()), visible.withoutKeyValues().toDocument(), visible,
                () -> CompletableFuture.completedFuture(visible));
    }

    /** Of a locator whose id document is gone; unless somebody published it once more meanwhile. */
    private CompletableFuture<Void> release(String name, UUID id) {
        return documents.delete(CatalogNames.locatorName(name)).thenCompose(done -> byId(id))
                .thenCompose(again -> again.filter(locator -> locator.name().equals(name)).map(this::reserveAgain)
                        .orElse(CompletableFuture.completedFuture(null)))
                .thenApply(done -> null);
    }

    private CompletableFuture<StreamingLocator> show(Publication publication, boolean reservedNow, int attempts) {
        StreamingLocator named = publication.wanted.withoutKeyValues();
        return documents.create(CatalogNames.locator(named.streamingLocatorId()), named.toDocument(), named,
                () -> readLocator(named.streamingLocatorId()).thenCompose(found -> {
                    if (found.isEmpty()) {
                        return again(publication, attempts);
                    }
                    StreamingLocator existing = found.get().value();
                    StreamingLocator completed = publication.complete(existing,
                            CatalogNames.locator(named.streamingLocatorId()));
                    if (isSame(completed, named)) {
                        return withItsKeys(publication, existing, completed);
                    }
                    CompletableFuture<Void> released = reservedNow
                            ? documents.delete(CatalogNames.locatorName(named.name()))
                            : CompletableFuture.completedFuture(null);
                    return released.thenCompose(done -> DocumentStore.failed(conflict(existing, named)));
                }));
    }

    private CompletableFuture<StreamingLocator> again(Publication publication, int attempts) {
        return attempts > 1
                ? publish(publication, attempts - 1)
                : DocumentStore.failed(new StorageException.Busy(CatalogNames.locatorName(publication.wanted.name()), 1));
    }

    private static boolean isSame(StreamingLocator one, StreamingLocator other) {
        return one.name().equals(other.name()) && one.publishesSame(other);
    }

    /** Whether it is the same locator, whatever keys either has. */
    private static boolean isSameButKeys(StreamingLocator one, StreamingLocator other) {
        return one.streamingLocatorId().equals(other.streamingLocatorId())
                && isSame(one.withContentKeys(List.of()), other.withContentKeys(List.of()));
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
        return locators().page(pageSize, continuation);
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
     * @return whether there was one, be it damaged
     * @throws IllegalArgumentException for the name of a built-in policy
     */
    public CompletableFuture<Boolean> deletePolicy(String name) {
        if (StreamingPolicy.predefined(name).isPresent()) {
            throw new IllegalArgumentException("the policy " + name + " is built in and cannot be deleted");
        }
        return delete(readPolicy(name), CatalogNames.policy(name));
    }

    /** The policy of this name, built in or stored. */
    public CompletableFuture<Optional<StreamingPolicy>> policy(String name) {
        return readPolicy(name).thenApply(found -> found.map(Versioned::value));
    }

    /**
     * Creates or replaces a content key policy. Its secrets are stored wrapped. Where it is there as it is, nothing is written.
     *
     * @param policy with its secrets as plain texts
     * @return whether anything was written; fails with {@link KeyEncryptionException} where it has secrets and the catalog
     *         keeps none
     */
    public CompletableFuture<Boolean> putContentKeyPolicy(ContentKeyPolicy policy) {
        CompletableFuture<Optional<ContentKeyPolicy>> read = DocumentStore.recover(contentKeyPolicy(policy.name()),
                cause -> cause instanceof CatalogDocumentException
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : DocumentStore.failed(cause));
        return read.thenCompose(found -> {
            ContentKeyPolicy before = found.orElse(null);
            if (before != null && isUnwrappedSame(before, policy)) {
                return CompletableFuture.completedFuture(false);
            }
            ContentKeyPolicy stored = secrets.wrap(policy.stored(before, ArmTime.print(clock.instant())));
            return documents.write(CatalogNames.contentKeyPolicy(policy.name()), stored.toDocument()).thenApply(done -> true);
        });
    }

    private boolean isUnwrappedSame(ContentKeyPolicy before, ContentKeyPolicy policy) {
        try {
            return policy.saysSame(secrets.unwrap(before));
        } catch (KeyEncryptionException e) {
            // under a key that is gone: it is replaced by what can be read again
            return false;
        }
    }

    /** The content key policy of this name, its secrets wrapped. */
    public CompletableFuture<Optional<ContentKeyPolicy>> contentKeyPolicy(String name) {
        return readContentKeyPolicy(name).thenApply(found -> found.map(Versioned::value));
    }

    /** As {@link #contentKeyPolicy} with its secrets as plain texts, for administrators. */
    public CompletableFuture<Optional<ContentKeyPolicy>> contentKeyPolicyWithSecrets(String name) {
        return contentKeyPolicy(name).thenApply(found -> found.map(secrets::unwrap));
    }

    /** As {@link #list} for content key policies, in the order of their encoded names; their secrets are wrapped. */
    public CompletableFuture<CatalogPage<ContentKeyPolicy>> listContentKeyPolicies(int pageSize,
            @Nullable String continuation) {
        return new CatalogListing<>(documents, CatalogNames.CONTENT_KEY_POLICIES, true, ContentKeyPolicy::of,
                policy -> CatalogNames.contentKeyPolicy(policy.name())).page(pageSize, continuation);
    }

    /**
     * Deletes a content key policy. Nobody gets keys under it until there is one of its name again.
     *
     * @return whether there was one, be it damaged
     */
    public CompletableFuture<Boolean> deleteContentKeyPolicy(String name) {
        return delete(readContentKeyPolicy(name), CatalogNames.contentKeyPolicy(name));
    }

    /**
     * Content key policies that a locator names and that are not there: until they are, nobody gets the keys that they would give
     * out. They may be stored after the locator.
     */
    public CompletableFuture<Set<String>> missingContentKeyPolicies(StreamingLocator locator) {
        CompletableFuture<Set<String>> chain = CompletableFuture.completedFuture(Set.of());
        for (String name : locator.contentKeyPolicyNames()) {
            chain = chain.thenCompose(before -> hasContentKeyPolicy(name).thenApply(there -> {
                Set<String> all = new LinkedHashSet<>(before);
                if (!there) {
                    all.add(name);
                }
                return all;
            }));
        }
        return chain;
    }

    /** One that cannot be read is there. */
    private CompletableFuture<Boolean> hasContentKeyPolicy(String name) {
        return CatalogNames.isName(name)
                ? DocumentStore.recover(readContentKeyPolicy(name).thenApply(Optional::isPresent),
                        cause -> cause instanceof CatalogException
                                ? CompletableFuture.completedFuture(true)
                                : DocumentStore.failed(cause))
                : CompletableFuture.completedFuture(false);
    }

    /** As {@link #contentKeyPolicy} with its version. */
    public CompletableFuture<Optional<Versioned<ContentKeyPolicy>>> readContentKeyPolicy(String name) {
        CatalogNames.require(name);
        return documents.read(CatalogNames.contentKeyPolicy(name), expect(ContentKeyPolicy::of, ContentKeyPolicy::name, name));
    }

    /**
     * What became of the values of content keys that documents of locators held.
     *
     * @param moved how many locators, or names of them alone, held any
     * @param left  of documents whose values could not be moved, why
     */
    public record MovedKeys(int moved, List<String> left) {
        private MovedKeys and(@Nullable String problem) {
            return problem == null
                    ? new MovedKeys(moved + 1, left)
                    : new MovedKeys(moved, Stream.concat(left.stream(), Stream.of(problem)).toList());
        }
    }

    /**
     * Moves values of content keys out of the documents of locators, where older versions kept them. Once that is done it is noted,
     * so that a large catalog is not read at each start. Nothing is noted of a catalog without locators: it may be none.
     */
    public CompletableFuture<MovedKeys> moveKeyValues() {
        String note = CatalogNames.migration(KEY_VALUES);
        MovedKeys nothing = new MovedKeys(0, List.of());
        return documents.read(note, members -> members).thenCompose(done -> done.isPresent()
                ? CompletableFuture.completedFuture(nothing)
                : hasAny(locators()).thenCombine(hasAny(locatorNames()), Boolean::logicalOr).thenCompose(any -> any
                        ? moveAllKeyValues(note)
                        : CompletableFuture.completedFuture(nothing)));
    }

    private static CompletableFuture<Boolean> hasAny(CatalogListing<?> listing) {
        return listing.page(1, null)
                .thenApply(page -> !page.items().isEmpty() || !page.damaged().isEmpty() || page.continuation() != null);
    }

    private CompletableFuture<MovedKeys> moveAllKeyValues(String note) {
        return moveKeyValues(locators(), null, new MovedKeys(0, List.of()))
                .thenCompose(moved -> moveKeyValues(locatorNames(), null, moved))
                .thenCompose(moved -> moved.left.isEmpty()
                        ? documents.write(note, Map.of("name", KEY_VALUES)).thenApply(noted -> moved)
                        : CompletableFuture.completedFuture(moved));
    }

    private CatalogListing<StreamingLocator> locators() {
        return new CatalogListing<>(documents, CatalogNames.LOCATORS, false, StreamingLocator::of,
                locator -> CatalogNames.locator(locator.streamingLocatorId()));
    }

    private CatalogListing<StreamingLocator> locatorNames() {
        return new CatalogListing<>(documents, CatalogNames.LOCATOR_NAMES, true, StreamingLocator::of,
                locator -> CatalogNames.locatorName(locator.name()));
    }

    private CompletableFuture<MovedKeys> moveKeyValues(CatalogListing<StreamingLocator> listing, @Nullable String continuation,
            MovedKeys before) {
        return listing.page(CatalogListing.MAX_PAGE, continuation).thenCompose(page -> {
            CompletableFuture<MovedKeys> chain = CompletableFuture.completedFuture(before);
            for (StreamingLocator locator : page.items()) {
                if (LocatorKeys.holdsValues(locator)) {
                    chain = chain.thenCompose(moved -> moveKeyValues(locator, moved));
                }
            }
            String next = page.continuation();
            return next == null ? chain : chain.thenCompose(moved -> moveKeyValues(listing, next, moved));
        });
    }

    /** The documents of the keys come first, so that a crash loses none. */
    private CompletableFuture<MovedKeys> moveKeyValues(StreamingLocator locator, MovedKeys moved) {
        CompletableFuture<MovedKeys> move;
        try {
            List<ContentKeyMaterial> keys = LocatorKeys.material(locator.contentKeys()).stream()
                    .filter(key -> key.value() != null).toList();
            move = secrets.keep(locator.streamingLocatorId(), keys)
                    .thenCompose(done -> rewrite(locator.withoutKeyValues())).thenApply(done -> moved.and(null));
        } catch (IllegalArgumentException e) {
            move = DocumentStore.failed(e);
        }
        return DocumentStore.recover(move, cause -> cause instanceof IllegalArgumentException
                || cause instanceof CatalogException
                        ? CompletableFuture.completedFuture(moved.and("locator " + locator.name() + ": " + cause.getMessage()))
                        : DocumentStore.failed(cause));
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
        return readNamed(name).thenApply(found -> found.map(Versioned::value));
    }

    private CompletableFuture<Optional<Versioned<StreamingLocator>>> readNamed(String name) {
        return documents.read(CatalogNames.locatorName(name), expect(StreamingLocator::of, StreamingLocator::name, name));
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
