package io.dynpack.storage.azure;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What the service checks an upload against. */
final class Digests {
    private Digests() {}

    static byte[] md5(byte[] content) {
        try {
            return MessageDigest.getInstance("MD5").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
