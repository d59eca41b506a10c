package io.dynpack.camel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.LoggingExceptionHandler;
import org.apache.camel.support.ScheduledPollConsumer;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.dynpack.asset.IndexCache;
import io.dynpack.asset.LayoutStore;
import io.dynpack.ingest.IngestException;
import io.dynpack.ingest.MediaNames;
import io.dynpack.publishing.CatalogException;
import io.dynpack.publishing.DeclaredKind;
import io.dynpack.storage.OnceLog;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;

/**
 * {@code dynpack:watch}: lists the folders of the media storage, never reads them, and makes one exchange for each whose files
 * are complete and are not those it saw before. What ingest writes there does not count as a change; documents of filters and
 * locators do, and for a folder that has locators those of the account as well.
 *
 * <p>
 * A folder whose exchange fails comes again with the next poll, then after waits that double up to ten minutes, for as long as it
 * is there and its files are the same. Only what says of itself that trying again is of no use is final until the files change:
 * {@link IngestException}, {@link DynpackException} and {@link CatalogException}. Everything else may pass, storages that refuse
 * or miss something included: a role is granted, a lease ends, and nothing but this consumer would look at the folder again.
 */
class DynpackWatchConsumer extends ScheduledPollConsumer {
    /** Folders listed at a time: on blobs, each costs a round trip. */
    private static final int LISTINGS = 32;
    private static final String MANIFEST = ".ism";
    /** Things that are passed over and named in the log. */
    private static final int MAX_LINES = 20;
    /** Folders of a folder that are looked into, to tell why it has no media. */
    private static final int DEEPER = 3;

    private static final Set<String> OF_ACCOUNT = Set.of(DeclaredKind.ACCOUNT_FILTERS.fileName(),
            DeclaredKind.STREAMING_POLICIES.fileName(), DeclaredKind.CONTENT_KEY_POLICIES.fileName());
    private static final Set<String> OF_ASSET = Set.of(DeclaredKind.ASSET_FILTERS.fileName(),
            DeclaredKind.TRACKS.fileName(), DeclaredKind.STREAMING_LOCATORS.fileName());

    private static final Logger LOG = LoggerFactory.getLogger(DynpackWatchConsumer.class);

    private final OnceLog passedOver = new OnceLog(LOG);
    private final Clock clock;
    /** One for each folder that is there. */
    private final Map<String, Seen> folders = new HashMap<>();
    /** What was passed over at the last poll, by its name. */
    private Set<String> told = Set.of();
    /** What was there at the last poll, by its name. */
    private Set<String> known = Set.of();
    /** Names and versions of the documents of the account. */
    private String accountDocuments = "";
    /** When the last poll began. */
    private Instant polled = Instant.MIN;

    /**
     * A folder as it was last listed.
     *
     * @param content  digest of what it held
     * @param since    when it began to hold that
     * @param failures exchanges in a row that failed
     * @param due      not handed over before
     * @param inside   what its folders hold, where it has no media itself; {@code null} before they were looked into
     */
    private record Seen(String content, Instant since, int failures, Instant due, @Nullable Inside inside) {
        Seen(String content, Instant since) {
            this(content, since, 0, Instant.MIN, null);
        }

        Seen settled() {
            return new Seen(content, since, 0, Instant.MAX, null);
        }

        Seen failed(Instant now) {
            return new Seen(content, since, failures + 1, now.plus(GrowingWait.after(failures + 1)), null);
        }

        Seen with(Inside looked) {
            return new Seen(content, since, failures, due, looked);
        }
    }

    /**
     * What the folders hold that a folder without media has.
     *
     * @param folders that were looked into
     * @param media   the one of them that holds some, or {@code null}
     * @param looks   in a row at the same folders
     * @param due     not looked into again before, as each look costs a listing for each of them
     */
    private record Inside(List<String> folders, @Nullable String media, int looks, Instant due) {}

    DynpackWatchConsumer(DynpackEndpoint endpoint, Processor processor, Clock clock) {
        super(endpoint, processor);
        this.clock = clock;
    }

