package io.dynpack.camel.vertx;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/**
 * The same limits for a connection that speaks HTTP/2 without TLS: the header of its first request, and a header or a body that
 * began, have to be complete in their time, whatever other frames come meanwhile. Looks at the heads of the frames that a client
 * sends (RFC 9113, 4.1) and changes nothing.
 */
final class Http2Timeouts {
    private static final int PREFACE = 24;
    private static final int FRAME_HEAD = 9;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    /** More open bodies than streams that the server admits at a time. */
    private static final int MAX_BODIES = 1000;

    private final ConnectionLimits limits;
    private final byte[] head = new byte[FRAME_HEAD];
    private int prefaceLeft;
    private int headFilled;
    private int payloadLeft;
    /** Nanoseconds of {@link System#nanoTime}; {@code null} while no header is awaited. */
    private @Nullable Long headerSince = System.nanoTime();
    /** Of streams whose bodies are not over. */
    private final Map<Integer, Long> bodiesSince = new HashMap<>();
    private @Nullable Future<?> timer;

    /** @param passed bytes of the connection preface that went ahead */
    Http2Timeouts(ConnectionLimits limits, int passed) {
        this.limits = limits;
        this.prefaceLeft = PREFACE - passed;
    }

    /** Bytes that came; their reader index stays. */
    void read(ChannelHandlerContext ctx, ByteBuf bytes) {
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (at < end) {
            if (prefaceLeft > 0) {
                int n = Math.min(prefaceLeft, end - at);
                prefaceLeft -= n;
                at += n;
            } else if (payloadLeft > 0) {
                int n = Math.min(payloadLeft, end - at);
                payloadLeft -= n;
                at += n;
            } else {
                head[headFilled++] = bytes.getByte(at++);
                if (headFilled == FRAME_HEAD) {
                    headFilled = 0;
                    frame();
                }
            }
        }
        watch(ctx);
    }

    private void frame() {
        payloadLeft = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff;
        int type = head[3];
        int flags = head[4];
        int stream = (head[5] & 0x7f) << 24 | (head[6] & 0xff) << 16 | (head[7] & 0xff) << 8 | head[8] & 0xff;
        if (type == HEADERS) {
            if ((flags & END_STREAM) == 0) {
                bodiesSince.putIfAbsent(stream, System.nanoTime());
            } else {
                bodiesSince.remove(stream);
            }
        }
        if (type == HEADERS || type == CONTINUATION) {
            headerSince = (flags & END_HEADERS) != 0
                    ? null
                    : headerSince == null ? Long.valueOf(System.nanoTime()) : headerSince;
        }
        if (type == RST_STREAM || type == DATA && (flags & END_STREAM) != 0) {
            bodiesSince.remove(stream);
        }
    }

    private void watch(ChannelHandlerContext ctx) {
        if (bodiesSince.size() > MAX_BODIES) {
            ctx.close();
        } else if (timer == null && (headerSince != null || !bodiesSince.isEmpty()) && period() > 0) {
            timer = ctx.executor().schedule(() -> look(ctx), period(), TimeUnit.MILLISECONDS);
        }
    }

    /** Looks at most that much later than a limit says. */
    private long period() {
        long shortest = limits.headerMillis() == 0 || limits.bodyMillis() == 0
                ? Math.max(limits.headerMillis(), limits.bodyMillis())
                : Math.min(limits.headerMillis(), limits.bodyMillis());
        return shortest / 2;
    }

    private void look(ChannelHandlerContext ctx) {
        timer = null;
        boolean read = ctx.channel().config().isAutoRead();
        boolean late = headerSince != null && isOver(headerSince, limits.headerMillis());
        for (Iterator<Long> since = bodiesSince.values().iterator(); !late && since.hasNext();) {
            late = isOver(since.next(), limits.bodyMillis());
        }
        if (late && read) {
            ctx.close();
        } else {
            watch(ctx);
        }
    }

    private static boolean isOver(long since, long millis) {
        return millis > 0 && System.nanoTime() - since >= TimeUnit.MILLISECONDS.toNanos(millis);
    }

    void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
