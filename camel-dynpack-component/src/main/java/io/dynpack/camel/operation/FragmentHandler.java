package io.dynpack.camel.operation;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.MediaBody;
import io.dynpack.origin.ResponseKind;

/** {@code dynpack:fragment}: track, level and time in, a {@link MediaBody} out. */
final class FragmentHandler implements OperationHandler {
    private static final Set<ResponseKind> KINDS = EnumSet.of(ResponseKind.INIT, ResponseKind.FRAGMENT, ResponseKind.KEY_FRAME);

    private final PresentedUrl url;
    private final DynpackEngine engine;

    FragmentHandler(DynpackEngine engine, DynpackConfiguration options) {
        this.engine = engine;
        this.url = new PresentedUrl(engine, options);
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        return url.get(exchange, "Fragments", KINDS).thenAccept(response -> {
            exchange.getMessage().setBody(new MediaBody(Objects.requireNonNull(response.body()), engine.sources()));
            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, response.headers().get("Content-Type"));
        });
    }
}
