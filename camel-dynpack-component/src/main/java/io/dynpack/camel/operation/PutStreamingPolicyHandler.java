package io.dynpack.camel.operation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackException;
import io.dynpack.publishing.DeclaredKind;
import io.dynpack.publishing.StreamingPolicy;

/** {@code dynpack:putStreamingPolicy}: a policy document in, the stored {@link StreamingPolicy} out. Repeating is harmless. */
final class PutStreamingPolicyHandler implements OperationHandler {
    private final DynpackEngine engine;

    PutStreamingPolicyHandler(DynpackEngine engine) {
        this.engine = engine;
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        Message message = exchange.getMessage();
        try {
            return engine.catalog().putPolicy(policy(message)).thenAccept(stored -> {
                message.setBody(stored);
                message.setHeader(DynpackConstants.STREAMING_POLICY, stored.name());
            });
        } catch (IllegalArgumentException e) {
            throw new DynpackException("the streaming policy cannot be stored: " + e.getMessage(), e);
        }
    }

    /**
     * The name may stand in the header, as it stands in the address of an ARM request.
     *
     * @throws IllegalArgumentException where header and body name different policies: one of them would be overruled in silence
     */
    private static StreamingPolicy policy(Message message) {
        String name = message.getHeader(DynpackConstants.STREAMING_POLICY, String.class);
        StreamingPolicy policy = message.getBody() instanceof StreamingPolicy given ? given : read(message, name);
        if (name != null && !name.equals(policy.name())) {
            throw new IllegalArgumentException("its name in " + DynpackConstants.STREAMING_POLICY + ", or in the address, is "
                    + name + ", but in the body " + policy.name());
        }
        return policy;
    }

    private static StreamingPolicy read(Message message, String name) {
        Map<?, ?> document = MessageDocument.of(message, DeclaredKind.STREAMING_POLICIES);
        if (document == null) {
            throw new IllegalArgumentException("the body is neither a StreamingPolicy nor its JSON");
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        document.forEach((key, value) -> copy.put(String.valueOf(key), value));
        copy.putIfAbsent("name", name);
        return StreamingPolicy.of(copy);
    }
}
