package io.dynpack.camel.operation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackException;
import io.dynpack.publishing.LocatorRequest;
import io.dynpack.publishing.StreamingLocator;

/** {@code dynpack:publishLocator}: an asset or a locator document in, the {@link StreamingLocator} out. Repeating is harmless. */
final class PublishLocatorHandler implements OperationHandler {
    private final DynpackEngine engine;
    private final DynpackConfiguration options;

    PublishLocatorHandler(DynpackEngine engine, DynpackConfiguration options) {
        this.engine = engine;
        this.options = options;
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        Message message = exchange.getMessage();
        LocatorRequest request;
        AssetReference asset;
        try {
            Object body = message.getBody();
            if (body instanceof LocatorRequest given) {
                request = given;
                asset = new AssetReference(given.assetName(), null);
            } else if (body instanceof StreamingLocator locator) {
                request = LocatorRequest.of(locator);
                asset = new AssetReference(locator.assetName(), null);
            } else if (body instanceof Map<?, ?> document) {
                request = LocatorRequest.of(completed(document, message));
                asset = new AssetReference(request.assetName(), null);
            } else {
                asset = AssetReference.of(exchange, options);
                request = LocatorRequest.of(asset.name(), policy(message))
                        .withName(message.getHeader(DynpackConstants.LOCATOR_NAME, String.class))
                        .withTimes(message.getHeader(DynpackConstants.START_TIME, String.class),
                                message.getHeader(DynpackConstants.END_TIME, String.class));
            }
        } catch (IllegalArgumentException e) {
            throw new DynpackException("the locator cannot be published: " + e.getMessage(), e);
        }
        if (!request.filters().isEmpty()) {
            // its URLs would be announced, and every one of them answered with 404
            throw new DynpackException(
                    "the locator cannot be published: filters are not served yet; leave out " + request.filters());
        }
        return known(asset).thenCompose(done -> engine.catalog().publish(request)).thenAccept(locator -> {
            message.setBody(locator);
            message.setHeader(DynpackConstants.ASSET, locator.assetName());
            message.setHeader(DynpackConstants.LOCATOR_NAME, locator.name());
            message.setHeader(DynpackConstants.LOCATOR_ID, locator.streamingLocatorId().toString());
        });
    }

    private String policy(Message message) {
        return message.getHeader(DynpackConstants.STREAMING_POLICY, options.getStreamingPolicy(), String.class);
    }

    /** A document without a policy gets the one of the header or the option. */
    private Map<String, Object> completed(Map<?, ?> document, Message message) {
        Map<String, Object> copy = new LinkedHashMap<>();
        document.forEach((key, value) -> copy.put(String.valueOf(key), value));
        if (copy.get("properties") instanceof Map<?, ?> properties) {
            copy.put("properties", completed(properties, message));
        } else {
            copy.putIfAbsent("streamingPolicyName", policy(message));
        }
        return copy;
    }

    /** An asset that nobody ingested is put into the catalog where a folder of its name holds something. */
    private CompletableFuture<Void> known(AssetReference asset) {
        if (asset.folder() != null) {
            return IngestHandler.register(engine, asset.name(), asset.folder());
        }
        return engine.catalog().asset(asset.name()).thenCompose(found -> {
            if (found.isPresent()) {
                return CompletableFuture.completedFuture(null);
            }
            String folder = asset.folderOrName();
            CompletableFuture<AssetFiles.Names> files;
            try {
                files = AssetFiles.list(engine.media(), folder);
            } catch (IllegalArgumentException e) {
                return CompletableFuture.completedFuture(null);
            }
            return files.thenCompose(names -> names.serverManifests().isEmpty() && names.others().isEmpty()
                    ? CompletableFuture.completedFuture(null)
                    : IngestHandler.register(engine, asset.name(), folder));
        });
    }
}
