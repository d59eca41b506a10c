package io.dynpack.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Ranges of a file, read in fewer pieces: a gap that costs less to read than another call is read too. Files of several tracks have
 * a gap behind every few frames.
 *
 * @param starts first byte of each piece
 * @param ends   exclusive end of each
 * @param froms  where each range begins in what was read, one piece behind the other
 * @param sizes  bytes of each range
 */
public record Spans(long[] starts, long[] ends, int[] froms, int[] sizes) {
    /** Bytes that the kernel copies in the time of a call. */
    private static final int GAP = 8 << 10;

    /**
     * @param starts first byte of each range
     * @param ends   exclusive end of each
     * @return pieces that have at most twice the bytes of the ranges
     * @throws ArithmeticException where these are too many for a buffer
     */
    public static Spans of(long[] starts, long[] ends) {
        long[] first = new long[starts.length];
        long[] last = new long[starts.length];
        int[] froms = new int[starts.length];
        int[] sizes = new int[starts.length];
        int count = 0;
        int total = 0;
        for (int i = 0; i < starts.length; i++) {
            sizes[i] = Math.toIntExact(ends[i] - starts[i]);
            long gap = count == 0 ? -1 : starts[i] - last[count - 1];
            if (gap >= 0 && gap <= Math.min(GAP, sizes[i - 1])) {
                total = Math.addExact(total, (int) gap);
                last[count - 1] = ends[i];
            } else {
                first[count] = starts[i];
                last[count++] = ends[i];
            }
            froms[i] = total;
            total = Math.addExact(total, sizes[i]);
        }
        return new Spans(Arrays.copyOf(first, count), Arrays.copyOf(last, count), froms, sizes);
    }

    /** Bytes of the pieces. */
    public int length() {
        return froms.length == 0 ? 0 : froms[froms.length - 1] + sizes[sizes.length - 1];
    }

    /**
     * One of the ranges.
     *
     * @param read as of {@link #of(ByteBuffer)}
     */
    public ByteBuffer of(ByteBuffer read, int range) {
        return read.slice(froms[range], sizes[range]);
    }

    /**
     * The ranges, those that touch as one.
     *
     * @param read from position 0 on what the pieces hold
     */
    public ByteBuffer[] of(ByteBuffer read) {
        ByteBuffer[] ranges = new ByteBuffer[froms.length];
        int count = 0;
        for (int i = 0; i < froms.length;) {
            int from = froms[i];
            int to = from;
            while (i < froms.length && froms[i] == to) {
                to += sizes[i++];
            }
            ranges[count++] = read.slice(from, to - from);
        }
        return Arrays.copyOf(ranges, count);
    }
}
