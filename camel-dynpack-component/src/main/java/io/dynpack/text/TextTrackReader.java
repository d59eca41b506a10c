package io.dynpack.text;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads the samples of a text track of an MP4 file, in their order, into one list of cues. A cue that was cut at the bounds of
 * samples becomes one again. What is bad in a sample is left out with a finding, and so is what exceeds {@link TextLimits}: the
 * rest stays. Takes time and memory in proportion to the bytes of the samples. Used by one thread.
 */
public abstract sealed class TextTrackReader permits WvttTrackReader, StppTrackReader, Tx3gTrackReader, Cea608TrackReader {
    private final TextFormat format;
    private final Set<ByteBuffer> entries = new HashSet<>();
    /** Numbers of entries that were looked at: a large one is not compared again whenever samples go back to it. */
    private final BitSet known = new BitSet();
    private boolean full;
    private long number;
    final TextFindings findings = new TextFindings();
    final CueListBuilder cues;
    final JoinedCues joined;

    TextTrackReader(TextFormat format, TextLimits limits) {
        this.format = format;
        this.cues = new CueListBuilder(limits, findings);
        this.joined = new JoinedCues(cues, limits.cues());
    }

    /**
     * A reader of samples of this format.
     *
     * @param format {@link TextFormat#WVTT}, {@link TextFormat#STPP}, {@link TextFormat#TX3G} or {@link TextFormat#CEA608}
     * @throws IllegalArgumentException for other formats
     */
    public static TextTrackReader of(TextFormat format, TextLimits limits) {
        return switch (format) {
            case WVTT -> new WvttTrackReader(limits);
            case STPP -> new StppTrackReader(limits);
            case TX3G -> new Tx3gTrackReader(limits);
            case CEA608 -> new Cea608TrackReader(limits);
            default -> throw new IllegalArgumentException(format + " has no samples");
        };
    }

    /** Samples of so many bytes and less show nothing, so that nobody need read them. */
    public abstract int silence();

    /**
     * The samples that follow use this sample entry.
     *
     * @param ordinal of the entry in its track, from 0
     * @param payload of the box, whose position and limit stay
     */
    public final void entry(int ordinal, ByteBuffer payload) {
        boolean isNew = !known.get(ordinal) && entries.add(payload.slice());
        known.set(ordinal);
        entry(payload.slice(), isNew);
    }

    /** @param isNew whether the track has not used it before */
    abstract void entry(ByteBuffer payload, boolean isNew);

    /**
     * Reads a sample; those that show nothing may be passed over.
     *
     * @param sample    its number, from 1, for findings
     * @param start     when it is shown, ticks of 10 MHz; may be negative
     * @param end       when the next one is shown, ticks of 10 MHz
     * @param mediaTime of the sample on the timeline of its track, of which documents in samples speak, ticks of 10 MHz
     * @param bytes     whose position and limit stay
     */
    public final void sample(long sample, long start, long end, long mediaTime, ByteBuffer bytes) {
        number = sample;
        if (full || end <= 0 || end <= start) {
            return;
        }
        if (end > CueTime.MAX) {
            findings.addOnce(0, "what is shown in more than a year is left out");
            return;
        }
        try {
            joined.begin(Math.max(0, start), end);
            read(start, end, mediaTime, bytes.slice());
            joined.end();
        } catch (TextTooLargeException e) {
            full = true;
            findings.add(0, e.getMessage() + "; what follows is left out");
        }
    }

    abstract void read(long start, long end, long mediaTime, ByteBuffer sample);

    /** Notes what is wrong with the sample that is being read. */
    final void found(String message) {
        findings.add(0, "sample " + number + " " + message);
    }

    /** No sample follows. */
    void finish(long end) {
        joined.finish();
    }

    /**
     * What was read. Nothing is read afterwards.
     *
     * @param end of the track, ticks of 10 MHz
     */
    public final TextDocument document(long end) {
        if (!full) {
            try {
                finish(Math.min(end, CueTime.MAX));
            } catch (TextTooLargeException e) {
                findings.add(0, e.getMessage() + "; the last ones are left out");
            }
        }
        return new TextDocument(format, cues.build(), null, findings.list(), findings.further());
    }
}
