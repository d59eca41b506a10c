package io.dynpack.camel.vertx;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.impl.Http1xOrH2CHandler;

/**
 * Closes a connection whose client sends the header of a request too slowly, byte for byte, so that an idle time-out never
 * strikes. Of the first request the connection itself is the beginning, of each further one its first byte. A header that comes
 * whole, as nearly all do, costs no timer.
 *
 * <p>
 * Stands in front of the decoder, where bytes arrive, and has a part behind it that sees what became of them. Leaves a connection
 * that speaks TLS or HTTP/2; for these the idle time-out has to suffice.
 */
final class HeaderTimeout extends ChannelInboundHandlerAdapter {
    private enum Coming {
        /** Nothing, or what follows the request before. */
        NOTHING,
        HEADER,
        BODY
    }

    private final long timeoutMillis;
    private Coming coming = Coming.HEADER;
    private boolean watching;
    /** Requests whose responses are not over. */
    private int unanswered;
    /** {@code null} where none runs. */
    private Future<?> timer;

    HeaderTimeout(long timeoutMillis) {
        this.timeoutMillis = timeoutMillis;
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
        if (!watching) {
            watch(ctx, bytes);
        }
        if (!bytes.isReadable()) {
            bytes.release();
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
            ctx.fireChannelRead(bytes.readRetainedSlice(1));
        }
        ChannelHandlerContext encoder = pipeline.context(HttpResponseEncoder.class);
        if (encoder == null) {
            pipeline.remove(this);
        } else {
            // nothing is encoded there yet, and everything is decoded
            pipeline.addAfter(encoder.name(), "headers", new Requests());
        }
        watching = true;
    }

    private void start(ChannelHandlerContext ctx) {
        timer = ctx.executor().schedule(() -> late(ctx), timeoutMillis, TimeUnit.MILLISECONDS);
    }

    private void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void late(ChannelHandlerContext ctx) {
        timer = null;
        if (watching && ctx.pipeline().get(HttpRequestDecoder.class) == null) {
            // it was upgraded to another protocol
            ctx.pipeline().remove(this);
        } else if (unanswered > 0 || !ctx.channel().config().isAutoRead()) {
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
            }
            ctx.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            if (message instanceof LastHttpContent && !isInterim(message)) {
                unanswered--;
            }
            ctx.write(message, promise);
        }

        /** {@code 100 Continue} is complete, and no answer. */
        private static boolean isInterim(Object message) {
            return message instanceof HttpResponse response
                    && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
    }
}
