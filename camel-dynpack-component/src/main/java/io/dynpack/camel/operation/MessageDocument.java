package io.dynpack.camel.operation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;

import io.dynpack.camel.DynpackException;
import io.dynpack.publishing.ArmJson;
import io.dynpack.publishing.DeclaredKind;

/** The JSON of Azure Media Services in a body, in whatever form it comes: a map, text, bytes, a stream. */
final class MessageDocument {
    private MessageDocument() {}

    /**
     * The body as a map; a body that was text, bytes or a stream is a text afterwards.
     *
     * @return {@code null} where the body is none of these, or is text that does not begin with a brace
     * @throws DynpackException for text that begins with a brace and is no JSON object
     */
    static @Nullable Map<?, ?> of(Message message) {
        Object body = message.getBody();
        if (body instanceof Map<?, ?> map) {
            return map;
        }
        String text = text(message, body);
        if (text == null || !text.stripLeading().startsWith("{")) {
            return null;
        }
        try {
            return ArmJson.parse(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw new DynpackException("the body begins as a JSON object and is none: " + e.getMessage(), e);
        }
    }

    /**
     * As {@link #of} for a document that is to be stored.
     *
     * @throws io.dynpack.publishing.DocumentFieldException for a field that such a document cannot have
     */
    static @Nullable Map<?, ?> of(Message message, DeclaredKind kind) {
        Map<?, ?> document = of(message);
        if (document != null) {
            kind.requireKnownFields(document);
        }
        return document;
    }

    private static @Nullable String text(Message message, Object body) {
        if (body instanceof String text) {
            return text;
        }
        byte[] bytes = null;
        if (body instanceof byte[] array) {
            bytes = array;
        } else if (body instanceof InputStream || body instanceof StreamCache) {
            bytes = read(message.getBody(InputStream.class));
        } else if (body instanceof ByteBuffer buffer) {
            bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
        }
        if (bytes == null) {
            return null;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        message.setBody(text);
        return text;
    }

    private static byte[] read(InputStream in) {
        try (in) {
            byte[] bytes = in.readNBytes(ArmJson.MAX_BYTES + 1);
            if (bytes.length > ArmJson.MAX_BYTES) {
                throw new DynpackException("the body is longer than the " + ArmJson.MAX_BYTES + " bytes of a document");
            }
            return bytes;
        } catch (IOException e) {
            throw new DynpackException("the body cannot be read", e);
        }
    }
}
