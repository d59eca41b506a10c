package io.dynpack.asset;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.dynpack.codec.SampleLayout;
import io.dynpack.codec.VideoCodec;
import io.dynpack.presentation.SampleLayouts;
import io.dynpack.presentation.SampleRun;
import io.dynpack.storage.CacheState;

/**
 * Layouts of samples by file, version and samples, in memory and bounded by bytes. Each run is looked at, or found where ingest
 * stored it, once however many ask at a time. Safe for use by many threads.
 */
public final class LayoutCache implements SampleLayouts {
    private static final int ENTRY = 256;

    private final LayoutStore store;
    private final AsyncCache<Key, Known> cache;

    private record Key(String track, int first, int count) {
        int weight() {
            return ENTRY + 2 * track.length();
        }
    }

    /** A layout, or what a read failed with: that is kept only until whoever asks at the moment has heard it. */
    private record Known(@Nullable SampleLayout layout, @Nullable Throwable problem) {}

    /**
     * @param store    of layouts that were stored with the media, and what looks at media where there are none
     * @param maxBytes of all layouts in memory
     */
    public LayoutCache(LayoutStore store, long maxBytes) {
        this.store = store;
        this.cache = Caffeine.newBuilder().maximumWeight(maxBytes)
                .weigher((Key key, Known known) -> key.weight() + (known.layout == null ? 0 : known.layout.heapBytes()))
                .recordStats().executor(Runnable::run).buildAsync();
    }

    /** Counts of it. */
    public CacheState state() {
        return CacheState.of("layouts", cache.synchronous());
    }

    @Override
    public CompletableFuture<SampleLayout> of(VideoCodec codec, SampleRun run) {
        Key key = new Key(run.track(), run.number(0), run.count());
        CompletableFuture<Known> known = cache.get(key, (same, executor) -> store.of(run)
                .thenCompose(stored -> stored != null ? CompletableFuture.completedFuture(stored) : store.look(codec, run))
                .handle((layout, failure) -> new Known(layout, failure == null ? null : IndexCache.unwrap(failure))));
        return known.thenApply(found -> {
            if (found.layout == null) {
                cache.asMap().remove(key, known);
                throw new CompletionException(found.problem);
            }
            return found.layout;
        });
    }
}
