package io.dynpack.camel.operation;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.MediaBody;
import io.dynpack.origin.ResponseKind;

/** {@code dynpack:manifest}: an asset or a locator and a format in, the text of the manifest or playlist out. */
final class ManifestHandler implements OperationHandler {
    private static final Set<ResponseKind> KINDS = EnumSet.of(ResponseKind.MASTER, ResponseKind.MEDIA_PLAYLIST);

    private final PresentedUrl url;
    private final DynpackEngine engine;

    ManifestHandler(DynpackEngine engine, DynpackConfiguration options) {
        this.engine = engine;
        this.url = new PresentedUrl(engine, options);
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        return url.get(exchange, "manifest", KINDS)
                .thenCompose(response -> new MediaBody(Objects.requireNonNull(response.body()), engine.sources())
                        .toByteBuffer().thenAccept(bytes -> {
                            exchange.getMessage().setBody(StandardCharsets.UTF_8.decode(bytes).toString());
                            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, response.headers().get("Content-Type"));
                        }));
    }
}
