package io.dynpack.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.dynpack.asset.AssetCache;
import io.dynpack.ingest.AssetInfo;
import io.dynpack.ingest.Ingest;
import io.dynpack.origin.AddedTracks;
import io.dynpack.presentation.Finding;
import io.dynpack.publishing.ArmJson;
import io.dynpack.publishing.AssetTrack;
import io.dynpack.publishing.Catalog;
import io.dynpack.publishing.DeclaredDocuments;
import io.dynpack.publishing.DeclaredDocuments.Outcome;
import io.dynpack.publishing.DeclaredFile;
import io.dynpack.publishing.DeclaredKind;
import io.dynpack.publishing.LocatorRequest;
import io.dynpack.publishing.StreamingLocator;
import io.dynpack.publishing.TrackList;
import io.dynpack.publishing.Versioned;
import io.dynpack.storage.ListPage;
import io.dynpack.storage.OnceLog;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.WholeObject;

/**
 * Reads the documents beside the media and brings the catalog to what they say, {@link DeclaredDocuments}; those of the account
 * before those of any asset, since locators need their policies. One after the other, so that no two of them replace the same
 * locator. What is wrong with them is logged and noted among the {@link Arrivals}.
 */
public final class FolderDocuments {
    private static final Logger LOG = LoggerFactory.getLogger(FolderDocuments.class);
    /** Has a name of its own, for an application that tells of findings itself. */
    private static final Logger FINDINGS = LoggerFactory.getLogger(FolderDocuments.class.getName() + ".findings");
    private static final OnceLog FAILED = new OnceLog(LOG);

    private static final List<DeclaredKind> OF_ACCOUNT = List.of(DeclaredKind.ACCOUNT_FILTERS, DeclaredKind.STREAMING_POLICIES,
            DeclaredKind.CONTENT_KEY_POLICIES);

