package io.dynpack.text;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Samples of {@code stpp} (ISO/IEC 14496-30, 6): a document of TTML each, of which is shown what lies in the time of the sample.
 * Its times are those of the track; where none of them can be meant so, they count from the start of the sample, as in Smooth
 * Streaming.
 */
final class StppTrackReader extends TextTrackReader {
    /** A day and more in samples of two seconds. Each is a document of XML, which takes time however small it is. */
    private static final int MAX_DOCUMENTS = 50_000;
    /** No document of TTML is smaller. */
    private static final int SMALLEST = 16;

    /** Behind these nobody reads a finding any more, and each takes as long as one that can be read. */
    private static final int MAX_UNREADABLE = 1000;

    private int documents;
    private int unreadable;

    StppTrackReader(TextLimits limits) {
        super(TextFormat.STPP, limits);
    }

    @Override
    public int silence() {
        return SMALLEST;
    }

    /** Namespaces and locations of schemas, of which the documents know themselves. */
    @Override
    void entry(ByteBuffer payload, boolean isNew) {}

    @Override
    void read(long start, long end, long mediaTime, ByteBuffer sample) {
        if (sample.remaining() <= SMALLEST) {
            return;
        }
        if (++documents > MAX_DOCUMENTS) {
            throw new TextTooLargeException("the track has more than " + MAX_DOCUMENTS + " documents");
        }
        byte[] bytes = new byte[sample.remaining()];
        sample.get(bytes);
        TextFindings inDocument = new TextFindings();
        CueListBuilder document = new CueListBuilder(cues.limits, inDocument);
        try {
            TtmlReader.read(Utf8.of(bytes, inDocument), document);
        } catch (TextFormatException e) {
            found("cannot be read: " + e.getMessage());
            if (++unreadable > MAX_UNREADABLE) {
                throw new TextTooLargeException("the track has more than " + MAX_UNREADABLE + " documents that cannot be read");
            }
        }
        cues.requirePrinted(document.printed());
        for (TextFinding finding : inDocument.list()) {
            findings.addOnce(0, finding.message());
        }
        cues.addAll(document.colours);
        if (document.language != null) {
            cues.addLanguage(document.language);
        }
        List<Cue> shown = document.added();
        long shift = isOfTrack(shown, mediaTime, end - start) ? start - mediaTime : start;
        for (Cue cue : shown) {
            long to = cue.end() > end - shift ? end : cue.end() + shift;
            joined.add(Math.max(Math.max(0, start), cue.start() + shift), to, -1, cue.id(), cue.settings(), cue.text());
        }
    }

    private static boolean isOfTrack(List<Cue> shown, long mediaTime, long duration) {
        boolean ofTrack = false;
        boolean ofSample = false;
        for (Cue cue : shown) {
            ofTrack |= cue.end() > mediaTime && cue.start() < mediaTime + duration;
            ofSample |= cue.start() < duration;
        }
        return ofTrack || !ofSample;
    }
}
