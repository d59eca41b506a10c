package io.dynpack.camel.vertx;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.TypeConverter;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.MessageHelper;
import org.apache.camel.support.ObjectHelper;
import org.apache.camel.support.http.HttpUtil;
import org.jspecify.annotations.Nullable;

import io.dynpack.camel.FirstByteTimeout;
import io.dynpack.camel.MediaBody;
import io.dynpack.camel.ResponseAbortedException;
import io.dynpack.delivery.BodyCursor;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * Sends what a route left on its message, by the rules of the stock consumer, with two differences: everything but a plain
 * stream has a length, and an exception never shows in the response whatever {@code muteException} says.
 */
final class MessageResponse {
    private static final String CONTENT_LENGTH = "Content-Length";
    private static final String CONTENT_TYPE = "Content-Type";

    private final Context context;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Exchange exchange;
    private final @Nullable HeaderFilterStrategy headers;

    MessageResponse(Context context, HttpServerRequest request, Exchange exchange, @Nullable HeaderFilterStrategy headers) {
        this.context = context;
        this.request = request;
        this.response = request.response();
        this.exchange = exchange;
        this.headers = headers;
    }

    /** Called where blocking is allowed. @return completes when the response has ended */
    CompletableFuture<?> send() {
        try {
            return sendMessage(exchange.getMessage());
        } catch (NoTypeConversionAvailableException | RuntimeException e) {
            // nobody else answers: a status that is no number, a header that HTTP cannot carry
            if (response.headWritten() || response.closed()) {
                return CompletableFuture.failedFuture(e);
            }
            response.headers().clear();
            response.setStatusCode(500);
            return end(null).thenCompose(ended -> CompletableFuture.failedFuture(e));
        }
    }

    private CompletableFuture<?> sendMessage(Message message) throws NoTypeConversionAvailableException {
        Object body = exchange.getException() != null ? "" : message.getBody();
        response.setStatusCode(HttpUtil.determineResponseCode(exchange, message.getBody()));
        if (exchange.getException() != null) {
            response.headers().set(CONTENT_TYPE, "text/plain; charset=utf-8");
        } else {
            putHeaders(message);
        }
        return sendBody(body);
    }

    private void putHeaders(Message message) {
        if (headers != null) {
            TypeConverter converter = exchange.getContext().getTypeConverter();
            for (Map.Entry<String, Object> header : message.getHeaders().entrySet()) {
                String name = header.getKey();
                HttpUtil.applyHeader(headers, exchange, ObjectHelper.createIterator(header.getValue(), null, true), converter,
                        name, (values, first) -> {
                            if (values != null) {
                                response.headers().set(name, values);
                            } else if (first != null) {
                                response.headers().set(name, first);
                            }
                        });
            }
        }
        String type = MessageHelper.getContentType(message);
        if (type != null) {
            response.headers().set(CONTENT_TYPE, type);
        }
    }

    private CompletableFuture<?> sendBody(@Nullable Object body) throws NoTypeConversionAvailableException {
        if (body == null) {
            return end(null);
        }
        if (body instanceof MediaBody media) {
            return sendMedia(media);
        }
        Buffer bytes = bytes(body);
        if (bytes != null) {
            response.headers().set(CONTENT_LENGTH, Integer.toString(bytes.length()));
            return end(bytes);
        }
        TypeConverter converter = exchange.getContext().getTypeConverter();
        InputStream stream = body instanceof InputStream in ? in : converter.tryConvertTo(InputStream.class, exchange, body);
        if (stream == null) {
            bytes = copy(converter.mandatoryConvertTo(ByteBuffer.class, exchange, body));
            response.headers().set(CONTENT_LENGTH, Integer.toString(bytes.length()));
            return end(bytes);
        }
        response.headers().remove(CONTENT_LENGTH);
        response.setChunked(true);
        return new StreamPump(context, response, stream).start();
    }

    private static @Nullable Buffer bytes(Object body) {
        if (body instanceof String text) {
            return Buffer.buffer(text.getBytes(StandardCharsets.UTF_8));
        }
        if (body instanceof byte[] array) {
            return Buffer.buffer(array);
        }
        if (body instanceof Buffer buffer) {
            return buffer;
        }
        if (body instanceof ByteBuffer buffer) {
            return copy(buffer);
        }
        return null;
    }

    private static Buffer copy(ByteBuffer buffer) {
        var copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return Buffer.buffer(copy);
    }

    private CompletableFuture<?> sendMedia(MediaBody media) {
        response.headers().set(CONTENT_LENGTH, Long.toString(media.length()));
        if (media.length() == 0) {
            return end(null);
        }
        var cursor = new BodyCursor(media.body(), media.sources());
        return new BodyPump(context, response, Cork.of(request), cursor, media.length(), true, FirstByteTimeout.NONE).start()
                .whenComplete((bytes, failure) -> {
                    if (failure != null && !response.headWritten() && !response.closed()) {
                        response.headers().clear();
                        response.setStatusCode(500).end();
                    }
                });
    }

    private CompletableFuture<?> end(@Nullable Buffer bytes) {
        Future<Void> end = bytes == null ? response.end() : response.end(bytes);
        return end.toCompletionStage().toCompletableFuture().exceptionally(failure -> {
            throw new CompletionException(
                    new ResponseAbortedException("the client closed the connection", 0, failure));
        });
    }
}
