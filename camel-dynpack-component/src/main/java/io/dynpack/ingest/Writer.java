package io.dynpack.ingest;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

import io.dynpack.asset.IndexCache;
import io.dynpack.index.MediaIndexCodec;
import io.dynpack.index.StoredIndex;
import io.dynpack.index.UnusableFile;
import io.dynpack.presentation.Finding;
import io.dynpack.storage.PutCondition;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;

/**
 * Writes what an examination found missing: indexes first, which nobody misses and nobody sees; then the client manifest, which
 * is a hint; the server manifest last, as it is what makes the asset. Whatever is interrupted leaves the old server manifest or
 * the new one. Manifests are written over the very version that was examined or not at all.
 */
final class Writer {
    private final Storage storage;

    Writer(Storage storage) {
        this.storage = storage;
    }

    /** @return whether anything was written; the report tells of what could not be */
    CompletableFuture<Boolean> write(Examination examination, Overwrite overwrite) {
        return indexes(examination).thenCompose(indexes -> {
            Examination.Planned planned = examination.planned();
            if (planned == null) {
                return CompletableFuture.completedFuture(indexes);
            }
            return client(examination, planned, overwrite).thenCompose(client -> server(examination, planned)
                    .thenApply(server -> indexes || client || server));
        });
    }

    /** Stores of each file that cannot be used why, as far as writing is allowed. */
    CompletableFuture<Void> refusals(Examination examination) {
        List<ProbedFile> refused = examination.files().stream()
                .filter(file -> file.isToBeStored() && file.content() instanceof UnusableFile).toList();
        return BoundedTasks.map(refused, MediaProbe.LIMIT, this::index).handle((done, failure) -> null);
    }

    private CompletableFuture<Boolean> indexes(Examination examination) {
        List<ProbedFile> missing = examination.files().stream().filter(ProbedFile::isToBeStored).toList();
        return BoundedTasks.map(missing, MediaProbe.LIMIT, this::index).thenApply(failures -> {
            List<String> reasons = failures.stream().filter(Objects::nonNull).toList();
            if (!reasons.isEmpty()) {
                examination.report().add(Finding.warning("", "indexes could not be stored (" + reasons.get(0)
                        + "), so that each node reads the media first; allow writing to the folder"));
            }
            return reasons.size() < missing.size();
        });
    }

    /** A storage that only reads is no reason to fail. Any version of an index may be replaced: it names the media it is of. */
    private CompletableFuture<@Nullable String> index(ProbedFile file) {
        StoredIndex content = Objects.requireNonNull(file.content());
        return BoundedTasks.call(() -> storage.put(file.object().name() + IndexCache.SUFFIX,
                MediaIndexCodec.store(content), PutCondition.ALWAYS)).handle((object, failure) -> {
                    Throwable cause = failure == null ? null : BoundedTasks.cause(failure);
                    if (cause == null) {
                        return null;
                    }
                    if (cause instanceof StorageException.Busy) {
                        throw new CompletionException(cause);
                    }
                    if (cause instanceof StorageException || cause instanceof IllegalArgumentException) {
                        return cause.getMessage();
                    }
                    throw new CompletionException(cause);
                });
    }

    private CompletableFuture<Boolean> client(Examination examination, Examination.Planned planned, Overwrite overwrite) {
        ManifestFile stored = planned.stored();
        byte[] bytes = ManifestDraft.clientBytes(planned.client());
        if (stored.is(bytes)) {
            return CompletableFuture.completedFuture(false);
        }
        if (!stored.mayBeReplaced(overwrite)) {
            return CompletableFuture.completedFuture(false);
        }
        return put(examination, stored, bytes);
    }

    private CompletableFuture<Boolean> server(Examination examination, Examination.Planned planned) {
        ManifestFile server = planned.server();
        byte[] bytes = planned.draft().bytes();
        return server.is(bytes) ? CompletableFuture.completedFuture(false) : put(examination, server, bytes);
    }

    private CompletableFuture<Boolean> put(Examination examination, ManifestFile file, byte[] bytes) {
        CompletableFuture<StoredObject> put = BoundedTasks.call(() -> storage
                .put(examination.content().folder() + file.name(), ByteBuffer.wrap(bytes), file.condition()));
        return put.thenApply(object -> true);
    }
}
