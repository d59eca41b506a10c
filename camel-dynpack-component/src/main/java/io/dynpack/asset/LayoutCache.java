package io.dynpack.asset;

import java.util.concurrent.CompletableFuture;

import io.dynpack.codec.SampleLayout;
import io.dynpack.codec.VideoCodec;
import io.dynpack.presentation.SampleLayouts;
import io.dynpack.presentation.SampleRun;
import io.dynpack.storage.CacheState;
import io.dynpack.storage.LoadCache;

/**
 * Layouts of samples by file, version and samples, in memory and bounded by bytes. Each run is looked at, or found where ingest
 * stored it, once however many ask at a time. Safe for use by many threads.
 */
public final class LayoutCache implements SampleLayouts {
    private static final int ENTRY = 256;

    private final LayoutStore store;
    private final LoadCache<Key, SampleLayout> cache;

    private record Key(String track, int first, int count) {
        int weight() {
            return ENTRY + 2 * track.length();
        }
    }

    /**
     * @param store    of layouts that were stored with the media, and what looks at media where there are none
     * @param maxBytes of all layouts in memory
     */
    public LayoutCache(LayoutStore store, long maxBytes) {
        this.store = store;
        this.cache = new LoadCache<>(maxBytes, (key, layout) -> key.weight() + (long) layout.heapBytes(), failure -> false);
    }

    /** Counts of it. */
    public CacheState state() {
        return cache.state("layouts");
    }

    @Override
    public CompletableFuture<SampleLayout> of(VideoCodec codec, SampleRun run) {
        Key key = new Key(run.track(), run.number(0), run.count());
        return cache.get(key, () -> store.of(run)
                .thenCompose(stored -> stored != null ? CompletableFuture.completedFuture(stored) : store.look(codec, run)));
    }
}
