package io.dynpack.origin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/** Strong entity tags (RFC 9110, 8.8.3): a digest of everything that the bytes of a response depend on. */
final class EntityTag {
    /** Raised whenever the same asset at the same URL yields other bytes than before. */
    static final int OUTPUT_REVISION = 10;

    private EntityTag() {}

    /** @param inputs canonical URL and versions; a tag is equal only for equal inputs in equal order */
    static String of(String... inputs) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((byte) OUTPUT_REVISION);
            for (String input : inputs) {
                digest.update(input.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            byte[] hash = java.util.Arrays.copyOf(digest.digest(), 15);
            return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The tag of the gzip-encoded twin. */
    static String gzip(String tag) {
        return tag.substring(0, tag.length() - 1) + "-gzip\"";
    }

    /** Whether a list of tags, as in {@code If-None-Match}, names this one; weak comparison (RFC 9110, 13.1.2). */
    static boolean anyMatches(@Nullable String list, String tag) {
        return names(list, tag, true);
    }

    /** Whether a list of tags, as in {@code If-Match}, names this one; strong comparison (RFC 9110, 13.1.1). */
    static boolean anyEquals(@Nullable String list, String tag) {
        return names(list, tag, false);
    }

    private static boolean names(@Nullable String list, String tag, boolean weak) {
        if (list == null) {
            return false;
        }
        if (list.strip().equals("*")) {
            return true;
        }
        for (String candidate : list.split(",")) {
            String stripped = candidate.strip();
            if (stripped.equals(tag) || weak && stripped.startsWith("W/") && stripped.substring(2).equals(tag)) {
                return true;
            }
        }
        return false;
    }
}
