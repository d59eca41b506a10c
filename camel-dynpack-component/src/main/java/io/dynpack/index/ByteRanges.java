package io.dynpack.index;

import java.util.Arrays;

/**
 * Ranges of a file, in the order in which they are to be read; none is empty.
 *
 * @param starts first byte of each
 * @param ends   exclusive end of each
 */
public record ByteRanges(long[] starts, long[] ends) {
    public static final ByteRanges NONE = new ByteRanges(new long[0], new long[0]);

    /** Number of ranges. */
    public int count() {
        return starts.length;
    }

    /** Bytes of all ranges. */
    public long length() {
        long sum = 0;
        for (int i = 0; i < starts.length; i++) {
            sum += ends[i] - starts[i];
        }
        return sum;
    }

    /** What holds the bytes from {@code start} to {@code end}, exclusive, both counted through all ranges. */
    public ByteRanges slice(long start, long end) {
        long[] from = new long[starts.length];
        long[] to = new long[starts.length];
        int n = 0;
        long at = 0;
        for (int i = 0; i < starts.length; i++) {
            long size = ends[i] - starts[i];
            long a = Math.max(start - at, 0);
            long b = Math.min(end - at, size);
            if (a < b) {
                from[n] = starts[i] + a;
                to[n] = starts[i] + b;
                n++;
            }
            at += size;
        }
        return new ByteRanges(Arrays.copyOf(from, n), Arrays.copyOf(to, n));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteRanges r && Arrays.equals(starts, r.starts) && Arrays.equals(ends, r.ends);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(starts);
    }
}
