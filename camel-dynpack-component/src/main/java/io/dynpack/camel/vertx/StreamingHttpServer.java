package io.dynpack.camel.vertx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import io.netty.channel.Channel;
import io.netty.handler.traffic.GlobalTrafficShapingHandler;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerImpl;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.SslChannelProvider;

/**
 * An HTTP server that listens on several event loops: Vert.x spreads connections over all servers with the same address, each
 * on the event loop of the context it was started in, so this one starts the others and they stop with it.
 */
final class StreamingHttpServer extends HttpServerImpl {
    private final VertxInternal owner;
    private final HttpServerOptions settings;
    private final int loops;
    private final ConnectionLimits limits;
    private final UnroutedRequests unrouted;
    private final List<HttpServerImpl> others = new ArrayList<>();

    StreamingHttpServer(VertxInternal owner, HttpServerOptions settings, int loops, ConnectionLimits limits,
            UnroutedRequests unrouted) {
        super(owner, settings);
        this.owner = owner;
        this.settings = settings;
        this.loops = loops;
        this.limits = limits;
        this.unrouted = unrouted;
        invalidRequestHandler(unrouted::undecodable);
    }

    @Override
    public synchronized HttpServer requestHandler(Handler<HttpServerRequest> handler) {
        return super.requestHandler(unrouted.refusedAround(handler));
    }

    /** That of the first server, around which everything is already. */
    private synchronized void sharedHandler(Handler<HttpServerRequest> handler) {
        super.requestHandler(handler);
    }

    @Override
    public synchronized Future<HttpServer> listen(SocketAddress address) {
        // Vert.x shares a random port among servers that ask for it under the same number, and port 0 not at all
        SocketAddress shared = address.isInetSocket() && address.port() == 0
                ? SocketAddress.sharedRandomPort(1 + (System.identityHashCode(this) & 0xffffff), address.host())
                : address;
        return super.listen(shared).compose(main -> listenOnOthers(shared));
    }

    private synchronized Future<HttpServer> listenOnOthers(SocketAddress address) {
        var started = new ArrayList<Future<HttpServer>>();
        for (int i = 1; i < loops; i++) {
            var other = new StreamingHttpServer(owner, settings, 1, limits, unrouted);
            other.sharedHandler(requestHandler());
            others.add(other);
            ContextInternal context = owner.createEventLoopContext();
            Promise<HttpServer> listening = Promise.promise();
            context.runOnContext(run -> other.listenShared(address).onComplete(listening));
            started.add(listening.future());
        }
        return Future.all(started).map(this);
    }

    private Future<HttpServer> listenShared(SocketAddress address) {
        return super.listen(address);
    }

    @Override
    public synchronized void close(Promise<Void> completion) {
        others.forEach(HttpServerImpl::close);
        others.clear();
        super.close(completion);
    }

    @Override
    protected BiConsumer<Channel, SslChannelProvider> childHandler(ContextInternal context, SocketAddress address,
            GlobalTrafficShapingHandler shaping) {
        BiConsumer<Channel, SslChannelProvider> handler = super.childHandler(context, address, shaping);
        return (channel, ssl) -> {
            handler.accept(channel, ssl);
            channel.pipeline().addFirst("requestTimeouts", new RequestTimeouts(limits, settings));
        };
    }
}
