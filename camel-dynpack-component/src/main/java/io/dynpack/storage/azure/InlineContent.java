package io.dynpack.storage.azure;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.azure.storage.blob.models.BlobItem;

/**
 * A second copy of small documents in the metadata of their blobs, so that a listing brings what lies in a thousand of them with
 * one call. Written together with the blob; of no meaning where its digest is not the blob's, because somebody else wrote. Metadata
 * shows to whoever may list, so documents that may hold a secret, such as the value of a content key, have no second copy.
 */
final class InlineContent {
    /** In base64 well below what metadata may have, and what HTTP clients take for headers. */
    private static final int MAX_BYTES = 2 << 10;
    private static final String KEY = "dynpackcontent";
    private static final String SECRET = "\"value\"";

    private InlineContent() {}

    static Map<String, String> add(Map<String, String> metadata, String name, byte[] content) {
        if (content.length == 0 || content.length > MAX_BYTES || !name.endsWith(".json")
                || new String(content, StandardCharsets.UTF_8).contains(SECRET)) {
            return metadata;
        }
        Map<String, String> all = new HashMap<>(metadata);
        all.put(KEY, Base64.getUrlEncoder().withoutPadding().encodeToString(content));
        return all;
    }

    /** {@code null} where there is none, or none of this version. */
    static @Nullable ByteBuffer of(BlobItem item) {
        String text = item.getMetadata() == null ? null : item.getMetadata().get(KEY);
        byte[] digest = item.getProperties().getContentMd5();
        if (text == null || digest == null) {
            return null;
        }
        try {
            byte[] content = Base64.getUrlDecoder().decode(text);
            return MessageDigest.isEqual(md5(content), digest) ? ByteBuffer.wrap(content).asReadOnlyBuffer() : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** What the service checks an upload against, and tells in listings. */
    static byte[] md5(byte[] content) {
        try {
            return MessageDigest.getInstance("MD5").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
