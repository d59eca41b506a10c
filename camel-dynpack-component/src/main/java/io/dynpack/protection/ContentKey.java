package io.dynpack.protection;

import java.util.UUID;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A content key in use: made when an answer needs it and dropped with that answer, since what holds the value of a key must not
 * live on in a cache. Its text never shows the value.
 */
public final class ContentKey {
    /** Bytes of a key and of an initialization vector: those of one AES-128 block. */
    public static final int SIZE = 16;

    private final UUID id;
    private final byte[] value;
    private final byte[] iv;

    /**
     * @param id    the KID
     * @param value {@value #SIZE} bytes, copied
     * @param iv    {@value #SIZE} bytes, copied: the constant initialization vector of AES-128 and of {@code cbcs} under this key
     * @throws IllegalArgumentException for other lengths; the message does not show the bytes
     */
    public ContentKey(UUID id, byte[] value, byte[] iv) {
        if (value.length != SIZE || iv.length != SIZE) {
            throw new IllegalArgumentException("content key " + id + " has " + value.length + " bytes and an initialization vector"
                    + " of " + iv.length + "; both have " + SIZE);
        }
        this.id = id;
        this.value = value.clone();
        this.iv = iv.clone();
    }

    public UUID id() {
        return id;
    }

    /** A copy of the value. */
    public byte[] value() {
        return value.clone();
    }

    /** For ciphers of the Java platform. */
    public SecretKey aes() {
        return new SecretKeySpec(value, "AES");
    }

    /** A copy of the initialization vector. */
    public byte[] iv() {
        return iv.clone();
    }

    @Override
    public String toString() {
        return "ContentKey[id=" + id + "]";
    }
}
