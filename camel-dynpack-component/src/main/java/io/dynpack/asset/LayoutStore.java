package io.dynpack.asset;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import io.dynpack.codec.CodecException;
import io.dynpack.codec.SampleLayout;
import io.dynpack.codec.SampleLayoutColumn;
import io.dynpack.codec.SampleLayoutReader;
import io.dynpack.codec.VideoCodec;
import io.dynpack.index.IndexFormatException;
import io.dynpack.index.SourceFile;
import io.dynpack.index.StoredLayouts;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.SampleRun;
import io.dynpack.presentation.Stream;
import io.dynpack.storage.LoadCache;
import io.dynpack.storage.MemoryBudget;
import io.dynpack.storage.PutCondition;
import io.dynpack.storage.Storage;
import io.dynpack.storage.WholeObject;

/**
 * Layouts of all samples of a file, stored beside the media by who ingests and read by who encrypts. Where there are none, or of
 * another version, media is looked at run by run. In memory as far as a bound allows; safe for use by many threads.
 */
public final class LayoutStore {
    /** What the name of stored layouts adds to the name of their media file. */
    public static final String SUFFIX = ".dynl";

    private static final int ENTRY = 256;

    private final BesideMedia besideMedia;
    private final Storage storage;
    private final MemoryBudget budget;
    /** What is stored, if anything is. */
    private final LoadCache<SourceFile, Optional<StoredLayouts>> cache;

    /**
     * @param maxBytes of those in memory
     * @param budget   of those being made or read, and of the media that are looked at
     */
    public LayoutStore(Storage storage, long maxBytes, MemoryBudget budget) {
        this.besideMedia = new BesideMedia(storage, budget, LoggerFactory.getLogger(LayoutStore.class));
        this.storage = storage;
        this.budget = budget;
        this.cache = new LoadCache<>(maxBytes,
                (file, layouts) -> ENTRY + layouts.map(StoredLayouts::heapBytes).orElse(0L), failure -> false);
    }

    /** The layout of a run as it is stored; {@code null} where none is that can be used. Fails where the storage is busy. */
    CompletableFuture<@Nullable SampleLayout> of(SampleRun run) {
        return stored(run.file()).thenApply(layouts -> {
            SampleLayoutColumn track = layouts == null ? null : layouts.track(run.track());
            if (track == null) {
                return null;
            }
            try {
                return track.part(run.number(0), run.count(), run::size);
            } catch (CodecException e) {
                besideMedia.passedOver(run.file().name() + SUFFIX, e.getMessage());
                return null;
            }
        });
    }

    private CompletableFuture<@Nullable StoredLayouts> stored(SourceFile file) {
        return cache.get(file, () -> besideMedia.loadIfThere(file.name() + SUFFIX, stored -> parse(stored, file))
                .thenApply(Optional::ofNullable)).thenApply(found -> found.orElse(null));
    }

    private @Nullable StoredLayouts parse(WholeObject stored, SourceFile file) {
        try {
            StoredLayouts layouts = StoredLayouts.load(stored.bytes());
            return layouts.file().equals(file) ? layouts : null;
        } catch (IndexFormatException e) {
            if (!(e instanceof IndexFormatException.OtherVersion)) {
                besideMedia.passedOver(stored.object().name(), e.getMessage());
            }
            return null;
        }
    }

    /**
     * Looks at all samples of video, which takes reading most of the media, and stores what is found; what is stored already is
     * neither looked at nor written again.
     *
     * @return how many files were looked at; fails with what a read or a write failed with
     */
    public CompletableFuture<Integer> store(Presentation presentation) {
        Map<SourceFile, Map<String, Level>> files = new LinkedHashMap<>();
        for (Stream stream : presentation.streams()) {
            for (Level level : stream.levels()) {
                // of a track whose sample entry changes each run is looked at by itself
                if (level.codec() instanceof VideoCodec video && video.sampleLayouts() != null
                        && level.track().entries().isSingle()) {
                    files.computeIfAbsent(level.file(), file -> new LinkedHashMap<>()).put(whole(level).track(), level);
                }
            }
        }
        return store(files.entrySet().iterator(), 0);
    }

    /** One file after the other, since each is read as fast as the storage gives it. */
    private CompletableFuture<Integer> store(Iterator<Map.Entry<SourceFile, Map<String, Level>>> files, int made) {
        if (!files.hasNext()) {
            return CompletableFuture.completedFuture(made);
        }
        Map.Entry<SourceFile, Map<String, Level>> file = files.next();
        return stored(file.getKey()).thenCompose(known -> known != null
                && known.tracks().keySet().containsAll(file.getValue().keySet())
                        ? store(files, made)
                        : look(file.getKey(), file.getValue()).thenCompose(look -> store(files, made + 1)));
    }

    private CompletableFuture<Void> look(SourceFile file, Map<String, Level> levels) {
        return columns(file, levels.entrySet().iterator(), new LinkedHashMap<>()).thenCompose(columns -> {
            StoredLayouts layouts = new StoredLayouts(file, columns);
            return storage.put(file.name() + SUFFIX, layouts.store(), PutCondition.ALWAYS)
                    .thenAccept(object -> cache.put(file, Optional.of(layouts)));
        });
    }

    private CompletableFuture<Map<String, SampleLayoutColumn>> columns(SourceFile file,
            Iterator<Map.Entry<String, Level>> levels,
            Map<String, SampleLayoutColumn> columns) {
        if (!levels.hasNext()) {
            return CompletableFuture.completedFuture(columns);
        }
        Map.Entry<String, Level> level = levels.next();
        VideoCodec codec = (VideoCodec) level.getValue().codec();
        return look(codec, whole(level.getValue())).thenCompose(layout -> {
            columns.put(level.getKey(), SampleLayoutColumn.of(layout));
            return columns(file, levels, columns);
        });
    }

    private static SampleRun whole(Level level) {
        return level.indexed(0, level.samples().count());
    }

    /** Looks at the samples of a run. */
    CompletableFuture<SampleLayout> look(VideoCodec codec, SampleRun run) {
        SampleLayoutReader reader = codec.sampleLayouts();
        if (reader == null) {
            return CompletableFuture.failedFuture(new CodecException(codec.family() + " is not protected"));
        }
        SourceFile file = run.file();
        return budget.under(LayoutLook.MOST_MEMORY, share -> storage.open(file.name(), file.version(), file.length())
                .thenCompose(source -> LayoutLook.at(source, reader, run).whenComplete((layout, failure) -> source.close())));
    }
}
