package io.dynpack.origin;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import io.dynpack.presentation.CueSource;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;
import io.dynpack.storage.CacheState;
import io.dynpack.storage.LoadCache;
import io.dynpack.storage.MemoryBudget;
import io.dynpack.text.CueList;
import io.dynpack.text.TextTooLargeException;

/**
 * Segments of text by entity tag, each made once however many ask for it, its length, or a part of it. Off the heap, so that they
 * leave without a copy, and bounded by bytes. That one is too large is kept as well. Safe for use by many threads.
 */
final class BuiltTexts {
    /** Bytes of heap for what stands in the cache besides a body. */
    private static final int ENTRY = 512;
    /** What may be made where its cues were read, bytes of heap: more takes longer than an event loop may be held up. */
    private static final int MOST_AT_ONCE = 1 << 20;

    private final MemoryBudget budget;
    private final LoadCache<String, SegmentBody> bodies;

    /**
     * @param maxBytes kept
     * @param budget   of those being made
     */
    BuiltTexts(long maxBytes, MemoryBudget budget) {
        this.budget = budget;
        this.bodies = new LoadCache<>(maxBytes, (tag, body) -> ENTRY + body.length(), TextTooLargeException.class::isInstance);
    }

    CacheState state() {
        return bodies.state("texts");
    }

    /** Whether a body is there already. */
    boolean has(String tag) {
        return bodies.has(tag);
    }

    /**
     * The body that a tag stands for.
     *
     * @param cost bytes of heap that it takes to make it
     * @return fails with what reading the cues failed with, with {@link TextTooLargeException}, and with a storage exception where
     *         others are being made and memory does not suffice
     */
    CompletableFuture<SegmentBody> get(String tag, CueSource source, ToLongFunction<CueList> cost,
            Function<CueList, SegmentBody> maker) {
        return bodies.get(tag, () -> source.cues().thenCompose(cues -> make(cues, cost.applyAsLong(cues), maker)));
    }

    private CompletableFuture<SegmentBody> make(CueList cues, long cost, Function<CueList, SegmentBody> maker) {
        if (cost <= MOST_AT_ONCE) {
            return CompletableFuture.completedFuture(offHeap(maker.apply(cues)));
        }
        return budget.under(Math.min(cost, budget.largest()),
                share -> CompletableFuture.supplyAsync(() -> offHeap(maker.apply(cues))));
    }

    private static SegmentBody offHeap(SegmentBody body) {
        List<Piece> pieces = new ArrayList<>();
        for (Piece piece : body.pieces()) {
            ByteBuffer bytes = ((Piece.Literal) piece).bytes().duplicate();
            pieces.add(new Piece.Literal(ByteBuffer.allocateDirect(bytes.remaining()).put(bytes).flip()));
        }
        return SegmentBody.of(pieces);
    }
}
