package io.dynpack.camel.vertx;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.dynpack.camel.BodyCursor;
import io.dynpack.camel.ResponseAbortedException;
import io.dynpack.storage.StorageException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import io.vertx.core.http.HttpServerResponse;

/**
 * Sends one body on the event loop of its connection, a part of it at a time: the next when that has gone. So a slow reader costs
 * one part beside its socket's buffer, a waiting storage read costs no thread, and no byte of a changed file leaves: what a file
 * gave was verified after it was copied, and cannot change any more. Such parts are sent from where they are; small ones are
 * gathered. Where the body cannot be finished the connection is closed, so that the client sees it cut short.
 */
final class BodyPump {
    /** Bytes under way at a time, on each connection. */
    static final int BATCH = 256 << 10;

    private final Context context;
    private final HttpServerResponse response;
    private final Cork cork;
    private final BodyCursor cursor;
    private final CompletableFuture<Long> done = new CompletableFuture<>();
    private final long length;
    private long sent;
    private ByteBuf batch;
    private boolean borrowed;
    /** What the cursor said last, where it was asked already. */
    private CompletableFuture<Boolean> pending;

    /** @param length of the body, at least 1 byte */
    BodyPump(Context context, HttpServerResponse response, Cork cork, BodyCursor cursor, long length) {
        this.context = context;
        this.response = response;
        this.cork = cork;
        this.cursor = cursor;
        this.length = length;
    }

    /** @return bytes sent, completed on the event loop; fails as {@link io.dynpack.camel.ResponseWriter#respond} says */
    CompletableFuture<Long> start() {
        context.runOnContext(start -> run());
        return done;
    }

    private void run() {
        try {
            while (!response.ended() && !response.closed()) {
                CompletableFuture<Boolean> ready = fill();
                if (ready != null) {
                    cork.pull();
                    ready.whenComplete((more, failure) -> context.runOnContext(resume -> run()));
                    return;
                }
                Future<Void> write = write();
                if (sent == length || !write.isComplete()) {
                    write.onComplete(written -> written(write));
                    return;
                }
                if (write.failed()) {
                    break;
                }
                if (borrowed) {
                    cursor.takeBack();
                }
                release();
            }
            abort("the client closed the connection", null);
        } catch (StorageException e) {
            failed(e);
        } catch (CompletionException e) {
            failed(e.getCause() instanceof StorageException cause
                    ? cause
                    : new StorageException("a read failed", e.getCause()));
        } catch (RuntimeException | OutOfMemoryError e) {
            // out of native memory too: this response ends, and what it holds is let go
            abort("the response failed", e);
        }
    }

    /** @return what to wait for, or {@code null} when there is a batch */
    private CompletableFuture<Boolean> fill() {
        CompletableFuture<Boolean> ready = pending == null ? cursor.ready() : pending;
        pending = null;
        if (!ready.isDone()) {
            return ready;
        }
        if (!ready.join()) {
            throw new StorageException("a body ended before its length", null);
        }
        batch = lent();
        if (batch == null) {
            int size = cursor.atHand(BATCH);
            batch = PooledByteBufAllocator.DEFAULT.directBuffer(size, size);
            cursor.drain(size, batch::writeBytes);
            if (sent + size < length) {
                together();
            }
        }
        return null;
    }

    /** Headers leave together with the first of the media, where that is at hand. */
    private void together() {
        CompletableFuture<Boolean> next = cursor.ready();
        if (!next.isDone() || next.isCompletedExceptionally()) {
            pending = next;
            return;
        }
        ByteBuf media = lent();
        if (media != null) {
            batch = Unpooled.wrappedBuffer(batch, media);
        }
    }

    /** What can be sent from where it is, or {@code null}. */
    private ByteBuf lent() {
        ByteBuffer[] made = cursor.lend(BATCH);
        if (made == null) {
            return null;
        }
        borrowed = true;
        return Unpooled.wrappedBuffer(made);
    }

    private Future<Void> write() {
        sent += batch.readableBytes();
        // Vert.x never releases a buffer that it was given; the batch is released when the write is over, however it ended
        Buffer bytes = BufferImpl.buffer(batch);
        if (sent < length) {
            cork.push();
            return response.write(bytes);
        }
        Future<Void> last = response.end(bytes);
        cork.pull();
        return last;
    }

    private void written(Future<Void> write) {
        if (borrowed) {
            // failed or not, the write is over
            cursor.takeBack();
        }
        release();
        if (write.failed()) {
            abort("the client closed the connection", write.cause());
        } else if (sent == length) {
            cursor.close();
            done.complete(sent);
        } else {
            run();
        }
    }

    private void failed(StorageException cause) {
        if (response.headWritten()) {
            abort("a source failed or changed half-way", cause);
        } else {
            release();
            cursor.close();
            done.completeExceptionally(cause);
        }
    }

    private void abort(String message, Throwable cause) {
        release();
        cursor.close();
        if (!response.ended() && !response.closed()) {
            response.reset();
        }
        done.completeExceptionally(new ResponseAbortedException(message, sent, cause));
    }

    private void release() {
        if (batch != null) {
            batch.release();
            batch = null;
            borrowed = false;
        }
    }
}
