package io.dynpack.camel;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

import io.dynpack.delivery.OpenSources;
import io.dynpack.origin.OriginResponse;

/**
 * Leaves status, headers and body on the message for any engine: small bodies as a buffer of exact size, large ones as a
 * {@link MediaBody}; {@code Content-Length} with both.
 */
public final class PortableResponseWriter implements ResponseWriter {
    private final @Nullable ClientAddress address;

    /** @param context whose registry may have a {@link ClientAddress} */
    public PortableResponseWriter(CamelContext context) {
        this.address = context.getRegistry().findSingleByType(ClientAddress.class);
    }

    @Override
    public @Nullable InetAddress client(Exchange exchange) {
        return address == null ? null : address.of(exchange);
    }

    @Override
    public boolean accepts(Exchange exchange) {
        return true;
    }

    @Override
    public CompletableFuture<Long> respond(Exchange exchange, OriginResponse response, OpenSources sources,
            FirstByteTimeout timeout) {
        Message message = exchange.getMessage();
        if (response.body() == null) {
            ResponseMessage.replaceHeaders(exchange, response, true);
            message.setBody(null);
            return served(exchange, 0);
        }
        var media = new MediaBody(response.body(), sources);
        if (media.length() > MediaBody.MAX_IN_MEMORY) {
            return timeout.await(media.begun()).thenCompose(begun -> {
                timeout.begun();
                // the engine of Vert.x that comes with Camel sends every stream in chunks, and would state the length as well
                ResponseMessage.replaceHeaders(exchange, response, !ResponseWriters.isOfVertx(message));
                message.setBody(media);
                return served(exchange, media.length());
            });
        }
        return media.toByteBuffer(timeout).thenCompose(bytes -> {
            timeout.begun();
            return put(exchange, response, bytes);
        });
    }

    private static CompletableFuture<Long> put(Exchange exchange, OriginResponse response, ByteBuffer bytes) {
        ResponseMessage.replaceHeaders(exchange, response, true);
        exchange.getMessage().setBody(bytes);
        return served(exchange, bytes.remaining());
    }

    private static CompletableFuture<Long> served(Exchange exchange, long bytes) {
        ResponseMessage.bytesServed(exchange, bytes);
        return CompletableFuture.completedFuture(bytes);
    }
}
