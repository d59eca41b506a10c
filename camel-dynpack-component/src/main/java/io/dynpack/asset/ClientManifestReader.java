package io.dynpack.asset;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

import io.dynpack.ism.IsmException;
import io.dynpack.ism.ListedLevel;
import io.dynpack.presentation.Finding;
import io.dynpack.presentation.SmoothFourccs;
import io.dynpack.storage.MemoryBudget;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;
import io.dynpack.storage.WholeObject;

/**
 * Reads the client manifest that a server manifest names, for the one thing that the media do not tell: whether HEVC is meant for
 * players of Smooth Streaming. One that is absent or that nobody can read is as none.
 */
final class ClientManifestReader {
    private static final int MAX_BYTES = 4 << 20;
    /** Bytes on the heap for a byte of it while it is read: as text, and once more. */
    private static final int XML = 6;
    /** Names of one folder that are looked at for one in another case. */
    private static final int MAX_NAMES = 10_000;

    private final Storage storage;
    private final MemoryBudget budget;

    ClientManifestReader(Storage storage, MemoryBudget budget) {
        this.storage = storage;
        this.budget = budget;
    }

    /**
     * What was found.
     *
     * @param object  the client manifest; {@code null} where there is none
     * @param fourccs what it says
     * @param problem why it says nothing; {@code null} where it does, or where there is none
     * @param absent  full names under which there is none
     */
    record Found(@Nullable StoredObject object, SmoothFourccs fourccs, @Nullable Finding problem, List<String> absent) {
        /** Nobody looked for one. */
        static final Found NOTHING = new Found(null, SmoothFourccs.NONE, null, List.of());
    }

    /**
     * @param folder empty, or a prefix that ends with {@code /}
     * @param path   as the server manifest has it; its case does not count
     * @return fails where the storage did not answer
     */
    CompletableFuture<Found> read(String folder, String path) {
        List<String> names = SrcNames.of(folder, path);
        return names.isEmpty() ? CompletableFuture.completedFuture(Found.NOTHING) : read(folder, names, 0);
    }

    private CompletableFuture<Found> read(String folder, List<String> names, int at) {
        if (at < names.size()) {
            return read(names.get(at)).thenCompose(found -> found.map(CompletableFuture::completedFuture)
                    .orElseGet(() -> read(folder, names, at + 1)));
        }
        Found absent = new Found(null, SmoothFourccs.NONE, null, names);
        return inAnyCase(folder, names, null, 0).thenCompose(name -> name
                .map(each -> read(each).thenApply(found -> found.orElse(absent)))
                .orElseGet(() -> CompletableFuture.completedFuture(absent)));
    }

    /** Empty where there is no such object. */
    private CompletableFuture<Optional<Found>> read(String name) {
        return storage.readWhole(name, (int) Math.min(MAX_BYTES, budget.largest() / XML))
                .thenCompose(whole -> budget.under((long) XML * whole.bytes().remaining(),
                        share -> CompletableFuture.completedFuture(Optional.of(parsed(whole)))))
                .exceptionally(failure -> {
                    Throwable cause = IndexCache.unwrap(failure);
                    if (cause instanceof StorageException.NotFound) {
                        return Optional.empty();
                    }
                    if (cause instanceof StorageException.TooLarge large) {
                        return Optional.of(new Found(null, SmoothFourccs.NONE, problem(name, large.getMessage()), List.of()));
                    }
                    throw new CompletionException(cause);
                });
    }

    private static Found parsed(WholeObject whole) {
        StoredObject object = whole.object();
        try {
            ClientManifestLevels levels = new ClientManifestLevels();
            ListedLevel.read(whole.bytes(), object.name(), levels::add);
            return new Found(object, levels, null, List.of());
        } catch (IsmException e) {
            return new Found(object, SmoothFourccs.NONE, problem(object.name(), e.getMessage()), List.of());
        }
    }

    private static Finding problem(String name, @Nullable String why) {
        return Finding.warning(name,
                "is no client manifest that could say which HEVC is for players of Smooth Streaming: " + why
                        + "; put the one of the encoder there");
    }

    private CompletableFuture<Optional<String>> inAnyCase(String folder, List<String> names, @Nullable String continuation,
            int seen) {
        return storage.listChildren(folder, continuation).thenCompose(page -> {
            Optional<String> name = page.objects().stream().filter(object -> !object.isFolder()).map(StoredObject::name)
                    .filter(each -> names.stream().anyMatch(each::equalsIgnoreCase)).findFirst();
            int looked = seen + page.objects().size();
            return name.isPresent() || page.continuation() == null || looked >= MAX_NAMES
                    ? CompletableFuture.completedFuture(name)
                    : inAnyCase(folder, names, page.continuation(), looked);
        });
    }
}
