package io.dynpack.ingest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mark of a file that ingest wrote: a digest of all its bytes, taken while zeros stand in the digest's place. Whoever changes
 * a byte breaks the seal and makes the file theirs.
 */
final class Seal {
    private static final String MAKER = "DynPack sha256:";
    /** What to write where the seal is to be. */
    static final String OPEN = MAKER + "0".repeat(64);

    private static final Pattern PATTERN = Pattern.compile(MAKER + "([0-9a-f]{64})");

    private Seal() {}

    /** The seal of a document that holds {@link #OPEN}. */
    static String of(byte[] open) {
        return MAKER + digest(open);
    }

    /** The document with its seal. */
    static byte[] close(byte[] open) {
        String text = new String(open, StandardCharsets.ISO_8859_1);
        return text.replace(OPEN, of(open)).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whether ingest wrote exactly these bytes. */
    static boolean holds(byte[] document) {
        String text = new String(document, StandardCharsets.ISO_8859_1);
        Matcher matcher = PATTERN.matcher(text);
        if (!matcher.find()) {
            return false;
        }
        String open = text.substring(0, matcher.start()) + OPEN + text.substring(matcher.end());
        return digest(open.getBytes(StandardCharsets.ISO_8859_1)).equals(matcher.group(1));
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
