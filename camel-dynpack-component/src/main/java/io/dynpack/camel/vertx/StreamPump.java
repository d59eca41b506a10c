package io.dynpack.camel.vertx;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.dynpack.camel.ResponseAbortedException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** Sends a blocking stream of unknown length: reads a part on a worker when the part before it has gone. */
final class StreamPump {
    private static final int PART = 64 << 10;

    private final Context context;
    private final HttpServerResponse response;
    private final InputStream stream;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    StreamPump(Context context, HttpServerResponse response, InputStream stream) {
        this.context = context;
        this.response = response;
        this.stream = stream;
    }

    CompletableFuture<Void> start() {
        next();
        return done;
    }

    private void next() {
        context.executeBlocking(() -> stream.readNBytes(PART), false).onComplete(read -> {
            if (read.failed()) {
                close(new ResponseAbortedException("the body of a route could not be read", response.bytesWritten(),
                        read.cause()));
            } else if (read.result().length == 0) {
                response.end().onComplete(ended -> close(ended.failed() ? gone(ended.cause()) : null));
            } else {
                response.write(Buffer.buffer(read.result())).onComplete(written -> {
                    if (written.failed()) {
                        close(gone(written.cause()));
                    } else {
                        next();
                    }
                });
            }
        });
    }

    private ResponseAbortedException gone(Throwable cause) {
        return new ResponseAbortedException("the client closed the connection", response.bytesWritten(), cause);
    }

    private void close(@Nullable ResponseAbortedException failure) {
        if (failure != null && !response.ended() && !response.closed()) {
            response.reset();
        }
        context.executeBlocking(() -> {
            try (stream) {
                return null;
            } catch (IOException e) {
                throw new ResponseAbortedException("the body of a route could not be closed", response.bytesWritten(), e);
            }
        }, false).onComplete(closed -> {
            Throwable cause = failure != null ? failure : closed.cause();
            if (cause == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(cause);
            }
        });
    }
}
