package io.dynpack.manifest.dash;

/**
 * Writes a {@code SegmentTimeline} segment by segment (ISO/IEC 23009-1, 5.3.9.6): neighbours that last equally long are one
 * {@code S}, and a time is said only where it does not follow from what is in front.
 */
final class SegmentTimeline {
    private final StringBuilder out;
    /** Where the next segment begins if it says nothing else. */
    private long expected;
    private long start;
    private long duration = -1;
    private int repeat;

    SegmentTimeline(StringBuilder out) {
        this.out = out;
        out.append("            <SegmentTimeline>\n");
    }

    /**
     * Adds a segment.
     *
     * @param segmentStart    ticks of 10 MHz, not before that of the last one
     * @param segmentDuration ticks of 10 MHz
     */
    void add(long segmentStart, long segmentDuration) {
        if (segmentDuration == duration && segmentStart == start + (repeat + 1) * duration) {
            repeat++;
            return;
        }
        flush();
        start = segmentStart;
        duration = segmentDuration;
        repeat = 0;
    }

    private void flush() {
        if (duration < 0) {
            return;
        }
        out.append("               <S");
        if (start != expected) {
            out.append(" t=\"").append(start).append('"');
        }
        out.append(" d=\"").append(duration).append('"');
        if (repeat > 0) {
            out.append(" r=\"").append(repeat).append('"');
        }
        out.append(" />\n");
        expected = start + (repeat + 1) * duration;
    }

    void end() {
        flush();
        out.append("            </SegmentTimeline>\n");
    }
}
