package io.dynpack.origin;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.dynpack.asset.AssetCache;
import io.dynpack.asset.TrackAdditions;
import io.dynpack.packaging.Packaging;
import io.dynpack.packaging.Packagings;
import io.dynpack.publishing.CatalogException;
import io.dynpack.publishing.EncryptionScheme;
import io.dynpack.publishing.LocatorLookup;
import io.dynpack.publishing.StreamingLocator;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;
import io.dynpack.url.StreamingUrl;
import io.dynpack.url.UrlException;

/**
 * The streaming origin. {@link #handle} answers any request, also a broken one, and never fails; it never blocks. Where
 * everything needed is in memory, the future is complete when it returns.
 */
public final class Origin {
    private static final Logger LOG = LoggerFactory.getLogger(Origin.class);

    private final LocatorLookup locators;
    private final AssetCache assets;
    private final Storage media;
    private final OriginOptions options;
    private final Clock clock;
    private final Responses responses;
    private final Packagings packagings;
    private final PresentationContent contents;
    private final DownloadLocks downloadLocks;
    private final ContentKeyLookup keys;

    /**
     * @param media  where the assets lie
     * @param keys   of locators whose policy asks for encryption
     * @param caches shared with other origins over the same assets
     */
    public Origin(LocatorLookup locators, AssetCache assets, Storage media, ContentKeyLookup keys, OriginCaches caches,
            OriginOptions options, Clock clock) {
        this.keys = keys;
        this.locators = locators;
        this.assets = assets;
        this.media = media;
        this.options = options;
        this.clock = clock;
        this.responses = new Responses(clock, options.corsAllowedOrigins());
        this.packagings = caches.packagings();
        this.contents = new PresentationContent(options, caches);
        this.downloadLocks = new DownloadLocks(locators, assets);
    }

    /** Answers a request. */
    public CompletableFuture<OriginResponse> handle(OriginRequest request) {
        CompletableFuture<OriginResponse> answer;
        try {
            answer = switch (request.method()) {
                case "OPTIONS" -> CompletableFuture.completedFuture(responses.options());
                case "GET", "HEAD" -> serve(request);
                default -> throw new OriginException(new Refusal.WrongMethod(request.method()));
            };
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(failure(e, request));
        }
        return answer.exceptionally(failure -> failure(failure, request));
    }

    /**
     * Why a URL is answered as it is. Never fails for what it finds; fails where catalog or storage do not answer.
     *
     * @param rawPath the path of a URL, not decoded, without host and query
     */
    public CompletableFuture<Explanation> explain(String rawPath) {
        return handle(OriginRequest.get(rawPath)).thenCompose(response -> {
            StreamingUrl url;
            try {
                url = StreamingUrl.parse(rawPath);
            } catch (UrlException e) {
                return CompletableFuture.completedFuture(new Explainer(rawPath, null, response).explanation(null));
            }
            Explainer explainer = new Explainer(rawPath, url, response);
            Packaging packaging = explainer.ofPresentation().map(of -> packagings.of(of.parameters().format())).orElse(null);
            return look(url, explainer).thenApply(done -> explainer.explanation(packaging));
        });
    }

    /** Goes as far as a request goes. */
    private CompletableFuture<Void> look(StreamingUrl url, Explainer explainer) {
        CompletableFuture<Void> end = CompletableFuture.completedFuture(null);
        return locators.stored(url.locatorId()).thenCompose(stored -> {
            if (stored.isEmpty()) {
                return end;
            }
            StreamingLocator locator = stored.get().value();
            return locators.missingContentKeyPolicies(locator).thenCompose(missing -> {
                explainer.locator(stored.get(), clock.instant(), missing);
                return locators.asset(locator.assetName());
            }).thenCompose(asset -> {
                if (asset.isEmpty()) {
                    return end;
                }
                explainer.asset(asset.get().value());
                if (!(url instanceof StreamingUrl.OfPresentation of)) {
                    return end;
                }
                CompletableFuture<TrackAdditions> tracks = locators.tracks(locator.assetName()).thenApply(AddedTracks::of);
                CompletableFuture<Void> filters = ActiveFilters
                        .find(locators, locator.assetName(), locator.filters(), of.parameters().filters())
                        .thenAccept(explainer::filters).exceptionally(refused -> null);
                CompletableFuture<Void> loaded = tracks
                        .thenCompose(added -> assets.get(asset.get().value().folder(), of.ism(), added)
                                .thenAccept(found -> explainer.loaded(asset.get().value(), found, added)))
                        .exceptionally(refused -> null);
                return CompletableFuture.allOf(filters, loaded);
            });
        });
    }

    /** The answer where a limit of the node is reached before the request was looked at. */
    public OriginResponse busy(OriginRequest request) {
        return responses.error(new Refusal.TooBusy("as many requests are under way as this node, or this client, may have"),
                request,
                UUID.randomUUID());
    }

    /** The answer to a request that is malformed, where the server does not get as far as to choose an origin. */
    public static OriginResponse malformed(MpeError error, OriginRequest request) {
        return new Responses(Clock.systemUTC(), "").error(new Refusal.NoRequest(error), request, UUID.randomUUID());
    }

