package io.dynpack.ism;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;

/**
 * From bytes to text as XML 1.0, appendix F, says: byte order mark, else the declared encoding, else UTF-8. The parser of the JDK
 * would do the same, but writes what it cannot decode to the standard error stream.
 */
final class ManifestEncoding {
    /** A declaration is at the very start. */
    private static final int MAX_DECLARATION = 256;
    private static final String KEY = "encoding=";

    private ManifestEncoding() {}

    static String decode(byte[] bytes, int offset, int length, String name) {
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
        try {
            // a decoder made for the purpose reports what is malformed
            String text = charset(bytes, offset, length).newDecoder().decode(in).toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException | IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IsmException(name, 0, "the text is not in the encoding that the file states", e);
        }
    }

    private static Charset charset(byte[] bytes, int offset, int length) {
        int first = length < 2 ? 0 : (bytes[offset] & 0xFF) << 8 | bytes[offset + 1] & 0xFF;
        if (first == 0xFEFF || first == 0xFFFE) {
            return StandardCharsets.UTF_16;
        }
        if (first == 0xEFBB) {
            return StandardCharsets.UTF_8;
        }
        String start = new String(bytes, offset, Math.min(length, MAX_DECLARATION), StandardCharsets.ISO_8859_1);
        int end = start.indexOf("?>");
        int key = start.indexOf(KEY);
        if (!start.startsWith("<?xml") || key < 0 || key > end) {
            return StandardCharsets.UTF_8;
        }
        int quote = key + KEY.length();
        int close = start.indexOf(start.charAt(quote), quote + 1);
        return close < 0 || close > end ? StandardCharsets.UTF_8 : Charset.forName(start.substring(quote + 1, close));
    }
}
