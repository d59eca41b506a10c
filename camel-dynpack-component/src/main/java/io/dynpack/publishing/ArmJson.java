package io.dynpack.publishing;

import java.nio.ByteBuffer;
import java.util.Map;

/** Documents of Azure Resource Manager as JSON text. */
public final class ArmJson {
    /** Bytes that a document may have. */
    public static final int MAX_BYTES = DocumentStore.MAX_BYTES;

    private ArmJson() {}

    /**
     * The members of a document.
     *
     * @throws IllegalArgumentException for what is no JSON object, or has more than {@link #MAX_BYTES}
     */
    public static Map<String, Object> parse(ByteBuffer bytes) {
        if (bytes.remaining() > MAX_BYTES) {
            throw new IllegalArgumentException("the document is longer than " + MAX_BYTES + " bytes");
        }
        return Document.parse(bytes);
    }
}
