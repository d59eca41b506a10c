package io.dynpack.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

import io.dynpack.publishing.KeyEncryptionException;
import io.dynpack.publishing.WrappedSecret;

/**
 * Key-encryption keys of 256 bits: AES-GCM with a random nonce of 12 bytes in front and the place as associated data. The first
 * wraps; the others are older ones, under which documents still lie.
 */
public final class KeyEncryptionKeys implements KeyEncryption {
    /** Bytes of a key. */
    public static final int SIZE = 32;

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int ID_BYTES = 8;

    private final SecureRandom random = new SecureRandom();
    private final String first;
    private final Map<String, SecretKey> keys = new LinkedHashMap<>();

    /**
     * @param first  {@value #SIZE} bytes
     * @param others of the same size, older
     * @throws IllegalArgumentException for another size; does not show the bytes
     */
    public KeyEncryptionKeys(byte[] first, List<byte[]> others) {
        this.first = id(first);
        List<byte[]> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        all.forEach(key -> keys.put(id(key), new SecretKeySpec(key, "AES")));
    }

    /** A key as options and files have it. @throws IllegalArgumentException for what is not the Base64 of {@value #SIZE} bytes */
    public static byte[] parse(String text) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            // without what it says of the characters, which are those of the key
            throw new IllegalArgumentException("is no Base64");
        }
        id(key);
        return key;
    }

    /** Names a key, and tells nothing of it. */
    private static String id(byte[] key) {
        if (key.length != SIZE) {
            throw new IllegalArgumentException("is " + key.length + " bytes and not " + SIZE);
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("dynpack key-encryption key".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(key), 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public WrappedSecret wrap(String place, byte[] secret) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key(place, first), nonce, place).doFinal(secret);
            return WrappedSecret.of(first,
                    ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array());
        } catch (GeneralSecurityException e) {
            throw new KeyEncryptionException(place, "its secret cannot be wrapped", e);
        }
    }

    @Override
    public byte[] unwrap(String place, WrappedSecret wrapped) {
        SecretKey key = key(place, wrapped.keyEncryptionKeyId());
        byte[] bytes = wrapped.bytes();
        if (bytes.length < NONCE + TAG_BITS / Byte.SIZE) {
            throw damaged(place, null);
        }
        byte[] nonce = Arrays.copyOf(bytes, NONCE);
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce, place).doFinal(bytes, NONCE, bytes.length - NONCE);
        } catch (GeneralSecurityException e) {
            throw damaged(place, e);
        }
    }

    private static KeyEncryptionException damaged(String place, @Nullable Throwable cause) {
        return new KeyEncryptionException(place, "its secret was changed, or belongs to another document; restore the document"
                + " from a copy", cause);
    }

    private SecretKey key(String place, String id) {
        SecretKey key = keys.get(id);
        if (key == null) {
            throw new KeyEncryptionException(place, "its secret is wrapped under the key-encryption key " + id
                    + ", and this node has " + String.join(", ", keys.keySet()) + "; add that key to previousKeyEncryptionKeys,"
                    + " or set keyEncryptionKey or keyEncryptionKeyFile to it", null);
        }
        return key;
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    @Override
    public String toString() {
        return "KeyEncryptionKeys[first=" + first + ", all=" + keys.keySet() + "]";
    }
}
