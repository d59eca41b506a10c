package io.dynpack.asset;

import java.util.concurrent.CompletableFuture;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.dynpack.codec.NalUnitCodec;
import io.dynpack.codec.SampleLayout;
import io.dynpack.index.SourceFile;
import io.dynpack.presentation.SampleLayouts;
import io.dynpack.presentation.SampleRun;
import io.dynpack.storage.MemoryBudget;
import io.dynpack.storage.Storage;

/**
 * Layouts of samples by file, version and samples, in memory and bounded by bytes. Each run is looked at once however many ask at a
 * time. Safe for use by many threads.
 */
public final class LayoutCache implements SampleLayouts {
    private static final int ENTRY = 256;

    private final Storage storage;
    private final MemoryBudget budget;
    private final AsyncCache<Key, SampleLayout> cache;

    private record Key(String track, int first, int count) {
        int weight() {
            return ENTRY + 2 * track.length();
        }
    }

    /**
     * @param maxBytes of all layouts in memory
     * @param budget   of the media that are looked at
     */
    public LayoutCache(Storage storage, long maxBytes, MemoryBudget budget) {
        this.storage = storage;
        this.budget = budget;
        this.cache = Caffeine.newBuilder().maximumWeight(maxBytes)
                .weigher((Key key, SampleLayout layout) -> key.weight() + layout.heapBytes())
                .executor(Runnable::run).buildAsync();
    }

    @Override
    public CompletableFuture<SampleLayout> of(NalUnitCodec codec, SampleRun run) {
        return cache.get(new Key(run.track(), run.number(0), run.count()), (key, executor) -> look(codec, run));
    }

    private CompletableFuture<SampleLayout> look(NalUnitCodec codec, SampleRun run) {
        SourceFile file = run.file();
        return budget.under(LayoutLook.MOST_MEMORY, share -> storage.open(file.name(), file.version(), file.length())
                .thenCompose(source -> LayoutLook.at(source, codec, run).whenComplete((layout, failure) -> source.close())));
    }
}
