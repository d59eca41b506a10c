package io.dynpack.publishing;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A secret as documents hold it: encrypted under a key-encryption key that lies outside of the catalog.
 *
 * @param keyEncryptionKeyId tells keys apart and nothing of their values
 * @param wrapped            Base64 of what only the key-encryption key opens
 */
public record WrappedSecret(String keyEncryptionKeyId, String wrapped) {
    private static final String KEY_ID = "keyEncryptionKeyId";
    private static final String WRAPPED = "wrapped";

    /** @throws IllegalArgumentException where {@code wrapped} is no Base64 */
    public WrappedSecret {
        Base64.getDecoder().decode(wrapped);
    }

    public static WrappedSecret of(String keyEncryptionKeyId, byte[] wrapped) {
        return new WrappedSecret(keyEncryptionKeyId, Base64.getEncoder().encodeToString(wrapped));
    }

    /** What a member of a document holds; empty where that is no wrapped secret. */
    public static Optional<WrappedSecret> of(Object value) {
        return value instanceof Map<?, ?> map && map.get(KEY_ID) instanceof String id && map.get(WRAPPED) instanceof String text
                ? Optional.of(new WrappedSecret(id, text))
                : Optional.empty();
    }

    public byte[] bytes() {
        return Base64.getDecoder().decode(wrapped);
    }

    /** As a member of a document. */
    public Map<String, Object> toMembers() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(KEY_ID, keyEncryptionKeyId);
        members.put(WRAPPED, wrapped);
        return members;
    }
}
