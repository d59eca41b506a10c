package io.dynpack.camel.vertx;

import java.util.function.Consumer;

import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;

/** A Vert.x whose HTTP servers have several event loops and bounds, whoever creates them. */
final class StreamingVertx extends VertxWrapper {
    private final int loops;
    private final Consumer<HttpServerOptions> configure;
    private final ConnectionLimits limits;
    private final UnroutedRequests unrouted;

    StreamingVertx(VertxInternal delegate, int loops, Consumer<HttpServerOptions> configure, ConnectionLimits limits,
            UnroutedRequests unrouted) {
        super(delegate);
        this.loops = loops;
        this.configure = configure;
        this.limits = limits;
        this.unrouted = unrouted;
    }

    @Override
    public HttpServer createHttpServer() {
        return createHttpServer(new HttpServerOptions());
    }

    @Override
    public HttpServer createHttpServer(HttpServerOptions options) {
        var configured = new HttpServerOptions(options);
        configure.accept(configured);
        return new StreamingHttpServer(delegate, configured, loops, limits, unrouted);
    }
}
