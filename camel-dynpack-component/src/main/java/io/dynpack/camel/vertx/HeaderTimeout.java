package io.dynpack.camel.vertx;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Closes a connection whose client sends the header of its first request too slowly, byte for byte, so that an idle time-out
 * never strikes. Leaves the pipeline once the end of a header (or a TLS or HTTP/2 exchange) went by; from then on the connection
 * belongs to a client that has shown it can ask, and the idle time-out suffices.
 */
final class HeaderTimeout extends ChannelInboundHandlerAdapter {
    private static final int END_OF_HEADER = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';
    /** First byte of a TLS handshake record. */
    private static final int TLS_HANDSHAKE = 22;

    private final long timeoutMillis;
    private Future<?> timer;
    private int last;
    private boolean first = true;

    HeaderTimeout(long timeoutMillis) {
        this.timeoutMillis = timeoutMillis;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        timer = ctx.executor().schedule(() -> {
            ctx.close();
        }, timeoutMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        timer.cancel(false);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        timer.cancel(false);
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes && ends(bytes)) {
            ctx.pipeline().remove(this);
        }
        ctx.fireChannelRead(message);
    }

    private boolean ends(ByteBuf bytes) {
        if (first && bytes.isReadable()) {
            first = false;
            if (bytes.getByte(bytes.readerIndex()) == TLS_HANDSHAKE) {
                return true;
            }
        }
        for (int i = bytes.readerIndex(); i < bytes.writerIndex(); i++) {
            last = last << 8 | bytes.getByte(i) & 0xff;
            if (last == END_OF_HEADER) {
                return true;
            }
        }
        return false;
    }
}
