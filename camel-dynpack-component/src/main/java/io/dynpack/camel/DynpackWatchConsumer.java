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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledPollConsumer;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.LoggerFactory;

import io.dynpack.asset.IndexCache;
import io.dynpack.ingest.IngestException;
import io.dynpack.publishing.CatalogException;
import io.dynpack.storage.OnceLog;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;

/**
 * {@code dynpack:watch}: lists the folders of the media storage, never reads them, and makes one exchange for each whose files
 * are complete and are not those it saw before. What ingest writes there does not count as a change.
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

    private final OnceLog passedOver = new OnceLog(LoggerFactory.getLogger(DynpackWatchConsumer.class));
    private final Clock clock;
    /** One for each folder that is there. */
    private final Map<String, Seen> folders = new HashMap<>();

    /**
     * A folder as it was last listed.
     *
     * @param content  digest of what it held
     * @param since    when it began to hold that
     * @param failures exchanges in a row that failed
     * @param due      not handed over before
     */
    private record Seen(String content, Instant since, int failures, Instant due) {
        Seen(String content, Instant since) {
            this(content, since, 0, Instant.MIN);
        }

        Seen settled() {
            return new Seen(content, since, 0, Instant.MAX);
        }

        Seen failed(Instant now) {
            return new Seen(content, since, failures + 1, now.plus(GrowingWait.after(failures + 1)));
        }
    }

    DynpackWatchConsumer(DynpackEndpoint endpoint, Processor processor, Clock clock) {
        super(endpoint, processor);
        this.clock = clock;
    }

    @Override
    public DynpackEndpoint getEndpoint() {
        return (DynpackEndpoint) super.getEndpoint();
    }

    @Override
    protected int poll() throws Exception {
        Storage media = getEndpoint().engine().media();
        List<String> present = new ArrayList<>();
        // the thread of the poll belongs to this consumer, it may wait
        for (StoredObject child : Listing.of(media, "").join()) {
            if (child.isFolder()) {
                present.add(child.name());
            }
        }
        folders.keySet().retainAll(new HashSet<>(present));
        int handed = 0;
        RuntimeException failure = null;
        Deque<Listing> ahead = new ArrayDeque<>();
        Iterator<String> next = present.iterator();
        while (isRunAllowed() && (next.hasNext() || !ahead.isEmpty())) {
            while (next.hasNext() && ahead.size() < LISTINGS) {
                ahead.add(new Listing(media, next.next()));
            }
            Listing listing = ahead.remove();
            try {
                handed += look(listing.folder(), listing.files().join()) ? 1 : 0;
            } catch (CompletionException e) {
                // one folder that cannot be listed keeps no other from being served; one that is gone is as if it never was
                if (e.getCause() instanceof StorageException.NotFound) {
                    folders.remove(listing.folder());
                } else if (e.getCause() instanceof StorageException.Refused) {
                    passedOver.warn(listing.folder(), "it may not be listed");
                } else if (failure == null) {
                    failure = e;
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return handed;
    }

    /** The files of a folder, being listed. */
    private record Listing(String folder, CompletableFuture<List<StoredObject>> files) {
        Listing(Storage media, String folder) {
            this(folder, of(media, folder));
        }

        static CompletableFuture<List<StoredObject>> of(Storage media, String folder) {
            return page(media, folder, null, new ArrayList<>());
        }

        private static CompletableFuture<List<StoredObject>> page(Storage media, String folder, String continuation,
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
            described |= name.toLowerCase(Locale.ROOT).endsWith(MANIFEST);
        }
        String content = HexFormat.of().formatHex(digest.digest());
        Instant now = clock.instant();
        Seen before = folders.get(folder);
        if (before == null || !before.content.equals(content)) {
            // what has been lying there untouched need not be watched any longer
            before = new Seen(content, newest.isBefore(now) ? newest : now);
            folders.put(folder, before);
        }
        boolean complete = switch (options.getReadLock()) {
            case "marker" -> marked;
            case "manifest" -> described;
            default -> !now.isBefore(before.since.plus(options.getReadLockMinAge()));
        };
        if (empty || !complete || now.isBefore(before.due)) {
            return false;
        }
        folders.put(folder, hand(folder) ? before.settled() : before.failed(clock.instant()));
        return true;
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
                && !lower.endsWith(IndexCache.SUFFIX)
                && !lower.startsWith(".");
    }

    /** @return whether the folder need not come again */
    private boolean hand(String folder) {
        Exchange exchange = createExchange(true);
        String name = folder.substring(0, folder.length() - 1);
        exchange.getMessage().setBody(name);
        exchange.getMessage().setHeader(DynpackConstants.ASSET, name);
        exchange.getMessage().setHeader(DynpackConstants.FOLDER, folder);
        try {
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        if (exchange.getException() != null) {
            getExceptionHandler().handleException("folder " + name + " was not processed", exchange, exchange.getException());
            return isFinal(exchange.getException());
        }
        return true;
    }

    /** A route may have put a coat around it. */
    private static boolean isFinal(Throwable failure) {
        for (Throwable cause : ObjectHelper.createExceptionIterable(failure)) {
            if (cause instanceof IngestException || cause instanceof DynpackException || cause instanceof CatalogException) {
                return true;
            }
        }
        return false;
    }
}
