package io.dynpack.segment;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

import io.dynpack.index.SourceFile;

/** A run of bytes of a {@link SegmentBody}: written here, lying in a file, or made of what lies in files. */
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
        public Ranges {
            for (int i = 0; i < starts.length; i++) {
                if (starts[i] < 0 || ends[i] <= starts[i] || ends[i] > file.length()) {
                    throw new IndexOutOfBoundsException("bytes " + starts[i] + " to " + ends[i] + " of " + file.name()
                            + ", which has " + file.length());
                }
            }
        }

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

    /**
     * Bytes that are made of source bytes while they are sent; how many is known before anything is read. A part of them is had
     * by making the whole and taking the part.
     *
     * @param transform makes the whole
     * @param sources   what it needs, in its order; whoever drives it reads all of them and checks their versions before a byte
     *                  leaves
     * @param from      first byte of the whole that is wanted
     * @param to        exclusive end
     */
    record Transformed(SegmentTransform transform, List<Ranges> sources, int from, int to) implements Piece {
        public Transformed {
            sources = List.copyOf(sources);
        }

        /** All that a transform makes. */
        public static Transformed of(SegmentTransform transform, List<Ranges> sources) {
            return new Transformed(transform, sources, 0, transform.length());
        }

        @Override
        public long length() {
            return to - from;
        }

        @Override
        public Transformed slice(long start, long end) {
            return new Transformed(transform, sources, from + Math.toIntExact(start), from + Math.toIntExact(end));
        }
    }
}
