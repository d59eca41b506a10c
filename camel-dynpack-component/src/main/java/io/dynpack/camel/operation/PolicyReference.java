package io.dynpack.camel.operation;

import java.util.Map;
import java.util.function.Function;

import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackException;
import io.dynpack.publishing.ContentKeyPolicy;
import io.dynpack.publishing.StreamingPolicy;

/** Which policy a message speaks of. */
final class PolicyReference {
    private PolicyReference() {}

    /** @throws DynpackException when the message names no streaming policy */
    static String ofStreams(Message message) {
        return of(message, "streaming policy", DynpackConstants.STREAMING_POLICY,
                body -> body instanceof StreamingPolicy policy ? policy.name() : null);
    }

    /** @throws DynpackException when the message names no content key policy */
    static String ofKeys(Message message) {
        return of(message, "content key policy", DynpackConstants.CONTENT_KEY_POLICY,
                body -> body instanceof ContentKeyPolicy policy ? policy.name() : null);
    }

    private static String of(Message message, String what, String header, Function<@Nullable Object, @Nullable String> named) {
        String name = message.getHeader(header, String.class);
        if (name == null) {
            name = named.apply(message.getBody());
        }
        if (name == null) {
            Map<?, ?> document = MessageDocument.of(message);
            name = document != null
                    ? document.get("name") instanceof String text ? text : null
                    : message.getBody() instanceof String text ? text.strip() : null;
        }
        if (name == null || name.isBlank()) {
            throw new DynpackException(
                    "the message names no " + what + ": set the header " + header + ", or pass the policy or its name");
        }
        return name;
    }
}
