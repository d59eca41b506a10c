package io.dynpack.camel.vertx;

import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.dynpack.origin.MpeError;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

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
        String length = request.getHeader("Content-Length");
        boolean hasOne = length != null || request.headers().contains("Transfer-Encoding")
                || request.version() == HttpVersion.HTTP_2 && !request.isEnded();
        if (!hasOne) {
            return null;
        }
        long bytes = length == null ? UNKNOWN : bytes(length);
        if (length != null && bytes > most) {
            return MpeError.BODY_TOO_LARGE;
        }
        if (bytes == 0) {
            return null;
        }
        if (underWay.addAndGet(bytes) > mostOfAll) {
            underWay.addAndGet(-bytes);
            return MpeError.SERVER_BUSY;
        }
        request.end().onComplete(over -> underWay.addAndGet(-bytes));
        return null;
    }

    private static long bytes(String length) {
        try {
            return Long.parseLong(length.strip());
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
