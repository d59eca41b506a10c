package io.dynpack.text;

/**
 * How much a text document may hold. Reading takes, besides the document's bytes, no more than five times of them, 64 bytes for
 * each cue, and some megabytes for text that stands in it once and is shown in several cues.
 *
 * @param documentBytes of a document, and of the text of its cues once it is printed as WebVTT
 * @param cues          of a document
 * @param segmentBytes  characters of what is printed for one window of time, which is made in memory for each request
 */
public record TextLimits(int documentBytes, int cues, int segmentBytes) {
    /**
     * A day of television has about 40,000 cues with 60 bytes each, 10 MiB as TTML. Of a segment, 4 MiB are several hundred
     * screens that are full of text.
     */
    public static final TextLimits DEFAULT = new TextLimits(32 << 20, 200_000, 4 << 20);

    public TextLimits {
        if (documentBytes < 1 || cues < 1 || segmentBytes < 1) {
            throw new IllegalArgumentException(documentBytes + " bytes, " + cues + " cues, " + segmentBytes + " of a segment");
        }
    }
}
