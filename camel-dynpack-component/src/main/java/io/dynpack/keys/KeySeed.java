package io.dynpack.keys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/**
 * The PlayReady key seed algorithm: the value of a content key from a secret seed and the id of the key, so that whoever has the
 * seed, a licence server say, has all keys.
 */
public final class KeySeed {
    /** The least that a seed has; bytes beyond it are not used. */
    static final int SIZE = 30;
    private static final int KEY = 16;

    private final byte[] seed;

    /** @throws IllegalArgumentException for less than 30 bytes; does not show them */
    public KeySeed(byte[] seed) {
        if (seed.length < SIZE) {
            throw new IllegalArgumentException("is " + seed.length + " bytes, and has to have " + SIZE);
        }
        this.seed = Arrays.copyOf(seed, SIZE);
    }

    /** A seed as options have it. @throws IllegalArgumentException for what is not the Base64 of 30 bytes */
    public static KeySeed parse(String text) {
        byte[] seed;
        try {
            seed = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            // without what it says of the characters, which are those of the seed
            throw new IllegalArgumentException("is no Base64");
        }
        return new KeySeed(seed);
    }

    /** The value of a key, 16 bytes. */
    public byte[] value(UUID keyId) {
        byte[] id = littleEndian(keyId);
        byte[] a = digest(seed, id);
        byte[] b = digest(seed, id, seed);
        byte[] c = digest(seed, id, seed, id);
        byte[] value = new byte[KEY];
        for (int i = 0; i < KEY; i++) {
            value[i] = (byte) (a[i] ^ a[i + KEY] ^ b[i] ^ b[i + KEY] ^ c[i] ^ c[i + KEY]);
        }
        return value;
    }

    /** As Windows lays out a GUID: its first three numbers have their lowest byte first. */
    private static byte[] littleEndian(UUID id) {
        long high = id.getMostSignificantBits();
        return ByteBuffer.allocate(KEY).order(ByteOrder.LITTLE_ENDIAN).putInt((int) (high >>> 32))
                .putShort((short) (high >>> 16))
                .putShort((short) high).order(ByteOrder.BIG_ENDIAN).putLong(id.getLeastSignificantBits()).array();
    }

    private static byte[] digest(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "KeySeed";
    }
}
