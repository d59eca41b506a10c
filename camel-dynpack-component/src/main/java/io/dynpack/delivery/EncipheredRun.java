package io.dynpack.delivery;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.dynpack.segment.BodyCipher;
import io.dynpack.segment.Piece;
import io.dynpack.storage.ReusableBuffers;
import io.dynpack.storage.StorageException;

/**
 * A {@link Piece.Enciphered}, a part at a time: its body is taken by a cursor of its own and goes through the cipher, whose state
 * is carried from part to part, so that no more than one part is in memory.
 *
 * <p>
 * One caller at a time; {@link #close} may come from any thread.
 */
final class EncipheredRun implements AutoCloseable {
    /** Bytes of the body that go into a part. */
    private static final int PART = 128 << 10;

    private final BodyCursor body;
    private final BodyCipher.Run cipher;
    private final ReusableBuffers buffers;
    /** Of the encrypted body: what is wanted, and how much was made. */
    private final long from;
    private final long to;
    private long at;
    /** What is being filled. */
    private @Nullable ByteBuffer part;

    EncipheredRun(Piece.Enciphered piece, OpenSources sources) {
        this.body = new BodyCursor(piece.body(), sources);
        this.cipher = piece.cipher().begin();
        this.buffers = sources.buffers();
        this.from = piece.from();
        this.to = piece.to();
    }

    boolean hasNext() {
        return at < to;
    }

    /**
     * Encrypts the next part.
     *
     * @return its bytes, at least one, from position to limit of a buffer that is to be given back to the sources' buffers; fails
     *         with a {@link StorageException}
     */
    CompletableFuture<ByteBuffer> next() {
        try {
            part = buffers.take(PART + cipher.overhead());
        } catch (StorageException.Busy e) {
            return CompletableFuture.failedFuture(e);
        }
        return CompletableFuture.completedFuture(part).thenCompose(this::fill).whenComplete((bytes, failure) -> {
            if (failure != null) {
                release();
            }
        });
    }

    private CompletableFuture<ByteBuffer> fill(ByteBuffer made) {
        for (;;) {
            CompletableFuture<Boolean> ready = body.ready();
            if (!ready.isDone() || ready.isCompletedExceptionally()) {
                return ready
                        .thenCompose(more -> take(made, more) ? CompletableFuture.completedFuture(wanted(made)) : fill(made));
            }
            if (take(made, ready.join())) {
                return CompletableFuture.completedFuture(wanted(made));
            }
        }
    }

    /** Whether the part is as full as it gets and holds something that is wanted; what is in front of that is passed over. */
    private boolean take(ByteBuffer made, boolean more) {
        if (more) {
            int room = made.remaining() - cipher.overhead();
            body.drain(room, bytes -> cipher.update(bytes, made));
        } else {
            cipher.end(made);
        }
        if (at + made.position() <= from) {
            at += made.position();
            made.clear();
            return false;
        }
        return !more || made.remaining() <= cipher.overhead() || at + made.position() >= to;
    }

    private ByteBuffer wanted(ByteBuffer made) {
        int start = (int) Math.max(0, from - at);
        int end = (int) Math.min(made.position(), to - at);
        at += made.position();
        part = null;
        return made.limit(end).position(start);
    }

    private void release() {
        if (part != null) {
            buffers.give(part);
            part = null;
        }
    }

    @Override
    public void close() {
        body.close();
    }
}
