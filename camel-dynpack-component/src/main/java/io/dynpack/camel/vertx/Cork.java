package io.dynpack.camel.vertx;

import org.jspecify.annotations.Nullable;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Holds back what does not fill a segment of TCP, as long as more is going to follow at once ({@code TCP_CORK} of Linux, what
 * nginx calls {@code tcp_nopush}): the parts of a body end anywhere, and each end would be a small segment that the network, and
 * the client, handle at the cost of a large one. Does nothing where the transport has no such option, or others share the
 * connection.
 */
final class Cork {
    /** By its name, since the classes of the native transport need not be there. */
    private static final ChannelOption<Boolean> TCP_CORK = ChannelOption
            .valueOf("io.netty.channel.epoll.EpollChannelOption#TCP_CORK");

    /** {@code null} where nothing is to be done. */
    private final @Nullable Channel channel;
    private boolean in;

    private Cork(@Nullable Channel channel) {
        this.channel = channel;
    }

    static Cork of(HttpServerRequest request) {
        return new Cork(request.version() != HttpVersion.HTTP_2 && request.connection() instanceof ConnectionBase connection
                ? connection.channel()
                : null);
    }

    /** On the event loop of the connection, as {@link #pull}. */
    void push() {
        set(true);
    }

    /** What was held back leaves. */
    void pull() {
        set(false);
    }

    private void set(boolean to) {
        if (in != to && channel != null && channel.isActive()) {
            in = channel.config().setOption(TCP_CORK, to) && to;
        }
    }
}
