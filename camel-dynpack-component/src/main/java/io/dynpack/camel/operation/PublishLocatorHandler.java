package io.dynpack.camel.operation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackException;
import io.dynpack.ingest.AssetInfo;
import io.dynpack.publishing.DeclaredKind;
import io.dynpack.publishing.LocatorRequest;
import io.dynpack.publishing.StreamingLocator;

/** {@code dynpack:publishLocator}: an asset or a locator document in, the {@link StreamingLocator} out. Repeating is harmless. */
final class PublishLocatorHandler implements OperationHandler {
    private static final Logger LOG = LoggerFactory.getLogger(PublishLocatorHandler.class);

    private final DynpackEngine engine;
    private final DynpackConfiguration options;
    private final KnownAsset assets;

    PublishLocatorHandler(DynpackEngine engine, DynpackConfiguration options) {
        this.engine = engine;
        this.options = options;
        this.assets = new KnownAsset(engine);
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        Message message = exchange.getMessage();
        LocatorRequest request;
        AssetReference asset;
        try {
            Object body = message.getBody();
            Map<?, ?> document = AssetReference.document(message, options);
            if (body instanceof LocatorRequest given) {
                request = given;
                asset = new AssetReference(given.assetName(), null);
            } else if (body instanceof StreamingLocator locator) {
                request = LocatorRequest.of(locator);
                asset = new AssetReference(locator.assetName(), null);
            } else if (document != null) {
                DeclaredKind.STREAMING_LOCATORS.requireKnownFields(document);
                request = LocatorRequest.of(completed(document, message));
                asset = new AssetReference(request.assetName(), null);
            } else {
                if (body instanceof AssetInfo info && !info.usable()) {
                    throw new DynpackException("the locator cannot be published: nothing of asset " + info.assetName()
                            + " can be served");
                }
                asset = AssetReference.of(exchange, options);
                request = LocatorRequest.of(asset.name(), policy(message))
                        .withName(message.getHeader(DynpackConstants.LOCATOR_NAME, String.class))
                        .withTimes(message.getHeader(DynpackConstants.START_TIME, String.class),
                                message.getHeader(DynpackConstants.END_TIME, String.class));
            }
        } catch (IllegalArgumentException e) {
            throw new DynpackException("the locator cannot be published: " + e.getMessage(), e);
        }
        return assets.require(asset).thenCompose(done -> filters(request))
                .thenCompose(done -> engine.catalog().publish(request))
                .thenCompose(locator -> warn(locator).thenApply(done -> locator)).thenAccept(locator -> {
                    message.setBody(locator.withoutKeyValues());
                    // not its name: a later step that publishes the asset under another policy would ask for the same name
                    message.setHeader(DynpackConstants.ASSET, locator.assetName());
                    message.setHeader(DynpackConstants.LOCATOR_ID, locator.streamingLocatorId().toString());
                }).exceptionallyCompose(PublishLocatorHandler::refused);
    }

    /** What the request says may not fit its policy, which only the catalog knows. */
    private static CompletableFuture<Void> refused(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return CompletableFuture.failedFuture(cause instanceof IllegalArgumentException
                ? new DynpackException("the locator cannot be published: " + cause.getMessage(), cause)
                : cause);
    }

    /** Fails for a filter that is not there: the URLs would be announced, and every one of them answered with 404. */
    private CompletableFuture<Void> filters(LocatorRequest request) {
        CompletableFuture<?>[] looks = request.filters().stream().map(name -> engine.catalog()
                .assetFilter(request.assetName(), name).thenCompose(own -> own.isPresent()
                        ? CompletableFuture.completedFuture(true)
                        : engine.catalog().accountFilter(name).thenApply(Optional::isPresent))
                .thenAccept(found -> {
                    if (!found) {
                        throw new DynpackException("the locator cannot be published: neither the asset " + request.assetName()
                                + " nor the account has a filter " + name + "; store it first, with dynpack:putFilter");
                    }
                })).toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(looks);
    }

    /** A content key policy may come later, and keys may be given out by a service elsewhere: it is told, and no error. */
    private CompletableFuture<Void> warn(StreamingLocator locator) {
        return engine.catalog().missingContentKeyPolicies(locator).thenAccept(missing -> missing.forEach(name -> LOG.warn(
                "the locator {} has the content key policy {}, which does not exist: requests for its keys are answered 404 until"
                        + " it is stored, with dynpack:putContentKeyPolicy",
                locator.name(), name)));
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
}
