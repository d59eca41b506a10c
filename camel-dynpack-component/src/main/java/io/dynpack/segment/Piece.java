package io.dynpack.segment;

import java.nio.ByteBuffer;
import java.util.Arrays;

import io.dynpack.index.SourceFile;

/** A run of bytes of a {@link SegmentBody}: written here, or lying in a file. */
public sealed interface Piece {

    /** Bytes. */
    long length();

    /** The bytes from {@code start} to {@code end}, exclusive, both relative to this piece. */
    Piece slice(long start, long end);

    /**
     * Bytes that were written for this body: box headers, playlists.
     *
     * @param bytes read-only; its position and limit never move
     */
    record Literal(ByteBuffer bytes) implements Piece {
        public Literal {
            bytes = bytes.asReadOnlyBuffer();
        }

        public static Literal of(byte[] bytes) {
            return new Literal(ByteBuffer.wrap(bytes));
        }

        @Override
        public long length() {
            return bytes.remaining();
        }

        @Override
        public Literal slice(long start, long end) {
            return new Literal(bytes.slice(bytes.position() + Math.toIntExact(start), Math.toIntExact(end - start)));
        }
    }

    /**
     * Ranges of one file, in the order of the body; neighbours that touch are one range.
     *
     * @param file   which file, in which version
     * @param starts first byte of each range
     * @param ends   exclusive end of each range
     */
    record Ranges(SourceFile file, long[] starts, long[] ends) implements Piece {

        @Override
        public long length() {
            long sum = 0;
            for (int i = 0; i < starts.length; i++) {
                sum += ends[i] - starts[i];
            }
            return sum;
        }

        @Override
        public Ranges slice(long start, long end) {
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
            return new Ranges(file, Arrays.copyOf(from, n), Arrays.copyOf(to, n));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Ranges r && file.equals(r.file) && Arrays.equals(starts, r.starts)
                    && Arrays.equals(ends, r.ends);
        }

        @Override
        public int hashCode() {
            return 31 * file.hashCode() + Arrays.hashCode(starts);
        }
    }
}
