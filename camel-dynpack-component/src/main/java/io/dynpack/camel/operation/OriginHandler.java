package io.dynpack.camel.operation;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.CamelTracingService;
import org.jspecify.annotations.Nullable;

import io.dynpack.camel.AccessLog;
import io.dynpack.camel.Answered;
import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackObserver;
import io.dynpack.camel.FirstByteTimeout;
import io.dynpack.camel.Player;
import io.dynpack.camel.PortableResponseWriter;
import io.dynpack.camel.ResponseAbortedException;
import io.dynpack.camel.ResponseWriter;
import io.dynpack.camel.TracedAnswer;
import io.dynpack.origin.Origin;
import io.dynpack.origin.OriginRequest;
import io.dynpack.origin.OriginResponse;

/** {@code dynpack:origin}: an HTTP request in, its complete answer out. The exchange is done when the last byte has left. */
final class OriginHandler implements OperationHandler {
    private static final Pattern KEY_ID = Pattern.compile("(?i)(^|&)kid=");

    private final DynpackEngine engine;
    private final Origin origin;
    private final ResponseWriter writer;
    private final KeyHandler keys;
    private final BasePath basePath;
    private final int maxInFlight;
    private final ClientShares shares;
    private final Duration firstByte;
    private final DynpackObserver observer;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final IntSupplier count = inFlight::get;
    private final boolean traced;

    OriginHandler(DynpackEngine engine, DynpackConfiguration options, CamelContext context) {
        this.engine = engine;
        this.origin = engine.origin(options);
        this.writer = "message".equalsIgnoreCase(options.getResponseMode())
                ? new PortableResponseWriter(context)
                : ResponseWriter.find(context);
        this.basePath = new BasePath(options.getBasePath());
        this.keys = new KeyHandler(engine, options, context);
        this.maxInFlight = options.getMaxInFlight();
        this.shares = ClientShares.of(options);
        this.firstByte = options.getFirstByteTimeout();
        this.observer = engine.observer();
        this.traced = context.hasService(CamelTracingService.class) != null;
        engine.inFlight(count);
    }

    @Override
    public void stop() {
        engine.stopped(count);
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        long start = System.nanoTime();
        OriginRequest request = request(exchange.getMessage());
        if (isForKey(request)) {
            return keys.handle(exchange);
        }
        InetAddress address = writer.client(exchange);
        Player player = engine.accessLog().player(request, address);
        String client = ClientShares.client(address);
        boolean shared = shares.admit(client);
        boolean admitted = inFlight.incrementAndGet() <= maxInFlight && shared;
        if (!admitted) {
            observer.refused(DynpackObserver.Limit.of(shared));
        }
        CompletableFuture<OriginResponse> answer = admitted
                ? origin.handle(request)
                : CompletableFuture.completedFuture(origin.busy(request));
        FirstByteTimeout timeout = new FirstByteTimeout(start, firstByte);
        return timeout.await(answer).exceptionally(late -> origin.unreadable(request, late))
                .thenCompose(response -> respond(exchange, request, response, timeout, player, true))
                .whenComplete((done, failure) -> {
                    inFlight.decrementAndGet();
                    if (shared) {
                        shares.release(client);
                    }
                });
    }

    /** Where manifests say that keys are had: at the root, by their id. */
    private static boolean isForKey(OriginRequest request) {
        return request.rawPath().length() <= 1 && KEY_ID.matcher(request.query()).find();
    }

    /** @param isFirst false for the answer in place of one that failed */
    private CompletableFuture<Void> respond(Exchange exchange, OriginRequest request, OriginResponse response,
            FirstByteTimeout timeout, @Nullable Player player, boolean isFirst) {
        return writer.respond(exchange, response, engine.sources(), timeout).handle((bytes, failure) -> {
            Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                    ? failure.getCause()
                    : failure;
            if (cause == null) {
                answered(exchange, request, response, bytes, timeout, player, true);
                if (engine.readAhead() != null) {
                    engine.readAhead().begin(response.following());
                }
                return CompletableFuture.<Void>completedFuture(null);
            }
            if (cause instanceof ResponseAbortedException aborted) {
                answered(exchange, request, response, aborted.bytesSent(), timeout, player, false);
                return CompletableFuture.<Void>completedFuture(null);
            }
            if (!isFirst) {
                return CompletableFuture.<Void>failedFuture(cause);
            }
            // nothing has left yet: the client gets an answer all the same
            return respond(exchange, request, origin.unreadable(request, cause), timeout.withoutLimit(), player, false);
        }).thenCompose(done -> done);
    }

    private void answered(Exchange exchange, OriginRequest request, OriginResponse response, long bytes,
            FirstByteTimeout timeout, @Nullable Player player, boolean complete) {
        Answered answered = new Answered(response.kind(), response.format(), response.status(), response.code(),
                response.cached(), bytes, timeout.firstByteNanos(), timeout.nanos(), complete);
        observer.answered(answered);
        if (traced) {
            TracedAnswer.of(request.rawPath(), answered, response.body()).into(exchange);
        }
        AccessLog log = engine.accessLog();
        if (log.enabled()) {
            log.add(request, answered, response.cause(), player);
        }
    }

    private OriginRequest request(Message message) {
        RequestTarget target = RequestTarget.of(message);
        return new OriginRequest(message.getHeader(Exchange.HTTP_METHOD, "GET", String.class), basePath.below(target.path()),
                target.query(), RequestHeaders.of(message, target.query())::get);
    }
}
