package io.dynpack.ingest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.dynpack.asset.IndexCache;
import io.dynpack.asset.MediaIndexer;
import io.dynpack.index.MediaFileException;
import io.dynpack.index.MediaIndex;
import io.dynpack.index.SourceFile;
import io.dynpack.index.StoredIndex;
import io.dynpack.index.UnusableFile;
import io.dynpack.storage.Source;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;

/**
 * Gets the index of each media file of a folder, or why it has none. The stored index is always read, since only that shows
 * whether it still has to be written; media is read where it is missing, damaged, or of another version, and memory has none
 * either.
 */
final class MediaProbe {
    /** Files at a time; enough to hide the latency of an object store, few enough to leave it to the players. */
    static final int LIMIT = 8;

    private final Storage storage;
    private final IndexCache indexes;

    MediaProbe(Storage storage, IndexCache indexes) {
        this.storage = storage;
        this.indexes = indexes;
    }

    /** @return fails with a storage exception where the storage did not answer */
    CompletableFuture<List<ProbedFile>> probe(FolderContent content, IngestProgress progress) {
        List<String> media = content.media();
        AtomicInteger done = new AtomicInteger();
        progress.looked(0, media.size());
        return BoundedTasks.map(media, LIMIT, name -> probe(content, name)
                .whenComplete((file, failure) -> progress.looked(done.incrementAndGet(), media.size())));
    }

    private CompletableFuture<ProbedFile> probe(FolderContent content, String name) {
        if (!isWritable(name)) {
            return CompletableFuture.completedFuture(new ProbedFile(name, content.object(name), null,
                    "has a name that a manifest cannot carry; rename it", false));
        }
        return storage.open(content.folder() + name)
                .thenCompose(source -> BoundedTasks.call(() -> index(content, name, source))
                        .whenComplete((file, failure) -> source.close()))
                .exceptionally(failure -> {
                    if (BoundedTasks.cause(failure) instanceof StorageException.NotFound) {
                        return new ProbedFile(name, content.object(name), null, "went away while it was looked at",
                                false);
                    }
                    throw new CompletionException(BoundedTasks.cause(failure));
                });
    }

    private CompletableFuture<ProbedFile> index(FolderContent content, String name, Source source) {
        CompletableFuture<@Nullable StoredIndex> stored = content.hasIndexOf(name)
                ? stored(source)
                : CompletableFuture.<@Nullable StoredIndex>completedFuture(null);
        return stored.thenCompose(known -> {
            if (known != null) {
                if (known instanceof MediaIndex index) {
                    indexes.put(index);
                }
                return CompletableFuture.completedFuture(new ProbedFile(name, source.object(), known, null, true));
            }
            CompletableFuture<MediaIndex> examined = indexes.get(source)
                    .thenCompose(made -> MediaIndexer.examine(source, made, indexes.budget()));
            return examined.handle((made, failure) -> {
                if (failure == null) {
                    // where the report finds it
                    indexes.put(made);
                    return new ProbedFile(name, source.object(), made, null, false);
                }
                if (BoundedTasks.cause(failure) instanceof MediaFileException e) {
                    SourceFile file = new SourceFile(source.name(), source.version(), source.length());
                    return new ProbedFile(name, source.object(), new UnusableFile(file, e.reason()), null, false);
                }
                throw new CompletionException(BoundedTasks.cause(failure));
            });
        });
    }

    /** What is stored of this very version, or {@code null}. */
    private CompletableFuture<@Nullable StoredIndex> stored(Source media) {
        return indexes.load(media.name()).handle((known, failure) -> {
            if (failure != null) {
                Throwable cause = BoundedTasks.cause(failure);
                // replaced or removed by another node just now: as good as absent
                if (cause instanceof StorageException.NotFound || cause instanceof StorageException.Changed
                        || cause instanceof StorageException.TooLarge) {
                    return null;
                }
                throw new CompletionException(cause);
            }
            return known != null && known.isOf(new SourceFile(media.name(), media.version(), media.length())) ? known : null;
        });
    }

    /** XML cannot carry the last two code points of the basic plane, UTF-8 no half of a surrogate pair. */
    private static boolean isWritable(String name) {
        return name.chars().noneMatch(c -> c >= 0xfffe) && StandardCharsets.UTF_8.newEncoder().canEncode(name);
    }
}
