package io.dynpack.publishing;

import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** A content key of a locator as whoever publishes gives it: with its value, or for one to be made. Its text shows no bytes. */
public final class ContentKeyMaterial {
    static final String VALUE = "value";
    static final String IV = "iv";
    private static final int SIZE = 16;

    private final UUID id;
    private final byte @Nullable [] value;
    private final byte @Nullable [] iv;

    /**
     * @param value 16 bytes, or {@code null} for a value to be made
     * @param iv    the initialization vector, 16 bytes, or {@code null} for one to be made
     * @throws IllegalArgumentException for other lengths; does not show the bytes
     */
    public ContentKeyMaterial(UUID id, byte @Nullable [] value, byte @Nullable [] iv) {
        requireSize(VALUE, value);
        requireSize(IV, iv);
        this.id = id;
        this.value = value == null ? null : value.clone();
        this.iv = iv == null ? null : iv.clone();
    }

    private static void requireSize(String member, byte @Nullable [] bytes) {
        if (bytes != null && bytes.length != SIZE) {
            throw new DocumentFieldException(member, "has " + bytes.length + " bytes and not " + SIZE);
        }
    }

    /** @throws DocumentFieldException for an id that is no GUID, and for a value that is not the Base64 of 16 bytes */
    static ContentKeyMaterial of(Map<String, Object> entry) {
        UUID id = Document.of(entry).uuid("id");
        if (id == null) {
            throw new DocumentFieldException("id", "is missing");
        }
        return new ContentKeyMaterial(id, bytes(entry, VALUE), bytes(entry, IV));
    }

    private static byte @Nullable [] bytes(Map<String, Object> entry, String member) {
        Object text = entry.get(member);
        if (text == null || text.equals("")) {
            return null;
        }
        try {
            return Base64.getDecoder().decode(text.toString());
        } catch (IllegalArgumentException e) {
            // without what it says of the characters, which are those of the key
            throw new DocumentFieldException(member, "is no Base64");
        }
    }

    public UUID id() {
        return id;
    }

    /** A copy; {@code null} for a value to be made. */
    public byte @Nullable [] value() {
        return value == null ? null : value.clone();
    }

    /** A copy; {@code null} for one to be made. */
    public byte @Nullable [] iv() {
        return iv == null ? null : iv.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ContentKeyMaterial key && id.equals(key.id) && Arrays.equals(value, key.value)
                && Arrays.equals(iv, key.iv);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "ContentKeyMaterial[id=" + id + "]";
    }
}