    /** The answer where the body that was promised cannot be read after all, before anything of it was sent. */
    public OriginResponse unreadable(OriginRequest request, Throwable cause) {
        if (cause instanceof StorageException.Changed) {
            forget(request);
        }
        return failure(cause, request);
    }

    /** What was planned from another version of the media is planned anew by the next request. */
    private void forget(OriginRequest request) {
        if (StreamingUrl.parse(request.rawPath()) instanceof StreamingUrl.OfPresentation url) {
            locators.resolve(url.locatorId()).thenAccept(found -> found.ifPresent(
                    resolved -> assets.invalidate(resolved.asset().value().folder(), url.ism(),
                            AddedTracks.of(resolved.tracks()))));
        }
    }

    private CompletableFuture<OriginResponse> serve(OriginRequest request) {
        StreamingUrl url = StreamingUrl.parse(request.rawPath());
        CompletableFuture<Optional<LocatorLookup.Resolved>> resolving = locators.resolve(url.locatorId());
        if (!resolving.isDone() && url instanceof StreamingUrl.OfPresentation of) {
            presume(of);
            lookAhead(of);
        }
        CompletableFuture<OriginResponse> answer = resolving.thenCompose(found -> {
            if (found.isEmpty()) {
                return unresolved(url.locatorId());
            }
            LocatorLookup.Resolved resolved = found.get();
            EncryptionScheme scheme = Gate.check(url, resolved, options);
            String folder = resolved.asset().value().folder();
            CompletableFuture<Content> content = url instanceof StreamingUrl.Download download
                    ? download(download, folder, resolved)
                    : presented((StreamingUrl.OfPresentation) url, folder, resolved, scheme);
            PassedToken token = scheme == EncryptionScheme.ENVELOPE_ENCRYPTION ? PassedToken.of(request.query()) : null;
            return content.thenApply(c -> responses.of(request, token != null && isPlaylist(c) ? token.into(c) : c,
                    resolved.locator().value().end()));
        });
        return url instanceof StreamingUrl.OfPresentation of
                ? answer.exceptionally(failure -> failure(failure, request))
                        .thenApply(response -> response.withFormat(of.parameters().format().word()))
                : answer;
    }

    private static boolean isPlaylist(Content content) {
        return (content.kind() == ResponseKind.MASTER || content.kind() == ResponseKind.MEDIA_PLAYLIST)
                && content.type().equals(Packagings.HLS_TYPE);
    }

    /** Fails with the reason why a locator leads to nothing. */
    private CompletableFuture<OriginResponse> unresolved(UUID id) {
        return locators.stored(id).thenCompose(stored -> {
            if (stored.isEmpty()) {
                throw new OriginException(new Refusal.NoLocator(id));
            }
            StreamingLocator locator = stored.get().value();
            if (!locator.isActive(clock.instant())) {
                throw new OriginException(clock.instant().isBefore(locator.end())
                        ? new Refusal.LocatorNotYet(locator.name(), locator.start())
                        : new Refusal.LocatorEnded(locator.name(), locator.end()));
            }
            return locators.asset(locator.assetName()).thenApply(asset -> {
                throw new OriginException(asset.isEmpty()
                        ? new Refusal.Dangling(locator.name(), "asset", locator.assetName())
                        : new Refusal.Dangling(locator.name(), "streaming policy", locator.streamingPolicyName()));
            });
        });
    }

    /**
     * Where an asset that this node never saw lies, only its document tells; mostly it is the folder of its name. So that is
     * looked into meanwhile, which saves a round trip: whatever tracks it has beside, its files are the same. Nothing is answered
     * from it before the documents say the same.
     */
    private void presume(StreamingUrl.OfPresentation url) {
        locators.locator(url.locatorId()).thenAccept(found -> found.map(locator -> locator.value().assetName())
                .filter(name -> !locators.isAssetKnown(name))
                .ifPresent(name -> assets.get(name + "/", url.ism(), TrackAdditions.NONE)));
    }

    /**
     * Looks at all that this URL led to last are begun together: where the storage hangs, their waits are one, and an answer from
     * memory is not late by their sum.
     */
    private void lookAhead(StreamingUrl.OfPresentation url) {
        locators.lastResolved(url.locatorId()).ifPresent(last -> {
            locators.asset(last.locator().value().assetName());
            locators.policy(last.locator().value().streamingPolicyName());
            locators.tracks(last.locator().value().assetName());
            assets.get(last.asset().value().folder(), url.ism(), AddedTracks.of(last.tracks()));
        });
    }

