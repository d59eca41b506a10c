package io.dynpack.camel.vertx;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;

import io.dynpack.camel.AccessLog;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;

/**
 * Makes Camel's own HTTP servers fit to stream: one event loop a core where there would be one in all, the native transport
 * where its library is on the class path, and bounds on what a client may make them wait for.
 *
 * <p>
 * It binds one {@link Vertx} for the whole context, which {@code camel.server} and {@code camel.management} find and share. Both
 * start before any route is loaded, so the bean belongs into {@code application.properties}:
 *
 * <pre>
 * camel.server.enabled = true
 * camel.beans.eventLoops = #class:io.dynpack.camel.vertx.EventLoops
 * camel.beans.eventLoops.idleTimeoutSeconds = 60
 * </pre>
 */
public final class EventLoops implements CamelContextAware {
    private static final int MIN_WORKERS = 20;
    private static final int STOP_SECONDS = 10;
    private static final int BACKLOG = 4096;

    private @Nullable CamelContext camelContext;
    private int count;
    private int workers;
    private int idleTimeoutSeconds = 60;
    private int headerTimeoutSeconds = 15;
    private int bodyTimeoutSeconds = 60;
    private boolean http2ClearText;
    private int maxRequestLineLength = 8 * 1024;
    private int maxHeaderSize = 16 * 1024;
    private int maxBodySize = 1024 * 1024;
    private @Nullable VertxInternal vertx;
    private @Nullable AccessLog accessLog;

    @Override
    public @Nullable CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
        Supplier<Object> supplier = this::vertx;
        camelContext.getRegistry().bind("dynpackVertx", Vertx.class, supplier);
        camelContext.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopped(CamelContext context) {
                close();
            }
        });
    }

    private synchronized Vertx vertx() {
        if (vertx == null) {
            int loops = count > 0 ? count : Runtime.getRuntime().availableProcessors();
            var options = new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(loops)
                    .setWorkerPoolSize(workers > 0 ? workers : Math.max(MIN_WORKERS, 4 * loops));
            accessLog = new AccessLog();
            vertx = new StreamingVertx((VertxInternal) Vertx.vertx(options), loops, this::configure,
                    new ConnectionLimits(headerTimeoutSeconds, bodyTimeoutSeconds),
                    new UnroutedRequests(accessLog, new RequestBodies(maxBodySize),
                            () -> camelContext != null && camelContext.isStarted()));
        }
        return vertx;
    }

    private void configure(HttpServerOptions options) {
        options.setIdleTimeout(idleTimeoutSeconds).setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxInitialLineLength(maxRequestLineLength).setMaxHeaderSize(maxHeaderSize).setAcceptBacklog(BACKLOG)
                .setTcpNoDelay(true).setHttp2ClearTextEnabled(http2ClearText);
    }

    private synchronized void close() {
        if (vertx == null) {
            return;
        }
        var closed = vertx.close().toCompletionStage().toCompletableFuture();
        vertx = null;
        try {
            closed.get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Vert.x did not stop", e);
        } finally {
            if (accessLog != null) {
                accessLog.close();
            }
        }
    }

    public int getCount() {
        return count;
    }

    /** Event loops; 0, the default, is one a core. */
    public void setCount(int count) {
        this.count = count;
    }

    public int getWorkers() {
        return workers;
    }

    /** Worker threads on which routes start; 0, the default, is 20 or four a loop, whichever is more. */
    public void setWorkers(int workers) {
        this.workers = workers;
    }

    public int getIdleTimeoutSeconds() {
        return idleTimeoutSeconds;
    }

    /** A connection on which no byte moved for so long is closed; 0 is never. Default 60. */
    public void setIdleTimeoutSeconds(int idleTimeoutSeconds) {
        this.idleTimeoutSeconds = idleTimeoutSeconds;
    }

    public int getHeaderTimeoutSeconds() {
        return headerTimeoutSeconds;
    }

    /** From the first byte of a request its header has to be complete within so many seconds; 0 is ever. Default 15. */
    public void setHeaderTimeoutSeconds(int headerTimeoutSeconds) {
        this.headerTimeoutSeconds = headerTimeoutSeconds;
    }

    public int getBodyTimeoutSeconds() {
        return bodyTimeoutSeconds;
    }

    /** From its header the body of a request has to be complete within so many seconds; 0 is ever. Default 60. */
    public void setBodyTimeoutSeconds(int bodyTimeoutSeconds) {
        this.bodyTimeoutSeconds = bodyTimeoutSeconds;
    }

    public boolean isHttp2ClearText() {
        return http2ClearText;
    }

    /** Whether the server speaks HTTP/2 without TLS to those who ask for it, under the same time-outs. Default false. */
    public void setHttp2ClearText(boolean http2ClearText) {
        this.http2ClearText = http2ClearText;
    }

    public int getMaxRequestLineLength() {
        return maxRequestLineLength;
    }

    /** Bytes; a longer request line is answered 414. Default 8192. */
    public void setMaxRequestLineLength(int maxRequestLineLength) {
        this.maxRequestLineLength = maxRequestLineLength;
    }

    public int getMaxBodySize() {
        return maxBodySize;
    }

    /**
     * Bytes; a request with a longer body is answered 413. All that are under way have a sixteenth of the heap, and further ones
     * are answered 503. Default 1048576.
     */
    public void setMaxBodySize(int maxBodySize) {
        this.maxBodySize = maxBodySize;
    }

    public int getMaxHeaderSize() {
        return maxHeaderSize;
    }

    /** Bytes; larger headers are answered 431. Default 16384. */
    public void setMaxHeaderSize(int maxHeaderSize) {
        this.maxHeaderSize = maxHeaderSize;
    }
}
