package io.dynpack.origin;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.dynpack.presentation.CueSource;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;
import io.dynpack.storage.CacheState;
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
    private final AsyncCache<String, Built> bodies;

    /** A body, or why there is none. */
    private record Built(@Nullable SegmentBody body, @Nullable Throwable problem) {
        int weight() {
            return (int) Math.min(Integer.MAX_VALUE, ENTRY + (body == null ? 0 : body.length()));
        }

        boolean isLasting() {
            return body != null || problem instanceof TextTooLargeException;
        }

        SegmentBody orFail() {
            if (body == null) {
                throw new CompletionException(problem);
            }
            return body;
        }
    }

    /**
     * @param maxBytes kept
     * @param budget   of those being made
     */
    BuiltTexts(long maxBytes, MemoryBudget budget) {
        this.budget = budget;
        this.bodies = Caffeine.newBuilder().maximumWeight(maxBytes).weigher((String tag, Built built) -> built.weight())
                .recordStats().executor(Runnable::run).buildAsync();
    }

    CacheState state() {
        return CacheState.of("texts", bodies.synchronous());
    }

    /** Whether a body is there already. */
    boolean has(String tag) {
        // not as one that asks for it, which would count as a hit
        CompletableFuture<Built> known = bodies.asMap().get(tag);
        return known != null && known.isDone();
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
        // of a load that fails the cache would write the stack into the log
        CompletableFuture<Built> built = bodies.get(tag,
                (same, executor) -> source.cues().thenCompose(cues -> make(cues, cost.applyAsLong(cues), maker))
                        .exceptionally(failure -> new Built(null,
                                failure instanceof CompletionException ? failure.getCause() : failure)));
        return built.thenApply(found -> {
            if (!found.isLasting()) {
                bodies.asMap().remove(tag, built);
            }
            return found.orFail();
        });
    }

    private CompletableFuture<Built> make(CueList cues, long cost, Function<CueList, SegmentBody> maker) {
        if (cost <= MOST_AT_ONCE) {
            return CompletableFuture.completedFuture(make(cues, maker));
        }
        return budget.under(Math.min(cost, budget.largest()),
                share -> CompletableFuture.supplyAsync(() -> make(cues, maker)));
    }

    private static Built make(CueList cues, Function<CueList, SegmentBody> maker) {
        try {
            return new Built(offHeap(maker.apply(cues)), null);
        } catch (TextTooLargeException e) {
            return new Built(null, e);
        }
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