    @Override
    public DynpackEndpoint getEndpoint() {
        return (DynpackEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        // options that cannot be used fail the start of the route, and not each poll
        getEndpoint().engine();
        super.doStart();
    }

    @Override
    protected int poll() throws Exception {
        try {
            return list();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StorageException.Unavailable) {
                // the log says so already, once
                LOG.debug("nothing is listed: {}", e.getCause().getMessage());
                return 0;
            }
            if (e.getCause() instanceof StorageException.Busy busy) {
                // where it was thrown says nothing
                LOG.warn("not all folders could be listed, the next poll looks again: {}", busy.getMessage());
                return 0;
            }
            throw e;
        }
    }

    private int list() {
        Storage media = getEndpoint().engine().media();
        Instant began = clock.instant();
        List<String> present = new ArrayList<>();
        Map<String, String> loose = new LinkedHashMap<>();
        StringBuilder account = new StringBuilder();
        // the thread of the poll belongs to this consumer, it may wait
        for (StoredObject child : Listing.of(media, "").join()) {
            if (child.isFolder()) {
                // hidden folders are those of file systems, desktops and programs, as are hidden files
                if (!child.name().startsWith(".")) {
                    present.add(child.name());
                }
            } else if (OF_ACCOUNT.contains(child.name())) {
                account.append(child.name()).append('=').append(child.version()).append('\n');
            } else if (OF_ASSET.contains(child.name())) {
                loose.put(child.name(), "it lies beside the folders, but belongs in the folder of its asset");
            } else if (MediaNames.isMp4(child.name()) || MediaNames.isOtherContainer(child.name())) {
                loose.put(child.name(), "it lies beside the folders, but an asset is a folder; put the file into one");
            }
        }
        // what is listed can be handed over; a node that ingests for an hour when it starts serves what is published meanwhile
        forceConsumerAsReady();
        accountDocuments = account.toString();
        folders.keySet().retainAll(new HashSet<>(present));
        int handed = 0;
        RuntimeException failure = null;
        Deque<Listing> ahead = new ArrayDeque<>();
        Iterator<String> next = present.iterator();
        // a route that is suspended, or about to stop, gets no more of them
        while (isPollAllowed() && (next.hasNext() || !ahead.isEmpty())) {
            while (next.hasNext() && ahead.size() < LISTINGS) {
                ahead.add(new Listing(media, next.next()));
            }
            Listing listing = ahead.remove();
            try {
                List<StoredObject> files = listing.files().join();
                files.stream().map(StoredObject::name)
                        .filter(name -> OF_ACCOUNT.contains(name.substring(listing.folder().length())))
                        .forEach(name -> loose.put(name, "it is of no asset: it belongs beside the folders"));
                handed += look(listing.folder(), files) ? 1 : 0;
            } catch (CompletionException e) {
                // one folder that cannot be listed keeps no other from being served; one that is gone is as if it never was
                if (e.getCause() instanceof StorageException.NotFound) {
                    folders.remove(listing.folder());
                } else if (e.getCause() instanceof StorageException.Refused) {
                    // handed over again once it may be listed: that it was passed over has replaced what was noted of the asset
                    folders.computeIfPresent(listing.folder(), (folder, seen) -> new Seen(seen.content, seen.since));
                    loose.put(assetName(listing.folder()), "it may not be listed");
                } else if (failure == null) {
                    failure = e;
                }
            }
        }
        if (!isPollAllowed()) {
            // what was not looked at is neither gone nor passed over
            return handed;
        }
        polled = began;
        tell(loose);
        if (failure != null) {
            throw failure;
        }
        return handed;
    }

