package io.dynpack.asset;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import io.dynpack.index.IndexFormatException;
import io.dynpack.index.MediaFileException;
import io.dynpack.index.MediaIndex;
import io.dynpack.index.MediaIndexCodec;
import io.dynpack.index.SourceFile;
import io.dynpack.index.StoredIndex;
import io.dynpack.index.UnusableFile;
import io.dynpack.storage.CacheState;
import io.dynpack.storage.LoadCache;
import io.dynpack.storage.MemoryBudget;
import io.dynpack.storage.Source;
import io.dynpack.storage.Storage;
import io.dynpack.storage.WholeObject;

/**
 * Indexes by file and version: in memory, bounded by bytes; else as ingest stored them beside the media; else made from the
 * media. Each is made once however many ask at a time.
 */
public final class IndexCache {
    /** What the name of a stored index adds to the name of its media file. */
    public static final String SUFFIX = ".dynx";

    private final BesideMedia besideMedia;
    private final MemoryBudget budget;
    private final LoadCache<Key, MediaIndex> cache;

    private record Key(String name, String version) {}

    /** @param maxBytes of all indexes in memory */
    public IndexCache(Storage storage, long maxBytes) {
        this(storage, maxBytes, MemoryBudget.ofHeap());
    }

    /**
     * @param maxBytes of all indexes in memory
     * @param budget   of those being made or read
     */
    public IndexCache(Storage storage, long maxBytes, MemoryBudget budget) {
        this.besideMedia = new BesideMedia(storage, budget, LoggerFactory.getLogger(IndexCache.class));
        this.budget = budget;
        this.cache = new LoadCache<>(maxBytes, (key, index) -> index.heapBytes(), index -> !index.isProvisional(),
                MediaFileException.class::isInstance);
    }

    /** Counts of it. */
    public CacheState state() {
        return cache.state("indexes");
    }

    /**
     * The index of an open source.
     *
     * @param source is read only where nothing is known of it; stays open until the future is done
     */
    public CompletableFuture<MediaIndex> get(Source source) {
        return get(source, null);
    }

    /**
     * As {@link #get(Source)} for who asked for the stored index before the version of the media was known.
     *
     * @param stored of {@link #readStored}; {@code null} to read it where memory has no index
     */
    CompletableFuture<MediaIndex> get(Source source, @Nullable CompletableFuture<@Nullable StoredIndex> stored) {
        Key key = new Key(source.name(), source.version());
        return cache.get(key, () -> (stored == null ? readStored(source.name()) : stored)
                .thenCompose(found -> found != null
                        && found.isOf(new SourceFile(source.name(), source.version(), source.length()))
                                ? usable(found)
                                : MediaIndexer.index(source, budget)));
    }

    private static CompletableFuture<MediaIndex> usable(StoredIndex stored) {
        return stored instanceof UnusableFile unusable
                ? CompletableFuture.failedFuture(new MediaFileException(unusable.file().name(), unusable.reason(), null))
                : CompletableFuture.completedFuture((MediaIndex) stored);
    }

    /**
     * What is stored beside a media file, of whichever version; {@code null} where nothing is: whatever is wrong with it, the
     * media can be read instead. Fails where the storage is busy, since reading the media asks even more of it.
     */
    CompletableFuture<@Nullable StoredIndex> readStored(String media) {
        return besideMedia.loadIfThere(media + SUFFIX, this::parse);
    }

    /**
     * What is stored beside a media file, of whichever version.
     *
     * @return {@code null} for what cannot be used; fails with a storage exception, also where there is nothing
     */
    public CompletableFuture<@Nullable StoredIndex> load(String media) {
        return besideMedia.load(media + SUFFIX, this::parse);
    }

    /** {@code null} for one that cannot be used. */
    private @Nullable StoredIndex parse(WholeObject stored) {
        try {
            return MediaIndexCodec.load(stored.bytes());
        } catch (IndexFormatException e) {
            // another release wrote it, or another node runs one; what is damaged is said
            if (!(e instanceof IndexFormatException.OtherVersion)) {
                besideMedia.passedOver(stored.object().name(), e.getMessage());
            }
            return null;
        }
    }

    /** Of those that are made or read at a time, and of whatever else is made of media and manifests. */
    public MemoryBudget budget() {
        return budget;
    }

    static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Puts an index that was just made, so that it is not made again. */
    public void put(MediaIndex index) {
        cache.put(new Key(index.file().name(), index.file().version()), index);
    }
}
