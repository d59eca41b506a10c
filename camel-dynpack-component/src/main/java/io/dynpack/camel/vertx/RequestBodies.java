package io.dynpack.camel.vertx;

import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.dynpack.origin.MpeError;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerRequestInternal;

/**
 * Bodies of requests that are on their way. A route that wants one has it in memory as a whole before it begins, and its client may
 * take its time: each is bounded, and all of them together. Safe for use by many threads.
 */
final class RequestBodies {
    /** Of the heap, for all. */
    private static final int PART = 16;
    private static final long LEAST = 16 << 20;
    /** At how many bytes Vert.x ends one that does not say its length. */
    private static final long UNKNOWN = 10 << 20;

    private final long most;
    private final long mostOfAll;
    private final AtomicLong underWay = new AtomicLong();

    /** @param most bytes of one body */
    RequestBodies(long most) {
        this(most, Math.max(LEAST, Runtime.getRuntime().maxMemory() / PART));
    }

    /** @param mostOfAll bytes of all bodies that are under way */
    RequestBodies(long most, long mostOfAll) {
        this.most = most;
        this.mostOfAll = mostOfAll;
    }

    /**
     * Takes room for the body of a request until the last of it is there, or its connection is gone. One that does not say how long
     * it is takes what it may grow to.
     *
     * @return why it is refused; {@code null} where it is not
     */
    @Nullable
    MpeError take(HttpServerRequest request) {
        String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            long bytes = bytes(length);
            return bytes > most ? MpeError.BODY_TOO_LARGE : reserved(request, bytes) ? null : MpeError.SERVER_BUSY;
        }
        if (request.version() == HttpVersion.HTTP_2) {
            // whether there is a body at all is known when the frames that have come are read
            ((HttpServerRequestInternal) request).context().runOnContext(read -> {
                if (!request.isEnded() && !reserved(request, UNKNOWN)) {
                    request.response().reset();
                }
            });
            return null;
        }
        return !request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || reserved(request, UNKNOWN)
                ? null
                : MpeError.SERVER_BUSY;
    }

    private boolean reserved(HttpServerRequest request, long bytes) {
        if (underWay.addAndGet(bytes) > mostOfAll) {
            underWay.addAndGet(-bytes);
            return false;
        }
        request.end().onComplete(over -> underWay.addAndGet(-bytes));
        return true;
    }

    private static long bytes(String length) {
        try {
            return Long.parseLong(length.strip());
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
