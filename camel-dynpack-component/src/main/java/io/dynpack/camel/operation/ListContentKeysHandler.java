package io.dynpack.camel.operation;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;

import io.dynpack.camel.DynpackEngine;
import io.dynpack.protection.ContentKey;
import io.dynpack.publishing.StreamingLocator;

/**
 * {@code dynpack:listContentKeys}: a locator in, its content keys with their values out, as {@code listContentKeys} of Azure
 * Media Services answers. For administrators: whoever sees the answer can decrypt the media.
 */
final class ListContentKeysHandler implements OperationHandler {
    private final DynpackEngine engine;

    ListContentKeysHandler(DynpackEngine engine) {
        this.engine = engine;
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        return LocatorReference.of(exchange.getMessage()).require(engine).thenCompose(this::keys)
                .thenAccept(keys -> exchange.getMessage().setBody(Map.of("contentKeys", keys)));
    }

    private CompletableFuture<List<Map<String, Object>>> keys(StreamingLocator locator) {
        CompletableFuture<List<Map<String, Object>>> chain = CompletableFuture.completedFuture(List.of());
        for (Map<String, Object> key : locator.withoutKeyValues().contentKeys()) {
            chain = chain.thenCompose(before -> engine.contentKeys().find(UUID.fromString(String.valueOf(key.get("id"))))
                    .thenApply(found -> {
                        Map<String, Object> shown = new LinkedHashMap<>(key);
                        found.ifPresent(value -> put(shown, value));
                        List<Map<String, Object>> all = new ArrayList<>(before);
                        all.add(shown);
                        return all;
                    }));
        }
        return chain;
    }

    private static void put(Map<String, Object> shown, ContentKey key) {
        shown.put("value", Base64.getEncoder().encodeToString(key.value()));
        shown.put("iv", Base64.getEncoder().encodeToString(key.iv()));
    }
}