    /**
     * Answers for an asset by its folder: no locator, no policy. For callers that are trusted, never for HTTP.
     *
     * @param assetName whose filters the URL may name; {@code null} for an asset that is not in the catalog
     * @param folder    empty, or a prefix that ends with {@code /}
     * @param url       whose locator does not matter
     */
    public CompletableFuture<OriginResponse> present(@Nullable String assetName, String folder,
            StreamingUrl.OfPresentation url) {
        OriginRequest request = OriginRequest.get(url.path());
        CompletableFuture<TrackAdditions> tracks = assetName == null
                ? CompletableFuture.completedFuture(TrackAdditions.NONE)
                : locators.tracks(assetName).thenApply(AddedTracks::of);
        return ActiveFilters.find(locators, assetName, List.of(), url.parameters().filters())
                .thenCompose(active -> tracks.thenCompose(added -> assets.get(folder, url.ism(), added)).thenCompose(
                        asset -> contents.of(url, asset, active, Encryption.NONE, tag(url, asset.version(), active, folder))))
                .thenApply(content -> responses.of(request, content, Instant.MAX)).exceptionally(e -> failure(e, request));
    }

    private CompletableFuture<Content> presented(StreamingUrl.OfPresentation url, String folder,
            LocatorLookup.Resolved resolved, EncryptionScheme scheme) {
        StreamingLocator locator = resolved.locator().value();
        CompletableFuture<ActiveFilters> filters = ActiveFilters.find(locators, locator.assetName(), locator.filters(),
                url.parameters().filters());
        CompletableFuture<Encryption> encryption = Encryption.of(scheme,
                Encryption.samples(scheme, url.parameters(), options), resolved, keys, options);
        return assets.get(folder, url.ism(), AddedTracks.of(resolved.tracks()))
                .thenCompose(asset -> filters.thenCompose(active -> encryption
                        .thenCompose(encrypted -> contents.of(url, asset, active, encrypted,
                                scheme == EncryptionScheme.NO_ENCRYPTION
                                        ? tag(url, asset.version(), active, resolved.locator().version(),
                                                resolved.policy().version())
                                        // key URLs name the asset too
                                        : tag(url, asset.version(), active, resolved.locator().version(),
                                                resolved.policy().version(),
                                                resolved.asset().version(),
                                                options.keyDeliveryUrl() + options.clearKeyLicences()
                                                        + options.dashEnvelopeAsCenc())))));
    }

    /** Of all that the bytes of an answer depend on. */
    private String tag(StreamingUrl.OfPresentation url, String asset, ActiveFilters filters, String... documents) {
        List<String> inputs = new ArrayList<>(List.of(url.path(), asset));
        inputs.addAll(List.of(documents));
        inputs.add(Boolean.toString(options.audioOnlyVariant()) + options.hlsShortLanguages());
        inputs.addAll(packagings.choices());
        inputs.addAll(filters.versions());
        return EntityTag.of(inputs.toArray(String[]::new));
    }

    private CompletableFuture<Content> download(StreamingUrl.Download url, String folder, LocatorLookup.Resolved resolved) {
        if (!Downloads.isOffered(url.file())) {
            throw new OriginException(new Refusal.NoDownload(url.file(), "is no file that is offered for download"));
        }
        return unlocked(url, folder, resolved.locator().value()).thenCompose(done -> file(folder + url.file()))
                .thenApply(object -> {
                    String tag = EntityTag.of(url.path(), object.version(), resolved.locator().version());
                    return new Content(ResponseKind.DOWNLOAD, Downloads.body(object), Downloads.contentType(url.file()), tag,
                            null,
                            options.fragmentMaxAge(), null, null, false, false);
                });
    }

    private CompletableFuture<Void> unlocked(StreamingUrl.Download url, String folder, StreamingLocator locator) {
        return downloadLocks.left(locator, folder).thenAccept(left -> {
            if (!left.test(url.file())) {
                throw new OriginException(
                        new Refusal.Locked(MpeError.STORAGE_RESOURCE_NOT_FOUND, url.file(), locator.filters()));
            }
        });
    }

    private CompletableFuture<StoredObject> file(String name) {
        try {
            return media.stat(name);
        } catch (IllegalArgumentException e) {
            // a name that no storage can hold, for instance one that is too long
            throw new OriginException(new Refusal.NoDownload(name, "is a name that no file can have"));
        }
    }

    private OriginResponse failure(Throwable failure, OriginRequest request) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        Refusal refusal = Refusal.of(cause);
        int status = refusal.error().status();
        UUID activity = UUID.randomUUID();
        if (cause instanceof StorageException.Unavailable || status == 503 && media.patienceMillis() == 0) {
            // the storage is said to be gone already, once for all
            LOG.debug("activity {}: {} answered with {}: {}", activity, request.method(), status, refusal.cause());
        } else if (status == 503) {
            // comes in masses, and where it was thrown says nothing
            LOG.warn("activity {}: {} answered with {}: {}", activity, request.method(), status, refusal.cause());
        } else if (cause instanceof CatalogException) {
            // it names the document and what to do, and comes with each request that needs the document
            LOG.warn("activity {}: {} answered with {}: {}", activity, request.method(), status, cause.getMessage());
        } else if (status >= 500) {
            LOG.warn("activity {}: {} answered with {}", activity, request.method(), status, cause);
        } else if (LOG.isDebugEnabled()) {
            LOG.debug("activity {}: {} answered with {}: {}", activity, request.method(), status, refusal.cause());
        }
        return responses.error(refusal, request, activity);
    }
}
