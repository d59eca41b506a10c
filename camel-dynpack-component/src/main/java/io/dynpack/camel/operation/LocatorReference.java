package io.dynpack.camel.operation;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackException;
import io.dynpack.publishing.CatalogNotFoundException;
import io.dynpack.publishing.StreamingLocator;

/**
 * Which locator a message speaks of: by id or by name, exactly one of the two.
 *
 * @param id   or {@code null}
 * @param name or {@code null}
 */
record LocatorReference(@Nullable UUID id, @Nullable String name) {

    /** @throws DynpackException when the message names no locator */
    static LocatorReference of(Message message) {
        Object body = message.getBody();
        if (body instanceof StreamingLocator locator) {
            return new LocatorReference(locator.streamingLocatorId(), null);
        }
        String id = message.getHeader(DynpackConstants.LOCATOR_ID, String.class);
        String name = message.getHeader(DynpackConstants.LOCATOR_NAME, String.class);
        if (id == null && name == null) {
            Map<?, ?> map = MessageDocument.of(message);
            body = message.getBody();
            if (map != null) {
                Map<?, ?> properties = map.get("properties") instanceof Map<?, ?> inner ? inner : map;
                id = properties.get("streamingLocatorId") instanceof String text ? text : null;
                name = map.get("name") instanceof String text ? text : null;
            } else if (body instanceof String text && !text.isBlank()) {
                UUID parsed = guid(text.strip());
                return parsed == null ? new LocatorReference(null, text.strip()) : new LocatorReference(parsed, null);
            }
        }
        if (id != null) {
            UUID parsed = guid(id);
            if (parsed == null) {
                throw new DynpackException("streamingLocatorId is no GUID");
            }
            return new LocatorReference(parsed, null);
        }
        if (name == null || name.isBlank()) {
            throw new DynpackException("the message names no locator: set the header " + DynpackConstants.LOCATOR_ID + " or "
                    + DynpackConstants.LOCATOR_NAME + ", or pass a StreamingLocator");
        }
        return new LocatorReference(null, name);
    }

    private static @Nullable UUID guid(String text) {
        if (text.length() != 36) {
            return null;
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    CompletableFuture<Optional<StreamingLocator>> find(DynpackEngine engine) {
        return id != null ? engine.catalog().byId(id) : engine.catalog().get(requiredName());
    }

    /** Of one that speaks of it by name. */
    String requiredName() {
        return Objects.requireNonNull(name);
    }

    /** Fails with a {@link CatalogNotFoundException} where there is no such locator. */
    CompletableFuture<StreamingLocator> require(DynpackEngine engine) {
        return find(engine).thenApply(found -> found.orElseThrow(
                () -> id != null
                        ? new CatalogNotFoundException("streaming locator", "id", id.toString())
                        : new CatalogNotFoundException("streaming locator", "name", requiredName())));
    }
}
