package io.dynpack.camel.vertx;

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.jspecify.annotations.Nullable;

import io.dynpack.camel.FirstByteTimeout;
import io.dynpack.camel.ResponseAbortedException;
import io.dynpack.camel.ResponseMessage;
import io.dynpack.camel.ResponseWriter;
import io.dynpack.delivery.BodyCursor;
import io.dynpack.delivery.OpenSources;
import io.dynpack.origin.OriginResponse;
import io.dynpack.segment.Piece;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.SocketAddressImpl;

/** Writes an answer straight to the response of Vert.x; Camel finds the response ended and only completes the exchange. */
public final class VertxResponseWriter implements ResponseWriter {

    @Override
    public boolean accepts(Exchange exchange) {
        return exchange.getMessage() instanceof HttpMessage message && message.getResponse() != null
                && message.getRequest() instanceof HttpServerRequestInternal;
    }

    @Override
    public @Nullable InetAddress client(Exchange exchange) {
        SocketAddress remote = ((HttpMessage) exchange.getMessage()).getRequest().remoteAddress();
        return remote instanceof SocketAddressImpl address ? address.ipAddress() : null;
    }

    @Override
    public CompletableFuture<Long> respond(Exchange exchange, OriginResponse response, OpenSources sources,
            FirstByteTimeout timeout) {
        var message = (HttpMessage) exchange.getMessage();
        HttpServerResponse http = message.getResponse();
        Context context = ((HttpServerRequestInternal) message.getRequest()).context();
        var done = new CompletableFuture<Long>();
        if (http.ended() || http.closed()) {
            done.completeExceptionally(new ResponseAbortedException("the response is over already", 0, null));
            return done;
        }
        http.setStatusCode(response.status());
        response.headers().forEach(http.headers()::set);
        boolean onEventLoop = exchange.getProperty(DynpackHttpConsumer.ON_EVENT_LOOP) != null;
        send(context, message.getRequest(), http, response, sources, timeout).whenComplete((bytes, failure) -> {
            if (onEventLoop) {
                complete(exchange, response, http, done, bytes, failure);
                return;
            }
            // route steps after the origin, and completions of the exchange, may block: never on the event loop
            context.executeBlocking(() -> {
                complete(exchange, response, http, done, bytes, failure);
                return null;
            }, false);
        });
        return done;
    }

    private static void complete(Exchange exchange, OriginResponse response, HttpServerResponse http,
            CompletableFuture<Long> done, Long bytes, @Nullable Throwable failure) {
        if (failure == null) {
            ResponseMessage.replaceHeaders(exchange, response, true);
            ResponseMessage.bytesServed(exchange, bytes);
            exchange.getMessage().setBody(null);
            done.complete(bytes);
        } else if (failure instanceof ResponseAbortedException aborted) {
            ResponseMessage.replaceHeaders(exchange, response, true);
            ResponseMessage.bytesServed(exchange, aborted.bytesSent());
            exchange.getMessage().setBody(null);
            done.completeExceptionally(failure);
        } else {
            // nothing has left: the caller answers again, with other headers
            http.headers().clear();
            done.completeExceptionally(failure);
        }
    }

    private static CompletableFuture<Long> send(Context context, HttpServerRequest request, HttpServerResponse http,
            OriginResponse response, OpenSources sources, FirstByteTimeout timeout) {
        if (response.body() != null && response.body().length() > 0) {
            long length = response.body().length();
            http.headers().set("Content-Length", Long.toString(length));
            boolean headed = response.body().pieces().get(0) instanceof Piece.Literal;
            return new BodyPump(context, http, Cork.of(request), new BodyCursor(response.body(), sources), length, headed,
                    timeout).start();
        }
        var done = new CompletableFuture<Long>();
        http.end().onComplete(ended -> {
            if (ended.succeeded()) {
                done.complete(0L);
            } else {
                done.completeExceptionally(new ResponseAbortedException("the client closed the connection", 0, ended.cause()));
            }
        });
        return done;
    }
}
