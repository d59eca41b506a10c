package io.dynpack.text;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A text document that was read.
 *
 * @param format          what it is written in, found by its content
 * @param cues            what it says
 * @param timestampMap    what a WebVTT header says of HLS time, or {@code null}; the cues have the times of the document
 * @param findings        what was left out or mended, in the order of the document, a hundred at most
 * @param furtherFindings how many more there were
 */
public record TextDocument(TextFormat format, CueList cues, @Nullable TimestampMap timestampMap, List<TextFinding> findings,
        long furtherFindings) {
    /** How much of a document is searched for the first times of SubRip. */
    private static final int MAX_SEARCHED_LINES = 1000;

    public TextDocument {
        findings = List.copyOf(findings);
    }

    /** Reads a document within {@link TextLimits#DEFAULT}. */
    public static TextDocument read(byte[] bytes) {
        return read(bytes, TextLimits.DEFAULT);
    }

    /**
     * Reads a document: UTF-8 or UTF-16, of any of the formats. A cue that is bad in itself is left out with a finding.
     *
     * @throws TextFormatException   when it is in none of the formats, or its XML cannot be read
     * @throws TextTooLargeException when it exceeds a limit
     */
    public static TextDocument read(byte[] bytes, TextLimits limits) {
        if (bytes.length > limits.documentBytes()) {
            throw new TextTooLargeException(
                    "the document has " + bytes.length + " bytes, the limit is " + limits.documentBytes());
        }
        TextFindings findings = new TextFindings();
        Utf8 text = Utf8.of(bytes, findings);
        CueListBuilder cues = new CueListBuilder(limits, findings);
        TextFormat format = format(text);
        TimestampMap map = null;
        if (format == TextFormat.WEBVTT) {
            WebVttReader reader = new WebVttReader(new LineReader(text, findings), cues);
            reader.read();
            map = reader.timestampMap();
        } else if (format == TextFormat.SUBRIP) {
            new SubRipReader(new LineReader(text, findings), cues).read();
        } else {
            TtmlReader.read(text, cues);
        }
        return new TextDocument(format, cues.build(), map, findings.list(), findings.further());
    }

    private static TextFormat format(Utf8 text) {
        LineReader lines = new LineReader(text, new TextFindings());
        boolean first = true;
        String line = lines.next();
        for (int i = 0; line != null && i < MAX_SEARCHED_LINES; i++) {
            if (first && WebVttReader.isSignature(line)) {
                return TextFormat.WEBVTT;
            }
            if (first && line.stripLeading().startsWith("<")) {
                return TextFormat.TTML;
            }
            if (CueTiming.isMeant(line) && CueTiming.parse(line) != null) {
                return TextFormat.SUBRIP;
            }
            first &= line.isBlank();
            line = lines.next();
        }
        throw new TextFormatException(0, "the document is none of WebVTT, SubRip and TTML");
    }
}
