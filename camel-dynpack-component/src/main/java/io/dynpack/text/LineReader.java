package io.dynpack.text;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * The lines of a document, one decoded at a time. CR, LF and CRLF end a line; NUL and what is not UTF-8 become U+FFFD (W3C WebVTT,
 * section 6.1).
 */
final class LineReader {
    private static final int MAX_LINE = CueListBuilder.MAX_TEXT;

    private final byte[] bytes;
    private final TextFindings findings;
    private int at;
    private int number;
    /** Where the line begins that was read last. */
    private int last;
    /** The last line that a finding speaks of. */
    private int found;

    LineReader(Utf8 document, TextFindings findings) {
        this.bytes = document.bytes();
        this.at = document.start();
        this.findings = findings;
    }

    /** The next line without its end, or {@code null} at the end of the document. What is behind 64 KiB of a line is left out. */
    @Nullable
    String next() {
        if (at == bytes.length) {
            return null;
        }
        last = at;
        number++;
        int end = at;
        while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
            end++;
        }
        int from = at;
        at = end;
        if (at < bytes.length) {
            boolean pair = bytes[at] == '\r' && at + 1 < bytes.length && bytes[at + 1] == '\n';
            at += pair ? 2 : 1;
        }
        int to = Math.min(end, from + MAX_LINE);
        if (to < end) {
            found("the line has more than " + MAX_LINE + " bytes, the rest of it is left out");
        }
        String line = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (line.indexOf('\ufffd') >= 0 && !Utf8.isValid(bytes, from, to)) {
            found("bytes that are not UTF-8 are shown as U+FFFD");
        }
        return line.indexOf('\0') < 0 ? line : line.replace('\0', '\ufffd');
    }

    private void found(String message) {
        if (found < number) {
            findings.add(number, message);
            found = number;
        }
    }

    /** The number of the line that was read last, from 1. */
    int number() {
        return number;
    }

    /** The line that was read last is read once more. */
    void back() {
        at = last;
        number--;
    }
}
