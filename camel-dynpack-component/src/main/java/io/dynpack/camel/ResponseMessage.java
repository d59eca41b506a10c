package io.dynpack.camel;

import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

import io.dynpack.origin.OriginResponse;

/** Puts the facts of an answer on the message, in place of everything the request had there. */
public final class ResponseMessage {
    private static final String CONTENT_LENGTH = "Content-Length";

    private ResponseMessage() {}

    /**
     * Replaces all headers of the message.
     *
     * @param withLength whether {@code Content-Length} goes on the message too
     */
    public static void replaceHeaders(Exchange exchange, OriginResponse response, boolean withLength) {
        Message message = exchange.getMessage();
        Map<String, Object> headers = message.getHeaders();
        headers.clear();
        headers.put(Exchange.HTTP_RESPONSE_CODE, response.status());
        response.headers().forEach((name, value) -> {
            if (withLength || !name.equalsIgnoreCase(CONTENT_LENGTH)) {
                headers.put(name, value);
            }
        });
        if (response.kind() != null) {
            headers.put(DynpackConstants.RESPONSE_KIND, response.kind().name());
        }
        headers.put(DynpackConstants.CACHE_RESULT, response.cached() ? "HIT" : "MISS");
        if (response.code() != null) {
            headers.put(DynpackConstants.ERROR, response.code());
        }
    }

    public static void bytesServed(Exchange exchange, long bytes) {
        exchange.getMessage().setHeader(DynpackConstants.BYTES_SERVED, bytes);
    }
}
