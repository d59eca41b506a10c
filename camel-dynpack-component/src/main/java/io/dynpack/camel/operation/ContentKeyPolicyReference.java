package io.dynpack.camel.operation;

import java.util.Map;

import org.apache.camel.Message;

import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackException;
import io.dynpack.publishing.ContentKeyPolicy;

/** Which content key policy a message speaks of. */
final class ContentKeyPolicyReference {
    private ContentKeyPolicyReference() {}

    /** @throws DynpackException when the message names no policy */
    static String of(Message message) {
        String name = message.getHeader(DynpackConstants.CONTENT_KEY_POLICY, String.class);
        if (name == null && message.getBody() instanceof ContentKeyPolicy policy) {
            name = policy.name();
        }
        if (name == null) {
            Map<?, ?> document = MessageDocument.of(message);
            name = document != null
                    ? document.get("name") instanceof String text ? text : null
                    : message.getBody() instanceof String text ? text.strip() : null;
        }
        if (name == null || name.isBlank()) {
            throw new DynpackException("the message names no content key policy: set the header "
                    + DynpackConstants.CONTENT_KEY_POLICY + ", or pass the policy or its name");
        }
        return name;
    }
}
