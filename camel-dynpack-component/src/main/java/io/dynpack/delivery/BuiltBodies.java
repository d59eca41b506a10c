package io.dynpack.delivery;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.dynpack.segment.Piece;
import io.dynpack.storage.CacheState;
import io.dynpack.storage.ReusableBuffers;
import io.dynpack.storage.StorageException;

/**
 * Encrypted bodies that were made once, off the heap: a part of one is not made from its beginning each time, nor one that is asked
 * for again and again. Bounded by bytes; made once however many wait for it. Safe for use by many threads.
 */
final class BuiltBodies {
    private static final int MAX_SEEN = 10_000;
    /** Of all that is kept, what one body may take. */
    private static final int PART = 4;

    private final OpenSources sources;
    private final ReusableBuffers buffers;
    private final long maxBytes;
    private final Cache<String, Body> bodies;
    /** Bodies that were asked for once as a whole: it is the second time that shows that there will be others. */
    private final Cache<String, Boolean> seen = Caffeine.newBuilder().maximumSize(MAX_SEEN).executor(Runnable::run).build();

    /** @param bytes from 0 to the capacity of the buffer, once it is there */
    private record Body(int length, CompletableFuture<ByteBuffer> bytes) {}

    BuiltBodies(OpenSources sources, ReusableBuffers buffers, long maxBytes) {
        this.sources = sources;
        this.buffers = buffers;
        this.maxBytes = maxBytes;
        this.bodies = Caffeine.newBuilder().maximumWeight(maxBytes).weigher((String id, Body body) -> body.length)
                .recordStats().executor(Runnable::run).evictionListener((id, body, cause) -> left(body)).build();
    }

    CacheState state() {
        return CacheState.of("bodies", bodies);
    }

    /** Somebody may still look at it. */
    private void left(@Nullable Body body) {
        if (body != null) {
            body.bytes.thenAccept(buffers::forget);
        }
    }

    /**
     * All of the body that a piece is a part of.
     *
     * @return bytes that never change; {@code null} where they are better made while they are sent. Fails with a
     *         {@link StorageException}
     */
    @Nullable
    CompletableFuture<ByteBuffer> of(Piece.Enciphered piece) {
        Body known = bodies.getIfPresent(piece.id());
        if (known != null) {
            return known.bytes;
        }
        Piece.Enciphered whole = piece.whole();
        boolean first = piece.equals(whole) && seen.asMap().putIfAbsent(piece.id(), true) == null;
        if (first || whole.length() > maxBytes / PART) {
            return null;
        }
        ByteBuffer room;
        try {
            room = buffers.take((int) whole.length());
        } catch (StorageException.Busy e) {
            return null;
        }
        Body made = new Body(room.remaining(), new CompletableFuture<>());
        Body other = bodies.asMap().putIfAbsent(piece.id(), made);
        if (other != null) {
            buffers.give(room);
            return other.bytes;
        }
        filled(whole, room).whenComplete((done, failure) -> {
            if (failure == null) {
                made.bytes.complete(room.flip());
            } else {
                bodies.asMap().remove(piece.id(), made);
                buffers.give(room);
                made.bytes.completeExceptionally(failure);
            }
        });
        return made.bytes;
    }

    /** Fails rather than throws: others wait for the body by now. */
    private CompletableFuture<Void> filled(Piece.Enciphered whole, ByteBuffer room) {
        try {
            EncipheredRun run = new EncipheredRun(whole, sources);
            return CompletableFuture.completedFuture(run).thenCompose(opened -> fill(opened, room))
                    .whenComplete((done, failure) -> run.close());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Void> fill(EncipheredRun run, ByteBuffer room) {
        while (run.hasNext()) {
            CompletableFuture<ByteBuffer> next = run.next();
            if (!next.isDone() || next.isCompletedExceptionally()) {
                return next.thenCompose(part -> {
                    append(part, room);
                    return fill(run, room);
                });
            }
            append(next.join(), room);
        }
        return CompletableFuture.completedFuture(null);
    }

    private void append(ByteBuffer part, ByteBuffer room) {
        room.put(part);
        buffers.give(part);
    }
}
