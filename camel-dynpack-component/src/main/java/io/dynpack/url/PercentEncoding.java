package io.dynpack.url;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** RFC 3986 percent-encoding over UTF-8. */
final class PercentEncoding {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private PercentEncoding() {}

    /**
     * Decodes once. Text that is not well-formed UTF-8 (overlong forms, halves of surrogate pairs, cut sequences), a broken
     * escape and control characters are refused.
     */
    static String decode(String raw) {
        byte[] bytes = new byte[3 * raw.length()];
        int length = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                if (i + 2 >= raw.length() || !Ascii.isHex(raw.charAt(i + 1)) || !Ascii.isHex(raw.charAt(i + 2))) {
                    throw UrlException.syntax("The URL contains a malformed percent escape.");
                }
                bytes[length++] = (byte) (Character.digit(raw.charAt(i + 1), 16) << 4 | Character.digit(raw.charAt(i + 2), 16));
                i += 2;
            } else if (c < 0x80) {
                bytes[length++] = (byte) c;
            } else {
                int end = Character.isHighSurrogate(c) && i + 1 < raw.length() ? i + 2 : i + 1;
                ByteBuffer encoded = utf8(raw.substring(i, end));
                int count = encoded.remaining();
                encoded.get(bytes, length, count);
                length += count;
                i = end - 1;
            }
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try {
            String decoded = decoder.decode(ByteBuffer.wrap(bytes, 0, length)).toString();
            if (containsControl(decoded)) {
                throw UrlException.syntax("The URL contains a control character.");
            }
            return decoded;
        } catch (CharacterCodingException e) {
            throw UrlException.syntax("The URL is not UTF-8.");
        }
    }

    /** Appends {@code text} with everything outside of letters, digits, {@code _}, {@code .} and {@code -} escaped. */
    static void encode(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                out.append(c);
                continue;
            }
            int end = Character.isHighSurrogate(c) && i + 1 < text.length() ? i + 2 : i + 1;
            for (byte b : text.substring(i, end).getBytes(StandardCharsets.UTF_8)) {
                out.append('%').append(HEX[b >> 4 & 15]).append(HEX[b & 15]);
            }
            i = end - 1;
        }
    }

    static boolean containsControl(String text) {
        return text.chars().anyMatch(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029');
    }

    /** Whether the text has no half of a surrogate pair, so that encoding and decoding give it back. */
    static boolean isWellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static ByteBuffer utf8(String character) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(character));
        } catch (CharacterCodingException e) {
            throw UrlException.syntax("The URL is not well-formed Unicode.");
        }
    }

    private static boolean isPlain(char c) {
        return Ascii.lower(c) >= 'a' && Ascii.lower(c) <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '-';
    }
}