    private final Storage media;
    private final Catalog catalog;
    private final SideCars texts;
    private final Ingest ingest;
    private final DeclaredDocuments declared;
    private final Arrivals arrivals;
    /** What was wrong with the documents of an asset. */
    private final Cache<String, List<Finding>> told;
    /** What became of the documents of an asset, where the exchange that got to know it failed. */
    private final Cache<String, AppliedDocuments> untold;
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);
    private volatile Account account = new Account("", null, List.of());

    /**
     * The account as it was brought to its documents last.
     *
     * @param versions of the documents
     * @param untold   what became of them, until somebody asked; {@code null} for nothing
     */
    private record Account(String versions, @Nullable AppliedDocuments untold, List<Finding> findings) {}

    private record Read(DeclaredFile file, String version) {}

    /**
     * @param unserved what is to be said of the files of tracks
     * @param info     of the asset with its tracks; {@code null} where none was known without them
     */
    private record Applied(Outcome outcome, List<Finding> unserved, @Nullable AssetInfo info) {}

    FolderDocuments(Storage media, Catalog catalog, AssetCache assets, Ingest ingest, Arrivals arrivals, long maxAssets) {
        this.media = media;
        this.ingest = ingest;
        this.catalog = catalog;
        this.texts = new SideCars(media, assets);
        this.declared = new DeclaredDocuments(catalog, this::isFolder);
        this.arrivals = arrivals;
        this.told = Caffeine.newBuilder().maximumSize(maxAssets).executor(Runnable::run).build();
        this.untold = Caffeine.newBuilder().maximumSize(maxAssets).executor(Runnable::run).build();
    }

    /** Brings the account to its documents; where they are the same as before, nothing is asked of the catalog. */
    public CompletableFuture<AppliedDocuments> account() {
        return inTurn(() -> applyToAccount().thenApply(done -> {
            Account now = account;
            account = new Account(now.versions, null, now.findings);
            return now.untold != null
                    ? now.untold
                    : new AppliedDocuments(null, false, List.of(), List.of(), List.of(), now.findings);
        })).whenComplete((done, failure) -> {
            if (failure != null) {
                Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
                FAILED.warn(OF_ACCOUNT.stream().map(DeclaredKind::fileName).collect(Collectors.joining(", ")),
                        Arrivals.reason(cause));
            }
        });
    }

    /**
     * Brings the account, then an asset of the catalog, to their documents.
     *
     * @param folder    where the asset lies
     * @param sideCars  whether texts beside the media whose names say their language become tracks
     * @param otherwise what to publish where no document declares locators
     * @return fails where a storage does not answer, or {@code otherwise} cannot be published
     */
    public CompletableFuture<AppliedDocuments> asset(String folder, boolean sideCars, LocatorRequest otherwise) {
        String name = otherwise.assetName();
        return inTurn(() -> applyToAccount().thenCompose(done -> applyToAsset(folder, sideCars, otherwise))
                .thenCompose(outcome -> catalog.tracks().list(name).thenCompose(all -> texts.findings(folder, all)
                        .thenCombine(described(name, all), (unserved, info) -> new Applied(outcome, unserved, info))))
                .thenApply(applied -> {
                    Outcome outcome = applied.outcome;
                    List<Finding> findings = new ArrayList<>(findings(outcome));
                    findings.addAll(applied.unserved);
                    if (applied.info != null) {
                        arrivals.ingested(applied.info);
                    }
                    List<Finding> before = told.getIfPresent(name);
                    told.put(name, findings);
                    arrivals.documents(name, findings(outcome));
                    AppliedDocuments now = applied(name, outcome, findings, before == null ? List.of() : before);
                    AppliedDocuments earlier = untold.asMap().remove(name);
                    return earlier == null ? now : now.after(earlier);
                }));
    }

    /**
     * Takes back what an exchange got to know that failed: whoever asks next gets it too, since the catalog has changed by then and
     * would not tell again.
     */
    public void untold(AppliedDocuments lost) {
        inTurn(() -> {
            String name = lost.assetName();
            if (name != null) {
                untold.asMap().merge(name, lost, (earlier, later) -> later.after(earlier));
            } else {
                Account now = account;
                account = new Account(now.versions, now.untold == null ? lost : now.untold.after(lost), now.findings);
            }
            return CompletableFuture.completedFuture(null);
        });
    }

    /** The tracks that an asset has, with those that its texts become whose names say their language. */
    public CompletableFuture<Versioned<TrackList>> withTexts(String assetName, String folder, Versioned<TrackList> stored) {
        return texts.find(assetName, folder).thenApply(found -> {
            List<AssetTrack> tracks = new ArrayList<>(stored.value().tracks());
            found.stream().filter(text -> stored.value().tracks().stream()
                    .noneMatch(track -> track.isNamed(text.name()) || Objects.equals(track.fileName(), text.fileName())))
                    .forEach(tracks::add);
            return tracks.isEmpty()
                    ? stored
                    : new Versioned<>(new TrackList(tracks, stored.value().damaged()), stored.version() + " with texts");
        });
    }

    /** What was found out of an asset when it was ingested, with the tracks that it has by now. */
    private CompletableFuture<@Nullable AssetInfo> described(String name, Versioned<TrackList> tracks) {
        Arrival arrival = arrivals.of(name);
        AssetInfo info = arrival == null ? null : arrival.asset();
        if (info == null || !info.usable() || tracks.version().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return ingest.describe(name, info.folder(), AddedTracks.of(tracks)).<@Nullable AssetInfo>thenApply(now -> now);
    }

    private CompletableFuture<Outcome> applyToAsset(String folder, boolean sideCars, LocatorRequest otherwise) {
        CompletableFuture<Read> filters = read(folder, DeclaredKind.ASSET_FILTERS);
        CompletableFuture<Read> tracks = read(folder, DeclaredKind.TRACKS);
        CompletableFuture<Read> locators = read(folder, DeclaredKind.STREAMING_LOCATORS);
        CompletableFuture<List<AssetTrack>> found = sideCars
                ? texts.find(otherwise.assetName(), folder)
                : CompletableFuture.completedFuture(List.of());
        return CompletableFuture.allOf(filters, tracks, locators, found).thenCompose(done -> declared.applyToAsset(
                filters.join().file, tracks.join().file, found.join(), locators.join().file, otherwise));
    }

    private synchronized <T> CompletableFuture<T> inTurn(Supplier<CompletableFuture<T>> next) {
        CompletableFuture<T> mine = last.handle((done, failure) -> null).thenCompose(done -> next.get());
        last = mine;
        return mine;
    }

    private CompletableFuture<Void> applyToAccount() {
        CompletableFuture<Read> policies = read("", DeclaredKind.STREAMING_POLICIES);
        CompletableFuture<Read> keyPolicies = read("", DeclaredKind.CONTENT_KEY_POLICIES);
        return read("", DeclaredKind.ACCOUNT_FILTERS).thenCompose(filters -> policies
                .thenCompose(streaming -> keyPolicies.thenCompose(keys -> applyToAccount(filters, streaming, keys))));
    }

    private CompletableFuture<Void> applyToAccount(Read filters, Read policies, Read keyPolicies) {
        String versions = filters.version + "\n" + policies.version + "\n" + keyPolicies.version;
        if (versions.equals(account.versions)) {
            return CompletableFuture.completedFuture(null);
        }
        boolean isAbsent = filters.version.isEmpty() || policies.version.isEmpty() || keyPolicies.version.isEmpty();
        // a folder that is not there for the moment takes nothing away
        CompletableFuture<?> there = isAbsent ? media.listChildren("", null, 1) : CompletableFuture.completedFuture(null);
        return there.thenCompose(page -> declared.applyToAccount(filters.file, policies.file, keyPolicies.file))
                .thenAccept(outcome -> applied(versions, outcome));
    }

    private void applied(String versions, Outcome outcome) {
        Account before = account;
        List<Finding> findings = findings(outcome);
        OF_ACCOUNT.forEach(kind -> arrivals.documentsOfAccount(kind.fileName(), findings));
        AppliedDocuments now = applied(null, outcome, findings, before.findings);
        AppliedDocuments untold = before.untold != null && now.changed() ? now.after(before.untold) : before.untold;
        account = new Account(versions, now.changed() && untold == null ? now : untold, findings);
    }

    private AppliedDocuments applied(@Nullable String assetName, Outcome outcome, List<Finding> findings,
            List<Finding> before) {
        String who = assetName == null ? "account" : assetName;
        if (!findings.equals(before)) {
            findings.forEach(finding -> FINDINGS.warn("{}: {}: {}", who, finding.file(), finding.message()));
        }
        outcome.stored().forEach(what -> LOG.info("{}: stored {}", who, what));
        outcome.deleted().forEach(what -> LOG.info("{}: deleted {}", who, what));
        boolean changed = !outcome.stored().isEmpty() || !outcome.deleted().isEmpty() || !findings.equals(before);
        return new AppliedDocuments(assetName, changed, outcome.stored(), outcome.deleted(),
                outcome.locators().stream().map(StreamingLocator::withoutKeyValues).toList(), findings);
    }

    private static List<Finding> findings(Outcome outcome) {
        return outcome.problems().stream().map(problem -> problem.isError()
                ? Finding.error(problem.kind().fileName(), problem.message())
                : Finding.warning(problem.kind().fileName(), problem.message())).toList();
    }

    private CompletableFuture<Boolean> isFolder(String name) {
        CompletableFuture<ListPage> page;
        try {
            page = media.listChildren(name + "/", null, 1);
        } catch (IllegalArgumentException e) {
            // a name that no folder can have
            return CompletableFuture.completedFuture(false);
        }
        return page.handle((found, failure) -> {
            Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                    ? failure.getCause()
                    : failure;
            if (cause == null || cause instanceof StorageException.NotFound) {
                return cause == null && !found.objects().isEmpty();
            }
            throw new CompletionException(cause);
        });
    }

    /** The version is empty where there is no document. */
    private CompletableFuture<Read> read(String folder, DeclaredKind kind) {
        CompletableFuture<WholeObject> whole;
        try {
            whole = media.readWhole(folder + kind.fileName(), ArmJson.MAX_BYTES);
        } catch (IllegalArgumentException e) {
            // containers only have files, their account has none
            return CompletableFuture.completedFuture(new Read(new DeclaredFile.Absent(), ""));
        }
        return whole.handle((found, failure) -> {
            Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                    ? failure.getCause()
                    : failure;
            if (cause == null) {
                return new Read(new DeclaredFile.Present(found.bytes()), found.object().version());
            }
            if (cause instanceof StorageException.NotFound) {
                return new Read(new DeclaredFile.Absent(), "");
            }
            if (cause instanceof StorageException.TooLarge large) {
                return new Read(new DeclaredFile.Unreadable("it has " + large.length() + " bytes, and may have "
                        + ArmJson.MAX_BYTES), "too long: " + large.length());
            }
            throw new CompletionException(cause);
        });
    }
}
