package io.dynpack.camel;

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

import io.dynpack.delivery.OpenSources;
import io.dynpack.origin.OriginResponse;

/**
 * Chooses a writer for each exchange. The one of Vert.x is named by text, so that this package loads without Vert.x.
 */
final class ResponseWriters {
    private static final String VERTX_MESSAGE = "org.apache.camel.component.platform.http.vertx.HttpMessage";
    private static final String VERTX_WRITER = "io.dynpack.camel.vertx.VertxResponseWriter";

    private ResponseWriters() {}

    static ResponseWriter find(CamelContext context) {
        var portable = new PortableResponseWriter(context);
        if (context.getClassResolver().resolveClass(VERTX_MESSAGE) == null) {
            return portable;
        }
        Class<ResponseWriter> type = context.getClassResolver().resolveClass(VERTX_WRITER, ResponseWriter.class);
        return type == null ? portable : new First(context.getInjector().newInstance(type), portable);
    }

    /** Whether the message belongs to a request that Camel got from Vert.x. */
    static boolean isOfVertx(Message message) {
        return VERTX_MESSAGE.equals(message.getClass().getName());
    }

    private record First(ResponseWriter preferred, ResponseWriter otherwise) implements ResponseWriter {
        @Override
        public boolean accepts(Exchange exchange) {
            return preferred.accepts(exchange) || otherwise.accepts(exchange);
        }

        @Override
        public @Nullable InetAddress client(Exchange exchange) {
            return (preferred.accepts(exchange) ? preferred : otherwise).client(exchange);
        }

        @Override
        public CompletableFuture<Long> respond(Exchange exchange, OriginResponse response, OpenSources sources,
                FirstByteTimeout timeout) {
            return (preferred.accepts(exchange) ? preferred : otherwise).respond(exchange, response, sources, timeout);
        }
    }
}
