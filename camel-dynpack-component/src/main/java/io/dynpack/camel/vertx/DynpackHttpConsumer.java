package io.dynpack.camel.vertx;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.jspecify.annotations.Nullable;

import io.netty.handler.codec.http.HttpHeaderValues;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;

/**
 * Starts the route on a worker, as its parent does, so that steps of users may block; but gives the worker back as soon as the
 * route waits for an asynchronous producer. Exchange and unit of work complete once the response has ended, on a worker again.
 * What {@link EventLoopRoutes} names needs no worker at all.
 *
 * <p>
 * Requests that need what only the parent can do (proxying, forms, uploads) are left to it.
 */
final class DynpackHttpConsumer extends VertxPlatformHttpConsumer {
    /** Property of exchanges that need no worker. */
    static final String ON_EVENT_LOOP = "DynpackOnEventLoop";

    private static final int SERVICE_UNAVAILABLE = 503;

    private static final int FORBIDDEN = 403;

    private final @Nullable RequestGuard guard;
    private final boolean exact;
    private @Nullable Boolean originOnly;

    /**
     * @param guard refuses requests before any route sees them; {@code null} for none
     * @param exact whether other spellings of a path are no requests for it, see {@link #isOtherSpelling}
     */
    DynpackHttpConsumer(PlatformHttpEndpoint endpoint, Processor processor, List<Handler<RoutingContext>> handlers,
            String routerName, @Nullable RequestGuard guard, boolean exact) {
        super(endpoint, processor, handlers, routerName);
        this.guard = guard;
        this.exact = exact;
    }

    @Override
    protected void handleRequest(RoutingContext ctx) {
        if (isSuspended()) {
            ctx.response().setStatusCode(SERVICE_UNAVAILABLE).putHeader("Retry-After", "1")
                    .putHeader("Cache-Control", "no-store")
                    .end();
            return;
        }
        if (exact && isOtherSpelling(ctx.request().path())) {
            ctx.next();
            return;
        }
        String refusal = guard == null ? null : guard.refusal(ctx.request());
        if (refusal != null) {
            ctx.response().setStatusCode(FORBIDDEN).putHeader("Content-Type", "application/json")
                    .end("{\"error\":{\"code\":\"403\",\"message\":\"" + refusal + "\"}}");
            return;
        }
        if (getEndpoint().isHttpProxy() || isForm(ctx) || !(ctx.request() instanceof HttpServerRequestInternal)) {
            super.handleRequest(ctx);
            return;
        }
        var request = new Request(ctx, createExchange(false), isOriginOnly() && EventLoopRoutes.isMedia(ctx.request().path()));
        request.exchange.setPattern(ExchangePattern.InOut);
        processHttpRequest(request.exchange, ctx).onComplete(received -> request.run(() -> {
            if (received.succeeded()) {
                process(request);
            } else {
                request.exchange.setException(received.cause());
                complete(request);
                ctx.fail(received.cause());
            }
        }));
    }

    /**
     * Whether the router took one path for another: {@code /a/} and {@code //a} and {@code /%61} for {@code /a}. What stands in
     * front of this server tells paths apart, and closes some of them. An administration, which has nothing of the kind in
     * front, takes them as the router does.
     */
    private boolean isOtherSpelling(@Nullable String path) {
        String own = getEndpoint().getPath();
        return !getEndpoint().isMatchOnUriPrefix() && own.indexOf('{') < 0 && !own.equals(path);
    }

    /** The route is complete when the first request comes; this consumer is not told which it is, another stands before it. */
    private boolean isOriginOnly() {
        if (originOnly == null) {
            originOnly = getEndpoint().getCamelContext().getRoutes().stream()
                    .anyMatch(route -> route.getEndpoint() == getEndpoint() && EventLoopRoutes.isOriginOnly(route));
        }
        return originOnly;
    }

    private static boolean isForm(RoutingContext ctx) {
        String type = ctx.parsedHeaders().contentType().value();
        return type.regionMatches(true, 0, HttpHeaderValues.MULTIPART_FORM_DATA.toString(), 0, 19)
                || type.regionMatches(true, 0, HttpHeaderValues.APPLICATION_X_WWW_FORM_URLENCODED.toString(), 0, 33);
    }

    private void process(Request request) {
        try {
            createUoW(request.exchange);
            getAsyncProcessor().process(request.exchange, doneSync -> respond(request));
        } catch (Exception e) {
            // a processor that throws instead of failing the exchange must not leave the client waiting
            if (!request.answered.get()) {
                request.exchange.setException(e);
                respond(request);
            }
        }
    }

    /** The route is over, on whatever thread its last step ran. */
    private void respond(Request request) {
        if (!request.answered.compareAndSet(false, true)) {
            return;
        }
        HttpServerResponse response = request.ctx.response();
        if (response.headWritten() || response.ended() || response.closed()) {
            complete(request);
            return;
        }
        new MessageResponse(request.context, request.ctx.request(), request.exchange, getEndpoint().getHeaderFilterStrategy())
                .send()
                .whenComplete((bytes, failure) -> request.run(() -> {
                    if (failure != null) {
                        failed(request, failure);
                    }
                    complete(request);
                }));
    }

    private void failed(Request request, Throwable failure) {
        getExceptionHandler().handleException("Failed to send the response of " + getEndpoint().getPath(), failure);
        if (getEndpoint().isHandleWriteResponseError()) {
            request.exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
            request.exchange.setException(failure);
        }
    }

    private void complete(Request request) {
        Exchange exchange = request.exchange;
        doneUoW(exchange);
        releaseExchange(exchange, false);
    }

    private static final class Request {
        final RoutingContext ctx;
        final Exchange exchange;
        final Context context;
        final AtomicBoolean answered = new AtomicBoolean();
        private final boolean onEventLoop;

        Request(RoutingContext ctx, Exchange exchange, boolean onEventLoop) {
            this.ctx = ctx;
            this.exchange = exchange;
            this.context = ((HttpServerRequestInternal) ctx.request()).context();
            this.onEventLoop = onEventLoop;
            if (onEventLoop) {
                exchange.setProperty(ON_EVENT_LOOP, true);
            }
        }

        /** On a worker, where the request needs one. */
        void run(Runnable action) {
            if (onEventLoop) {
                action.run();
                return;
            }
            context.executeBlocking(() -> {
                action.run();
                return null;
            }, false);
        }
    }
}
