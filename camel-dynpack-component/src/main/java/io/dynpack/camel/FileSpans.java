package io.dynpack.camel;

import java.nio.ByteBuffer;
import java.util.Arrays;

import io.dynpack.segment.Piece;

/**
 * Which bytes of a file to read for the next ranges of a body, and where the wanted ones lie among them: ranges that lie close
 * together, as the frames of a video between which only a little audio lies, are one span, read with what is between them.
 *
 * @param starts     first byte of each span
 * @param ends       exclusive end of each span
 * @param partStarts where each wanted run of bytes begins in memory that holds the spans one behind the other
 * @param partEnds   its exclusive end
 * @param size       bytes of all spans
 * @param nextRange  the range that holds the first byte that is not planned here; the number of ranges where all are
 * @param nextOffset that byte's place in the file
 */
record FileSpans(long[] starts, long[] ends, int[] partStarts, int[] partEnds, int size, int nextRange, long nextOffset) {
    /** A gap up to this size costs less to copy than another system call costs. */
    private static final int GAP = 4 << 10;

    /**
     * Plans from byte {@code offset} of range {@code first} on.
     *
     * @param maxBytes of all spans together, at least 1
     * @param maxParts runs of wanted bytes, at least 1
     */
    static FileSpans plan(Piece.Ranges ranges, int first, long offset, int maxBytes, int maxParts) {
        long[] starts = ranges.starts();
        long[] ends = ranges.ends();
        int most = Math.min(starts.length - first, maxParts);
        long[] spanStarts = new long[most];
        long[] spanEnds = new long[most];
        int[] partStarts = new int[most];
        int[] partEnds = new int[most];
        int spans = 0;
        int parts = 0;
        int size = 0;
        int range = first;
        long at = offset;
        while (parts < most && size < maxBytes) {
            long gap = spans == 0 ? -1 : at - spanEnds[spans - 1];
            if (gap < 0 || gap > GAP || size + gap >= maxBytes) {
                spanStarts[spans++] = at;
            } else {
                size += (int) gap;
            }
            int n = (int) Math.min(ends[range] - at, maxBytes - size);
            partStarts[parts] = size;
            size += n;
            partEnds[parts++] = size;
            at += n;
            spanEnds[spans - 1] = at;
            if (at == ends[range]) {
                range++;
                at = range < starts.length ? starts[range] : at;
            }
        }
        return new FileSpans(Arrays.copyOf(spanStarts, spans), Arrays.copyOf(spanEnds, spans), Arrays.copyOf(partStarts, parts),
                Arrays.copyOf(partEnds, parts), size, range, at);
    }

    /** Plans all ranges. @throws ArithmeticException where they do not fit one buffer */
    static FileSpans plan(Piece.Ranges ranges) {
        int all = ranges.starts().length;
        FileSpans plan = plan(ranges, 0, ranges.starts()[0], Integer.MAX_VALUE, all);
        if (plan.nextRange < all) {
            throw new ArithmeticException(ranges.length() + " bytes do not fit one buffer");
        }
        return plan;
    }

    /**
     * The wanted bytes, in order.
     *
     * @param bytes holds the spans from position 0 on
     */
    ByteBuffer[] parts(ByteBuffer bytes) {
        var parts = new ByteBuffer[partStarts.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = bytes.slice(partStarts[i], partEnds[i] - partStarts[i]);
        }
        return parts;
    }
}