    /** Says once of each file and folder that looks like an asset and is none why it is passed over. */
    private void tell(Map<String, String> loose) {
        Map<String, String> now = new LinkedHashMap<>(loose);
        folders.forEach((folder, seen) -> {
            if (seen.inside != null && seen.inside.media != null) {
                String inner = seen.inside.media.substring(folder.length());
                now.put(assetName(folder), "it holds no media, but its folder " + inner + " does; an asset is a folder of"
                        + " the first level: move " + inner + " up, or make this folder the media folder");
            }
        });
        now.entrySet().stream().limit(MAX_LINES).forEach(entry -> passedOver.warn(entry.getKey(), entry.getValue()));
        if (now.size() > MAX_LINES) {
            passedOver.warn((now.size() - MAX_LINES) + " more", "dynpack:listArrivals names them");
        }
        now.forEach((name, reason) -> arrivals().note(Arrival.of(name, Arrival.State.PASSED_OVER, reason)));
        told.stream().filter(name -> !now.containsKey(name)).forEach(arrivals()::notPassedOver);
        told = now.keySet();
        Set<String> there = new HashSet<>(now.keySet());
        folders.keySet().forEach(folder -> there.add(assetName(folder)));
        known.stream().filter(name -> !there.contains(name)).forEach(arrivals()::gone);
        known = there;
    }

    private Arrivals arrivals() {
        return getEndpoint().engine().arrivals();
    }

    private static String assetName(String folder) {
        return folder.substring(0, folder.length() - 1);
    }

    /**
     * Looks into the folders of a folder without media: at once where they are other ones, else after waits that double, since
     * media may come into them too.
     *
     * @param before what the last look found, or {@code null}
     */
    private Inside inside(List<StoredObject> children, @Nullable Inside before, Instant now) {
        List<String> inner = children.stream().filter(StoredObject::isFolder).limit(DEEPER).map(StoredObject::name).toList();
        Inside same = before != null && before.folders.equals(inner) ? before : null;
        if (same != null && now.isBefore(same.due)) {
            return same;
        }
        int looks = same != null ? same.looks + 1 : 1;
        Storage media = getEndpoint().engine().media();
        List<Listing> listings = inner.stream().map(name -> new Listing(media, name)).toList();
        String found = listings.stream().filter(DynpackWatchConsumer::holdsMedia).findFirst().map(Listing::folder).orElse(null);
        return new Inside(inner, found, looks, now.plus(GrowingWait.after(looks + 1)));
    }

    private static boolean holdsMedia(Listing listing) {
        try {
            return listing.files().join().stream()
                    .anyMatch(file -> MediaNames.isMp4(file.name().substring(listing.folder().length())));
        } catch (CompletionException e) {
            if (e.getCause() instanceof StorageException.NotFound || e.getCause() instanceof StorageException.Refused) {
                return false;
            }
            throw e;
        }
    }

    /** The files of a folder, being listed. */
    private record Listing(String folder, CompletableFuture<List<StoredObject>> files) {
        Listing(Storage media, String folder) {
            this(folder, of(media, folder));
        }

        static CompletableFuture<List<StoredObject>> of(Storage media, String folder) {
            return page(media, folder, null, new ArrayList<>());
        }

        private static CompletableFuture<List<StoredObject>> page(Storage media, String folder, @Nullable String continuation,
                List<StoredObject> all) {
            return media.listChildren(folder, continuation).thenCompose(page -> {
                all.addAll(page.objects());
                return page.continuation() == null
                        ? CompletableFuture.completedFuture(all)
                        : page(media, folder, page.continuation(), all);
            });
        }
    }

    private boolean look(String folder, List<StoredObject> files) {
        DynpackConfiguration options = getEndpoint().getConfiguration();
        boolean marked = false;
        boolean described = false;
        boolean empty = true;
        Instant newest = Instant.EPOCH;
        MessageDigest digest = sha256();
        for (StoredObject file : files) {
            String name = file.name().substring(folder.length());
            if (isMedia(name)) {
                digest.update((name + '=' + file.version() + '\n').getBytes(StandardCharsets.UTF_8));
                newest = file.lastModified().isAfter(newest) ? file.lastModified() : newest;
                empty = false;
            }
            marked |= name.equals(options.getMarkerName());
            if (name.equals(DeclaredKind.STREAMING_LOCATORS.fileName())) {
                // its locators name policies and filters that may have come, or changed, meanwhile
                digest.update(accountDocuments.getBytes(StandardCharsets.UTF_8));
            }
            described |= name.toLowerCase(Locale.ROOT).endsWith(MANIFEST);
        }
        String content = HexFormat.of().formatHex(digest.digest());
        Instant now = clock.instant();
        Seen before = folders.get(folder);
        if (before == null || !before.content.equals(content)) {
            before = new Seen(content, since(newest, now));
            folders.put(folder, before);
            if (empty) {
                arrivals().gone(assetName(folder));
            }
        }
        boolean complete = switch (ReadLock.of(options.getReadLock())) {
            case MARKER -> marked;
            case MANIFEST -> described;
            case STABLE -> !now.isBefore(before.since.plus(options.getReadLockMinAge()));
        };
        if (empty) {
            folders.put(folder, before.with(inside(files, before.inside, now)));
            return false;
        }
        if (!complete && before.due.equals(Instant.MIN)) {
            arrivals().note(Arrival.of(assetName(folder), Arrival.State.WAITING, waitsFor(options)));
        }
        if (!complete || now.isBefore(before.due)) {
            return false;
        }
        folders.put(folder, hand(folder) ? before.settled() : before.failed(clock.instant()));
        return true;
    }

