package io.dynpack.text;

/**
 * How much a text document may hold. Reading takes, besides the document's bytes, no more than five times of them and 64 bytes for
 * each cue.
 *
 * @param documentBytes of a document, and of the text of its cues once it is printed as WebVTT
 * @param cues          of a document
 * @param segmentBytes  characters of what is printed for one window of time, which is made in memory for each request
 */
public record TextLimits(int documentBytes, int cues, int segmentBytes) {
    /**
     * Two hundred thousand cues are a word each for a day, or a line each for a month; they rarely take half of 32 MiB. A
     * segment of 4 MiB holds six seconds with all of {@code War and Peace}.
     */
    public static final TextLimits DEFAULT = new TextLimits(32 << 20, 200_000, 4 << 20);

    public TextLimits {
        if (documentBytes < 1 || cues < 1 || segmentBytes < 1) {
            throw new IllegalArgumentException(documentBytes + " bytes, " + cues + " cues, " + segmentBytes + " of a segment");
        }
    }
}
