package io.dynpack.camel.operation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackException;
import io.dynpack.publishing.AccountFilter;
import io.dynpack.publishing.AssetFilter;
import io.dynpack.publishing.DeclaredKind;

/**
 * {@code dynpack:putFilter}: a filter document in, the stored {@link AssetFilter} or {@link AccountFilter} out. Replaces a filter
 * of the same name.
 */
final class PutFilterHandler implements OperationHandler {
    private final DynpackEngine engine;
    private final KnownAsset assets;

    PutFilterHandler(DynpackEngine engine) {
        this.engine = engine;
        this.assets = new KnownAsset(engine);
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        Message message = exchange.getMessage();
        try {
            if (message.getBody() instanceof AssetFilter filter) {
                return put(filter, message);
            }
            if (message.getBody() instanceof AccountFilter filter) {
                return put(filter, message);
            }
            Map<?, ?> document = MessageDocument.of(message, DeclaredKind.ASSET_FILTERS);
            if (document == null) {
                throw new IllegalArgumentException("the body is neither a filter nor its JSON");
            }
            String assetName = FilterReference.assetName(message);
            Map<?, ?> named = named(document, message);
            return assetName == null
                    ? put(AccountFilter.of(named), message)
                    : put(AssetFilter.of(assetName, named), message);
        } catch (IllegalArgumentException e) {
            throw new DynpackException("the filter cannot be stored: " + e.getMessage(), e);
        }
    }

    /**
     * The name may stand in the header, as it stands in the address of an ARM request.
     *
     * @throws IllegalArgumentException where header and body name different filters: one of them would be overruled in silence
     */
    private static Map<?, ?> named(Map<?, ?> document, Message message) {
        String name = message.getHeader(DynpackConstants.FILTER, String.class);
        String stated = FilterReference.statedName(document);
        if (name != null && stated != null && !name.equalsIgnoreCase(stated)) {
            throw new IllegalArgumentException("its name in " + DynpackConstants.FILTER + ", or in the address, is " + name
                    + ", but in the body " + stated);
        }
        if (stated != null) {
            return document;
        }
        Map<Object, Object> copy = new LinkedHashMap<>(document);
        copy.putIfAbsent("name", name);
        return copy;
    }

    private CompletableFuture<Void> put(AssetFilter filter, Message message) {
        return assets.require(new AssetReference(filter.assetName(), null))
                .thenCompose(done -> engine.catalog().putAssetFilter(filter))
                .thenAccept(done -> {
                    message.setBody(filter);
                    message.setHeader(DynpackConstants.ASSET, filter.assetName());
                    message.setHeader(DynpackConstants.FILTER, filter.name());
                });
    }

    private CompletableFuture<Void> put(AccountFilter filter, Message message) {
        return engine.catalog().putAccountFilter(filter).thenAccept(done -> {
            message.setBody(filter);
            message.setHeader(DynpackConstants.FILTER, filter.name());
        });
    }
}
