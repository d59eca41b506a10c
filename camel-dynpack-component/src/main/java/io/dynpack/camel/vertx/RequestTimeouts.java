package io.dynpack.camel.vertx;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.Http1xOrH2CHandler;

/**
 * Closes a connection whose client sends the header or the body of a request too slowly, byte for byte, so that an idle time-out
 * never strikes. The time of a header begins with the connection for the first request, with its first byte for each further one.
 * A request that comes whole, as nearly all do, costs no timer.
 *
 * <p>
 * Where an answer is over before the body of its request, nobody reads the rest: the answer is the last of its connection, which is
 * closed once the client has closed it or a moment later, so that the answer arrives and no byte of the body is taken for a
 * request.
 *
 * <p>
 * Stands in front of the decoder, where bytes arrive, makes it a {@link StrictRequestDecoder}, and has a part behind it that sees
 * what became of the bytes. A connection that speaks HTTP/2 goes by {@link Http2Timeouts}; one that speaks TLS is left to the idle
 * time-out.
 */
final class RequestTimeouts extends ChannelInboundHandlerAdapter {
    /** How long a client may go on with a body that nobody reads, and how much of it. */
    private static final int LINGER_MILLIS = 2000;
    private static final int LINGER_BYTES = 1 << 20;

    private enum Coming {
        /** Nothing, or what follows the request before. */
        NOTHING,
        HEADER,
        BODY
    }

    private final ConnectionLimits limits;
    private final HttpServerOptions options;
    private Coming coming = Coming.HEADER;
    private boolean watching;
    /** Requests whose responses are not over. */
    private int unanswered;
    /** Of the header; {@code null} where none runs. */
    private @Nullable Future<?> timer;
    /** Of the body; {@code null} where none runs. */
    private @Nullable Future<?> bodyTimer;
    /** {@code null} unless the connection speaks HTTP/2. */
    private @Nullable Http2Timeouts http2;
    /** Bytes that went ahead before it was clear which protocol this is. */
    private int fed;
    /** Of a body that nobody reads; negative while there is none. */
    private int discarded = -1;

    /** @param options of the server, which its decoder goes by */
    RequestTimeouts(ConnectionLimits limits, HttpServerOptions options) {
        this.limits = limits;
        this.options = options;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        start(ctx);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        stop();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stop();
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            ctx.fireChannelRead(message);
            return;
        }
        if (discarded >= 0) {
            discarded += bytes.readableBytes();
            bytes.release();
            if (discarded > LINGER_BYTES) {
                ctx.close();
            }
            return;
        }
        if (!watching) {
            watch(ctx, bytes);
        } else if (http2 == null && ctx.pipeline().get(HttpRequestDecoder.class) == null) {
            // it was upgraded, and begins anew
            fed = 0;
            speaksHttp2();
        }
        if (!bytes.isReadable()) {
            bytes.release();
            return;
        }
        if (http2 != null) {
            http2.read(ctx, bytes);
            ctx.fireChannelRead(bytes);
            return;
        }
        if (coming == Coming.NOTHING) {
            coming = Coming.HEADER;
        }
        ctx.fireChannelRead(bytes);
        if (coming == Coming.HEADER && timer == null && !ctx.isRemoved()) {
            start(ctx);
        }
    }

    /**
     * The server tells by the first bytes which protocol it is, and has its decoder then. They go ahead one by one, so that no
     * header is over by then.
     */
    private void watch(ChannelHandlerContext ctx, ByteBuf bytes) {
        ChannelPipeline pipeline = ctx.pipeline();
        while (pipeline.context(HttpResponseEncoder.class) == null && pipeline.get(Http1xOrH2CHandler.class) != null) {
            if (!bytes.isReadable()) {
                return;
            }
            fed++;
            ctx.fireChannelRead(bytes.readRetainedSlice(1));
        }
        ChannelHandlerContext encoder = pipeline.context(HttpResponseEncoder.class);
        if (encoder == null && pipeline.get(SslHandler.class) != null) {
            pipeline.remove(this);
        } else if (encoder == null) {
            speaksHttp2();
        } else {
            // bytes that the decoder has not made a request of go to the one in its place
            ChannelHandlerContext decoder = pipeline.context(HttpRequestDecoder.class);
            pipeline.replace(decoder.handler(), decoder.name(), new StrictRequestDecoder(options));
            // nothing is encoded there yet, and everything is decoded
            pipeline.addAfter(encoder.name(), "headers", new Requests());
        }
        watching = true;
    }

    private void speaksHttp2() {
        stop();
        http2 = new Http2Timeouts(limits, fed);
        fed = 0;
    }

    private void start(ChannelHandlerContext ctx) {
        if (limits.headerMillis() > 0) {
            timer = ctx.executor().schedule(() -> late(ctx), limits.headerMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        if (http2 != null) {
            http2.stop();
        }
        stopBody();
    }

    private void stopBody() {
        if (bodyTimer != null) {
            bodyTimer.cancel(false);
            bodyTimer = null;
        }
    }

    private void startBody(ChannelHandlerContext ctx) {
        if (limits.bodyMillis() > 0) {
            bodyTimer = ctx.executor().schedule(() -> bodyLate(ctx), limits.bodyMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void bodyLate(ChannelHandlerContext ctx) {
        bodyTimer = null;
        if (coming == Coming.BODY && !ctx.channel().config().isAutoRead()) {
            // the client is not late while nobody reads
            startBody(ctx);
        } else if (coming == Coming.BODY) {
            ctx.close();
        }
    }

    /** Nothing is sent any more, and what comes is thrown away. */
    private void linger(ChannelHandlerContext ctx) {
        if (discarded < 0 && ctx.channel().isActive()) {
            discarded = 0;
            stop();
            if (ctx.channel() instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            }
            ctx.channel().config().setAutoRead(true);
            ctx.executor().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void late(ChannelHandlerContext ctx) {
        timer = null;
        if (watching && ctx.pipeline().get(HttpRequestDecoder.class) == null) {
            // it was upgraded to another protocol, which begins to speak in its time or is idle
            return;
        }
        if (unanswered > 0 || !ctx.channel().config().isAutoRead()) {
            // a client that sends requests ahead must not lose the response that it waits for; nor is it late while nobody reads
            start(ctx);
        } else {
            ctx.close();
        }
    }

    /** Sees requests as they were decoded, and responses before they are encoded. */
    private final class Requests extends ChannelDuplexHandler {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HttpRequest) {
                stop();
                unanswered++;
                coming = Coming.BODY;
            }
            if (message instanceof LastHttpContent) {
                coming = Coming.NOTHING;
                stopBody();
            }
            ctx.fireChannelRead(message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            if (coming == Coming.BODY && bodyTimer == null && !ctx.isRemoved()) {
                startBody(ctx);
            }
            ctx.fireChannelReadComplete();
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            if (!(message instanceof LastHttpContent) || isInterim(message)) {
                ctx.write(message, promise);
                return;
            }
            unanswered--;
            ctx.write(message, promise);
            if (unanswered == 0 && coming == Coming.BODY) {
                // Vert.x writes with void promises, which tell nobody: an empty write behind it does
                ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> linger(ctx));
            }
        }

        /** {@code 100 Continue} is complete, and no answer. */
        private static boolean isInterim(Object message) {
            return message instanceof HttpResponse response
                    && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
    }
}
