package io.dynpack.camel;

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

import io.dynpack.delivery.OpenSources;
import io.dynpack.origin.OriginResponse;

/** How the answer of an origin leaves: on the message for whatever engine sends it, or straight to the server's response. */
public interface ResponseWriter {

    /** Whether {@link #respond} can answer this exchange. */
    boolean accepts(Exchange exchange);

    /**
     * Answers. The header map of the message is replaced; {@code CamelHttpResponseCode}, {@code Content-Type} and the
     * {@code CamelDynpack…} facts are on it afterwards, whichever way the bytes go.
     *
     * @param sources reads the source ranges of the body
     * @param timeout until when its first media bytes have to be there
     * @return bytes of the body sent or put on the message, when that is over, completed where a route may block. Fails with
     *         {@link io.dynpack.storage.StorageException} where no byte has left yet, so that the caller may answer with
     *         something else; with {@link ResponseAbortedException} where the connection was closed half-way
     */
    CompletableFuture<Long> respond(Exchange exchange, OriginResponse response, OpenSources sources,
            FirstByteTimeout timeout);

    /** Address of the client of this exchange; {@code null} where the server does not tell. */
    default @Nullable InetAddress client(Exchange exchange) {
        return null;
    }

    /** As the other for who waits as long as it takes. */
    default CompletableFuture<Long> respond(Exchange exchange, OriginResponse response, OpenSources sources) {
        return respond(exchange, response, sources, FirstByteTimeout.NONE);
    }

    /**
     * The best writer for this context: the one of Vert.x where Camel's Vert.x engine is on the class path, in front of the
     * portable one.
     */
    static ResponseWriter find(CamelContext context) {
        return ResponseWriters.find(context);
    }
}
