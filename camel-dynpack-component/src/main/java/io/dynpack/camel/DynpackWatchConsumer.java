package io.dynpack.camel;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledPollConsumer;

import io.dynpack.asset.IndexCache;
import io.dynpack.storage.ListPage;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;

/**
 * {@code dynpack:watch}: lists the folders of the media storage, never reads them, and makes one exchange for each whose files
 * are complete and are not those it saw before. What ingest writes there does not count as a change. A folder whose exchange
 * fails because of the storage comes again with the next poll.
 */
class DynpackWatchConsumer extends ScheduledPollConsumer {
    private final Clock clock = Clock.systemUTC();
    private final Map<String, Seen> folders = new HashMap<>();

    /** What a folder held when it was last listed, since when, and whether that was handed over. */
    private record Seen(String content, Instant since, boolean done) {}

    DynpackWatchConsumer(DynpackEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    public DynpackEndpoint getEndpoint() {
        return (DynpackEndpoint) super.getEndpoint();
    }

    @Override
    protected int poll() throws Exception {
        Storage media = getEndpoint().engine().media();
        List<String> present = new ArrayList<>();
        for (StoredObject child : children(media, "")) {
            if (child.isFolder()) {
                present.add(child.name());
            }
        }
        folders.keySet().retainAll(present);
        int handed = 0;
        for (String folder : present) {
            if (!isRunAllowed()) {
                break;
            }
            if (look(media, folder)) {
                handed++;
            }
        }
        return handed;
    }

    private static List<StoredObject> children(Storage media, String prefix) {
        List<StoredObject> all = new ArrayList<>();
        String continuation = null;
        do {
            // the thread of the poll belongs to this consumer, it may wait
            ListPage page = media.listChildren(prefix, continuation).join();
            all.addAll(page.objects());
            continuation = page.continuation();
        } while (continuation != null);
        return all;
    }

    private boolean look(Storage media, String folder) {
        DynpackConfiguration options = getEndpoint().getConfiguration();
        StringBuilder content = new StringBuilder();
        boolean marked = false;
        Instant newest = Instant.EPOCH;
        for (StoredObject file : children(media, folder)) {
            String name = file.name().substring(folder.length());
            if (isMedia(name)) {
                content.append(name).append('=').append(file.version()).append('\n');
                newest = file.lastModified().isAfter(newest) ? file.lastModified() : newest;
            }
            marked |= name.equals(options.getMarkerName());
        }
        Instant now = clock.instant();
        Seen before = folders.get(folder);
        if (before == null || !before.content.equals(content.toString())) {
            // what has been lying there untouched need not be watched any longer
            before = new Seen(content.toString(), newest.isBefore(now) ? newest : now, false);
            folders.put(folder, before);
        }
        boolean complete = "marker".equals(options.getReadLock())
                ? marked
                : !now.isBefore(before.since.plus(options.getReadLockMinAge()));
        if (before.done || content.length() == 0 || !complete) {
            return false;
        }
        boolean settled = hand(folder);
        if (settled) {
            folders.put(folder, new Seen(before.content, before.since, true));
        }
        return true;
    }

    private static boolean isMedia(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !lower.endsWith("/") && !lower.endsWith(".ism") && !lower.endsWith(".ismc") && !lower.endsWith(IndexCache.SUFFIX)
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
            return !(exchange.getException() instanceof StorageException);
        }
        return true;
    }
}
