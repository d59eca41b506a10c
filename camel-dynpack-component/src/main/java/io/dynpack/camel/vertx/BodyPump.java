package io.dynpack.camel.vertx;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

import io.dynpack.camel.FirstByteTimeout;
import io.dynpack.camel.ResponseAbortedException;
import io.dynpack.delivery.BodyCursor;
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
 * gathered. The status waits for the first media bytes; where they do not come in time nothing was sent. Where the body cannot be
 * finished the connection is closed, so that the client sees it cut short.
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
    private final boolean headed;
    private final FirstByteTimeout timeout;
    private long sent;
    /** Of Vert.x, while the first media bytes are waited for. */
    private @Nullable Long timer;
    private @Nullable ByteBuf batch;
    private boolean borrowed;
    /** What the cursor said last, where it was asked already. */
    private @Nullable CompletableFuture<Boolean> pending;

    /**
     * @param length  of the body, at least 1 byte
     * @param headed  whether the body begins with bytes that lie in memory
     * @param timeout until when the first media bytes have to be there
     */
    BodyPump(Context context, HttpServerResponse response, Cork cork, BodyCursor cursor, long length, boolean headed,
            FirstByteTimeout timeout) {
        this.context = context;
        this.response = response;
        this.cork = cork;
        this.cursor = cursor;
        this.length = length;
        this.headed = headed;
        this.timeout = timeout;
    }

    /** @return bytes sent, completed on the event loop; fails as {@link io.dynpack.camel.ResponseWriter#respond} says */
    CompletableFuture<Long> start() {
        context.runOnContext(start -> run());
        return done;
    }

    private void run() {
        if (done.isDone()) {
            // the time was over before the storage answered
            return;
        }
        try {
            while (!response.ended() && !response.closed()) {
                CompletableFuture<Boolean> ready = fill();
                if (ready != null) {
                    cork.pull();
                    if (sent == 0 && timer == null && timeout.limit() != null) {
                        timer = context.owner().setTimer(timeout.remainingMillis(), late -> late());
                    }
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

    private void late() {
        timer = null;
        if (sent == 0 && !done.isDone()) {
            failed(timeout.exceeded());
        }
    }

    private void stopTimer() {
        if (timer != null) {
            context.owner().cancelTimer(timer);
            timer = null;
        }
    }

    /** @return what to wait for, or {@code null} when there is a batch */
    private @Nullable CompletableFuture<Boolean> fill() {
        if (batch != null) {
            // the head of the body, which waits for the media behind it
            return together(true);
        }
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
                return together(headed && sent == 0);
            }
        }
        return null;
    }

    /**
     * What lies in memory leaves together with the media behind it, where that is at hand.
     *
     * @param wait whether it does not leave without
     * @return what to wait for, or {@code null}
     */
    private @Nullable CompletableFuture<Boolean> together(boolean wait) {
        CompletableFuture<Boolean> next = pending == null ? cursor.ready() : pending;
        if (!next.isDone() || next.isCompletedExceptionally()) {
            pending = next;
            if (wait && next.isDone()) {
                // fails, before anything has left
                next.join();
            }
            return wait ? next : null;
        }
        pending = null;
        ByteBuf media = lent();
        if (media != null) {
            batch = Unpooled.wrappedBuffer(batch, media);
        }
        return null;
    }

    /** What can be sent from where it is, or {@code null}. */
    private @Nullable ByteBuf lent() {
        ByteBuffer[] made = cursor.lend(BATCH);
        if (made == null) {
            return null;
        }
        borrowed = true;
        return Unpooled.wrappedBuffer(made);
    }

    private Future<Void> write() {
        stopTimer();
        ByteBuf batch = Objects.requireNonNull(this.batch);
        timeout.begun();
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
        stopTimer();
        if (response.closed()) {
            // nobody is there to be answered with something else
            abort("the client closed the connection", cause);
        } else if (response.headWritten()) {
            abort("a source failed or changed half-way", cause);
        } else {
            release();
            cursor.close();
            done.completeExceptionally(cause);
        }
    }

    private void abort(String message, @Nullable Throwable cause) {
        stopTimer();
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
