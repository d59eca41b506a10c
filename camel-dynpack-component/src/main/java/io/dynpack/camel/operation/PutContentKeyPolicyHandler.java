package io.dynpack.camel.operation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackException;
import io.dynpack.publishing.ContentKeyPolicy;
import io.dynpack.publishing.DeclaredKind;

/**
 * {@code dynpack:putContentKeyPolicy}: a policy document in, the stored {@link ContentKeyPolicy} out, without its secrets. Replaces
 * the one of its name. Repeating is harmless.
 */
final class PutContentKeyPolicyHandler implements OperationHandler {
    private final DynpackEngine engine;

    PutContentKeyPolicyHandler(DynpackEngine engine) {
        this.engine = engine;
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        Message message = exchange.getMessage();
        ContentKeyPolicy policy;
        try {
            policy = policy(message);
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
        return engine.catalog().putContentKeyPolicy(policy)
                .thenCompose(done -> engine.catalog().contentKeyPolicy(policy.name())).thenAccept(stored -> {
                    message.setBody(stored.orElse(policy).withoutSecrets());
                    message.setHeader(DynpackConstants.CONTENT_KEY_POLICY, policy.name());
                }).exceptionallyCompose(failure -> {
                    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure;
                    return CompletableFuture.failedFuture(cause instanceof IllegalArgumentException e ? refused(e) : cause);
                });
    }

    private static DynpackException refused(IllegalArgumentException e) {
        return new DynpackException("the content key policy cannot be stored: " + e.getMessage(), e);
    }

    /**
     * The name may stand in the header, as it stands in the address of an ARM request.
     *
     * @throws IllegalArgumentException where header and body name different policies: one of them would be overruled in silence
     */
    private static ContentKeyPolicy policy(Message message) {
        String name = message.getHeader(DynpackConstants.CONTENT_KEY_POLICY, String.class);
        ContentKeyPolicy policy = message.getBody() instanceof ContentKeyPolicy given ? given : read(message, name);
        if (name != null && !name.equals(policy.name())) {
            throw new IllegalArgumentException("its name in " + DynpackConstants.CONTENT_KEY_POLICY + ", or in the address, is "
                    + name + ", but in the body " + policy.name());
        }
        return policy;
    }

    private static ContentKeyPolicy read(Message message, @Nullable String name) {
        Map<?, ?> document = MessageDocument.of(message, DeclaredKind.CONTENT_KEY_POLICIES);
        if (document == null) {
            throw new IllegalArgumentException("the body is neither a ContentKeyPolicy nor its JSON");
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        document.forEach((key, value) -> copy.put(String.valueOf(key), value));
        copy.putIfAbsent("name", name);
        return ContentKeyPolicy.of(copy);
    }
}
