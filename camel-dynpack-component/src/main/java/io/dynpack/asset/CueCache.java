package io.dynpack.asset;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.dynpack.index.SourceFile;
import io.dynpack.index.TrackIndex;
import io.dynpack.presentation.Finding;
import io.dynpack.storage.CacheState;
import io.dynpack.storage.LoadCache;
import io.dynpack.storage.MemoryBudget;
import io.dynpack.storage.Source;
import io.dynpack.storage.Storage;
import io.dynpack.text.TextDocument;
import io.dynpack.text.TextException;
import io.dynpack.text.TextLimits;

/**
 * Documents of text, and what text tracks of MP4 files say, by file and version, in memory and bounded by bytes. Each is read
 * once however many ask at a time. What is wrong with a track is logged, since it is read only when somebody asks for it. Safe
 * for use by many threads.
 */
public final class CueCache {
    /** Of each byte of a document, what reading it takes at most: itself, and what {@link TextLimits} says. */
    private static final int READING = 6;
    private static final int ENTRY = 512;
    private static final Logger LOG = LoggerFactory.getLogger(CueCache.class);

    private final Storage storage;
    private final MemoryBudget budget;
    private final LoadCache<Key, TextDocument> cache;

    /** @param trackId 0 for a document */
    private record Key(SourceFile file, long trackId) {}

    /** @param maxBytes of all documents in memory */
    public CueCache(Storage storage, long maxBytes) {
        this(storage, maxBytes, MemoryBudget.ofHeap());
    }

    /**
     * @param maxBytes of all documents in memory
     * @param budget   of those being read
     */
    public CueCache(Storage storage, long maxBytes, MemoryBudget budget) {
        this.storage = storage;
        this.budget = budget;
        this.cache = new LoadCache<>(maxBytes, (key, document) -> ENTRY + document.cues().heapBytes(),
                TextFileException.class::isInstance);
    }

    /** Counts of it. */
    public CacheState state() {
        return cache.state("cues");
    }

    /** @return fails with {@link TextFileException} for what is no document of text, and with a storage exception */
    CompletableFuture<TextDocument> get(SourceFile file) {
        return cache.get(new Key(file, 0), () -> read(file));
    }

    /**
     * What a text track says.
     *
     * @param track that {@link #problem} has nothing against
     * @return fails with a storage exception
     */
    CompletableFuture<TextDocument> get(SourceFile file, TrackIndex track) {
        return cache.get(new Key(file, track.trackId()), () -> budget.under(READING * TrackText.bytes(track)
                + Math.min(TrackText.READ_AHEAD, file.length()),
                share -> storage.open(file.name(), file.version(), file.length())
                        .thenCompose(source -> TrackText.read(source, track)
                                .whenComplete((document, failure) -> source.close()))
                        .whenComplete((document, failure) -> {
                            if (failure == null) {
                                log(file, track, document);
                            }
                        })));
    }

    private static void log(SourceFile file, TrackIndex track, TextDocument document) {
        List<Finding> findings = new ArrayList<>();
        TextLoader.findings(file.name(), document, findings);
        if (!findings.isEmpty()) {
            LOG.warn("not all of track {} of {} is shown: {}", track.trackId(), file.name(),
                    findings.stream().map(Finding::message).collect(Collectors.joining("; ")));
        }
    }

    /** Why a text track is not read; {@code null} where it is. */
    @Nullable
    String problem(TrackIndex track) {
        long most = Math.min(TextLimits.DEFAULT.documentBytes(), (budget.largest() - TrackText.READ_AHEAD) / READING);
        return TrackText.bytes(track) > most
                ? "has " + TrackText.bytes(track) + " bytes of text, more than " + most
                : TrackText.problem(track);
    }

    private CompletableFuture<TextDocument> read(SourceFile file) {
        long most = Math.min(TextLimits.DEFAULT.documentBytes(), budget.largest() / READING);
        if (file.length() > most) {
            return CompletableFuture.failedFuture(
                    new TextFileException("has " + file.length() + " bytes, more than " + most));
        }
        if (file.length() == 0) {
            return CompletableFuture.failedFuture(new TextFileException("is empty"));
        }
        return budget.under(READING * file.length(),
                share -> storage.open(file.name(), file.version(), file.length())
                        .thenCompose(source -> read(source).whenComplete((document, failure) -> source.close())));
    }

    private static CompletableFuture<TextDocument> read(Source source) {
        return source.read(0, (int) source.length()).thenApply(bytes -> {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            try {
                return TextDocument.read(copy);
            } catch (TextException e) {
                throw new TextFileException("cannot be read as text: " + e.getMessage());
            }
        });
    }
}
