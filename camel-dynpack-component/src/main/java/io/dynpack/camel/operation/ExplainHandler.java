package io.dynpack.camel.operation;

import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackException;
import io.dynpack.origin.Origin;

/**
 * {@code dynpack:explain}: a streaming URL in, with or without its host, the {@link io.dynpack.origin.Explanation} of its
 * answer out. For administrators: it names folders and files.
 */
final class ExplainHandler implements OperationHandler {
    private final Origin origin;

    ExplainHandler(DynpackEngine engine, DynpackConfiguration options) {
        this.origin = engine.origin(options);
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        Message message = exchange.getMessage();
        String url = message.getHeader(DynpackConstants.LOCATOR_PATH, String.class);
        if (url == null) {
            url = message.getBody(String.class);
        }
        if (url == null || url.isBlank()) {
            throw new DynpackException("explain needs a streaming URL, as the header " + DynpackConstants.LOCATOR_PATH
                    + " or as the body");
        }
        return origin.explain(path(url.strip())).thenAccept(message::setBody);
    }

    private static String path(String url) {
        String path = url;
        if (!url.startsWith("/")) {
            int host = url.indexOf("://");
            int slash = host < 0 ? -1 : url.indexOf('/', host + 3);
            if (slash < 0) {
                throw new DynpackException(
                        url + " is no streaming URL: /{locatorId}/{name}.ism/manifest, with or without a host");
            }
            path = url.substring(slash);
        }
        int query = path.indexOf('?');
        if (query == 0 || query == 1) {
            throw new DynpackException("a request for a content key is not explained; explain the manifest that names the key");
        }
        return query < 0 ? path : path.substring(0, query);
    }
}
