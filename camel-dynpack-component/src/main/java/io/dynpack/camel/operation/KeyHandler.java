package io.dynpack.camel.operation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

import io.dynpack.camel.AccessLog;
import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackObserver;
import io.dynpack.camel.ResponseWriter;
import io.dynpack.keys.KeyAnswer;
import io.dynpack.keys.KeyRequest;
import io.dynpack.keys.KeyServer;

/** {@code dynpack:key}: an HTTP request for a content key in, its complete answer out. */
final class KeyHandler implements OperationHandler {
    private final DynpackEngine engine;
    private final KeyServer server;
    private final ResponseWriter writer;
    private final BasePath basePath;
    private final int maxInFlight;
    private final ClientShares shares;
    private final AtomicInteger inFlight = new AtomicInteger();

    KeyHandler(DynpackEngine engine, DynpackConfiguration options, CamelContext context) {
        this.engine = engine;
        this.server = engine.keyServer(options);
        this.writer = ResponseWriter.find(context);
        this.basePath = new BasePath(options.getBasePath());
        this.maxInFlight = options.getMaxInFlight();
        this.shares = ClientShares.of(options);
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        long start = System.nanoTime();
        Message message = exchange.getMessage();
        KeyRequest request = request(exchange);
        String client = request.client();
        boolean shared = shares.admit(client);
        boolean admitted = inFlight.incrementAndGet() <= maxInFlight && shared;
        if (!admitted) {
            engine.observer().refused(DynpackObserver.Limit.of(shared));
        }
        CompletableFuture<KeyAnswer> answered = admitted
                ? server.answer(request)
                : CompletableFuture.completedFuture(server.busy());
        return answered.thenAccept(answer -> {
            log(request, answer, start);
            engine.observer().keyAnswered(answer.status(), answer.code(), System.nanoTime() - start);
            Map<String, Object> headers = message.getHeaders();
            headers.clear();
            headers.put(Exchange.HTTP_RESPONSE_CODE, answer.status());
            headers.putAll(answer.headers());
            if (answer.code() != null) {
                headers.put(DynpackConstants.ERROR, answer.code());
            }
            headers.put(DynpackConstants.BYTES_SERVED, (long) answer.body().length);
            message.setBody(ByteBuffer.wrap(answer.body()));
        }).whenComplete((done, failure) -> {
            inFlight.decrementAndGet();
            if (shared) {
                shares.release(client);
            }
        });
    }

    private KeyRequest request(Exchange exchange) {
        Message message = exchange.getMessage();
        RequestTarget target = RequestTarget.of(message);
        String method = message.getHeader(Exchange.HTTP_METHOD, "GET", String.class);
        return new KeyRequest(method, basePath.below(target.path()), target.query(),
                RequestHeaders.of(message, target.query())::get, method.equals("POST") ? body(message) : new byte[0],
                ClientShares.client(writer.client(exchange)));
    }

    /** One byte more than a request may have, where it has more. */
    private static byte[] body(Message message) {
        try (InputStream in = message.getBody(InputStream.class)) {
            return in == null ? new byte[0] : in.readNBytes(KeyRequest.MAX_BODY + 1);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    /** Without the query, which may hold a token. */
    private void log(KeyRequest request, KeyAnswer answer, long start) {
        AccessLog log = engine.accessLog();
        if (log.enabled()) {
            log.add(request.method(), request.path(), answer.status(), answer.body().length,
                    (System.nanoTime() - start) / 1000, false, true, answer.code(), answer.cause());
        }
    }
}
