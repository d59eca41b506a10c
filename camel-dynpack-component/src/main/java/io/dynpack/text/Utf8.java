package io.dynpack.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A document as UTF-8, whatever it came in: a byte order mark decides, else the zeros of UTF-16, else what an XML declaration
 * says, else it is UTF-8.
 *
 * @param bytes of the document, not copied
 * @param start of its text, behind a byte order mark
 */
record Utf8(byte[] bytes, int start) {
    /** A declaration is at the very start. */
    private static final int MAX_DECLARATION = 256;

    static Utf8 of(byte[] bytes, TextFindings findings) {
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            return new Utf8(bytes, 3);
        }
        if (startsWith(bytes, 0xFF, 0xFE)) {
            return transcoded(bytes, 2, StandardCharsets.UTF_16LE, findings);
        }
        if (startsWith(bytes, 0xFE, 0xFF)) {
            return transcoded(bytes, 2, StandardCharsets.UTF_16BE, findings);
        }
        // each of the formats begins with characters of ASCII
        if (bytes.length >= 4 && bytes[0] != 0 && bytes[1] == 0 && bytes[2] != 0 && bytes[3] == 0) {
            return transcoded(bytes, 0, StandardCharsets.UTF_16LE, findings);
        }
        if (bytes.length >= 4 && bytes[0] == 0 && bytes[1] != 0 && bytes[2] == 0 && bytes[3] != 0) {
            return transcoded(bytes, 0, StandardCharsets.UTF_16BE, findings);
        }
        Charset declared = declared(bytes);
        return declared == null ? new Utf8(bytes, 0) : transcoded(bytes, 0, declared, findings);
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static Utf8 transcoded(byte[] bytes, int offset, Charset charset, TextFindings findings) {
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, bytes.length - offset);
        String text;
        try {
            text = charset.newDecoder().decode(in).toString();
        } catch (CharacterCodingException e) {
            findings.add(0, "bytes that are not " + charset.name() + " are shown as U+FFFD");
            text = new String(bytes, offset, bytes.length - offset, charset);
        }
        return new Utf8(text.getBytes(StandardCharsets.UTF_8), 0);
    }

    /** What an XML declaration says where that is one of the encodings with a byte for each character that old tools write. */
    private static @Nullable Charset declared(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, MAX_DECLARATION), StandardCharsets.ISO_8859_1);
        int end = start.indexOf("?>");
        if (!start.startsWith("<?xml") || end < 0) {
            return null;
        }
        String declaration = start.substring(0, end).toLowerCase(Locale.ROOT);
        for (String name : new String[]{"iso-8859-1", "iso-8859-15", "windows-1252"}) {
            if ((declaration.contains('"' + name + '"') || declaration.contains("'" + name + "'"))
                    && Charset.isSupported(name)) {
                return Charset.forName(name);
            }
        }
        return null;
    }

    /** Whether these bytes are what UTF-8 allows. */
    static boolean isValid(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] >= 0) {
            at++;
        }
        if (at == to) {
            return true;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, at, to - at);
        CharBuffer out = CharBuffer.allocate(Math.min(to - at, 1 << 13));
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (!result.isOverflow()) {
                return result.isUnderflow();
            }
            out.clear();
        }
    }
}
