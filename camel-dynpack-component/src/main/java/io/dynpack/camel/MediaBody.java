package io.dynpack.camel;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;

import io.dynpack.delivery.BodyCursor;
import io.dynpack.delivery.BodyInputStream;
import io.dynpack.delivery.OpenSources;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;

/**
 * A media body on a message: its length is known, its bytes are read when somebody takes them, as often as they like.
 *
 * <p>
 * Converts to {@link ByteBuffer} and {@code byte[]} up to {@link #MAX_IN_MEMORY}, to {@link InputStream} in any size. Being a
 * {@link StreamCache} it passes through stream caching untouched: the bytes stay in storage.
 */
public final class MediaBody implements StreamCache {
    /** The most bytes that a conversion to a buffer or an array brings into memory. */
    public static final int MAX_IN_MEMORY = 4 << 20;

    private final SegmentBody body;
    private final OpenSources sources;

    public MediaBody(SegmentBody body, OpenSources sources) {
        this.body = body;
        this.sources = sources;
    }

    public SegmentBody body() {
        return body;
    }

    /** What reads the source ranges of {@link #body()}. */
    public OpenSources sources() {
        return sources;
    }

    @Override
    public long length() {
        return body.length();
    }

    /**
     * All bytes in one heap buffer whose capacity is exactly their number.
     *
     * @return fails with {@link io.dynpack.storage.StorageException}, or with {@link IllegalStateException} where the body is
     *         longer than {@link #MAX_IN_MEMORY}
     */
    public CompletableFuture<ByteBuffer> toByteBuffer() {
        return toByteBuffer(FirstByteTimeout.NONE);
    }

    /** As {@link #toByteBuffer()} for who waits for the first media bytes only so long. */
    CompletableFuture<ByteBuffer> toByteBuffer(FirstByteTimeout timeout) {
        if (length() > MAX_IN_MEMORY) {
            return CompletableFuture.failedFuture(new IllegalStateException(
                    "a body of " + length() + " bytes is not brought into memory as a whole; read its stream"));
        }
        var cursor = new BodyCursor(body, sources);
        ByteBuffer whole = ByteBuffer.allocate((int) length());
        return timeout.await(begin(cursor, whole)).thenCompose(more -> fill(cursor, whole))
                .whenComplete((bytes, failure) -> cursor.close());
    }

    /** Takes what lies in memory at the beginning of the body, and ends when media behind it are at hand. */
    private CompletableFuture<Boolean> begin(BodyCursor cursor, ByteBuffer bytes) {
        CompletableFuture<Boolean> ready = cursor.ready();
        if (body.pieces().isEmpty() || !(body.pieces().get(0) instanceof Piece.Literal)) {
            return ready;
        }
        return ready.thenCompose(more -> {
            drain(cursor, bytes, more);
            return bytes.hasRemaining() ? cursor.ready() : ready;
        });
    }

    private static CompletableFuture<ByteBuffer> fill(BodyCursor cursor, ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            CompletableFuture<Boolean> ready = cursor.ready();
            if (!ready.isDone() || ready.isCompletedExceptionally()) {
                return ready.thenCompose(more -> {
                    drain(cursor, bytes, more);
                    return fill(cursor, bytes);
                });
            }
            try {
                drain(cursor, bytes, ready.join());
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
        return CompletableFuture.completedFuture(bytes.flip());
    }

    private static void drain(BodyCursor cursor, ByteBuffer bytes, boolean more) {
        if (!more) {
            throw new IllegalStateException("the body is " + bytes.remaining() + " bytes shorter than it says");
        }
        cursor.drain(bytes.remaining(), bytes::put);
    }

    /**
     * Whether its first media bytes can be read. What is read for that is kept a short while for who takes the body.
     *
     * @return completes at once where the body lies in memory; fails with {@link io.dynpack.storage.StorageException}
     */
    CompletableFuture<Void> begun() {
        var cursor = new BodyCursor(body, sources);
        return cursor.media().<Void>thenApply(more -> null).whenComplete((done, failure) -> cursor.close());
    }

    /** The bytes from the start; the stream holds one window of them at a time. Blocks its reader while storage is read. */
    public InputStream toInputStream() {
        return new BodyInputStream(body, sources);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        try (InputStream in = toInputStream()) {
            if (in.transferTo(out) != length()) {
                throw new EOFException("the body is shorter than it says");
            }
        }
    }

    @Override
    public StreamCache copy(Exchange exchange) {
        return this;
    }

    @Override
    public void reset() {
        // every reader has a cursor of its own
    }

    @Override
    public boolean inMemory() {
        return true;
    }

    @Override
    public long position() {
        return 0;
    }

    @Override
    public String toString() {
        return "MediaBody[" + length() + " bytes]";
    }
}