    /**
     * Since when a folder holds what it was not seen to hold before.
     *
     * @param newest time of modification of its files
     */
    private Instant since(Instant newest, Instant now) {
        // whatever copies with times, as rsync -a, tar and mv do, brings files that look old and are new: they were not there
        // when this looked last. What lay there when it looked first has been lying there for as long as its files say.
        return newest.isBefore(polled) || newest.isAfter(now) ? now : newest;
    }

    private static String waitsFor(DynpackConfiguration options) {
        return switch (ReadLock.of(options.getReadLock())) {
            case MARKER -> "waits for its marker file " + options.getMarkerName();
            case MANIFEST -> "waits for a server manifest, a file whose name ends with .ism";
            case STABLE -> "waits until its files have not changed for " + options.getReadLockMinAge().toSeconds() + " s";
        };
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static boolean isMedia(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !lower.endsWith("/") && !lower.endsWith(MANIFEST) && !lower.endsWith(".ismc")
                && !lower.endsWith(IndexCache.SUFFIX) && !lower.endsWith(LayoutStore.SUFFIX)
                && !lower.startsWith(".");
    }

    /** @return whether the folder need not come again */
    private boolean hand(String folder) {
        // not released by the route: a pooled exchange loses its exception with that
        Exchange exchange = createExchange(false);
        try {
            return hand(folder, exchange);
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private boolean hand(String folder, Exchange exchange) {
        String name = assetName(folder);
        exchange.getMessage().setBody(name);
        exchange.getMessage().setHeader(DynpackConstants.ASSET, name);
        exchange.getMessage().setHeader(DynpackConstants.FOLDER, folder);
        Arrival before = arrivals().of(name);
        try {
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        if (exchange.getException() == null) {
            arrivals().over(before);
            return true;
        }
        Exception failure = exchange.getException();
        boolean ending = isFinal(failure);
        // who threw an IngestException has noted it, with what was found out
        if (causes(failure).noneMatch(IngestException.class::isInstance)) {
            if (ending) {
                arrivals().refused(name, Arrivals.reason(failure), null);
            } else {
                arrivals().failed(name, failure);
            }
        }
        tell(name, exchange, failure);
        return ending;
    }

    /** Where the storage was in the way, the code that asked it says nothing. */
    private void tell(String name, Exchange exchange, Exception failure) {
        Throwable storage = causes(failure).filter(StorageException.class::isInstance).findFirst().orElse(null);
        if (storage == null || !(getExceptionHandler() instanceof LoggingExceptionHandler)) {
            getExceptionHandler().handleException("folder " + name + " was not processed", exchange, failure);
        } else {
            LOG.warn("folder {} was not processed, and is looked at again: {}{}", name, storage.getMessage(),
                    storage instanceof StorageException.Refused
                            ? "; its media have to be readable, and manifests and indexes are written beside them"
                            : "");
        }
    }

    private static boolean isFinal(Throwable failure) {
        return causes(failure).anyMatch(cause -> cause instanceof IngestException || cause instanceof DynpackException
                || cause instanceof CatalogException);
    }

    /** A route may have wrapped what a step failed with. */
    private static Stream<Throwable> causes(Throwable failure) {
        return StreamSupport.stream(ObjectHelper.createExceptionIterable(failure).spliterator(), false);
    }
}
