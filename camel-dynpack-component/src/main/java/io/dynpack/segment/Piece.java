package io.dynpack.segment;

import java.nio.ByteBuffer;
import java.util.List;

import io.dynpack.index.ByteRanges;
import io.dynpack.index.SourceFile;

/** A run of bytes of a {@link SegmentBody}: written here, lying in a file, made of what lies in files, or a body encrypted. */
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
     * @param file  which file, in which version
     * @param bytes which bytes of it
     */
    record Ranges(SourceFile file, ByteRanges bytes) implements Piece {
        public Ranges {
            for (int i = 0; i < bytes.count(); i++) {
                long start = bytes.starts()[i];
                long end = bytes.ends()[i];
                if (start < 0 || end <= start || end > file.length()) {
                    throw new IndexOutOfBoundsException("bytes " + start + " to " + end + " of " + file.name() + ", which has "
                            + file.length());
                }
            }
        }

        /** First byte of each range. */
        public long[] starts() {
            return bytes.starts();
        }

        /** Exclusive end of each range. */
        public long[] ends() {
            return bytes.ends();
        }

        @Override
        public long length() {
            return bytes.length();
        }

        @Override
        public Ranges slice(long start, long end) {
            return new Ranges(file, bytes.slice(start, end));
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

    /**
     * A body as it leaves a cipher that is run over all of it. A part of it is had by encrypting from the first byte on and taking
     * the part, since each block depends on those in front of it.
     *
     * @param id     the same for equal bytes only, as entity tags are
     * @param body   in the clear
     * @param from   first byte of the encrypted body that is wanted
     * @param to     exclusive end
     */
    record Enciphered(String id, SegmentBody body, BodyCipher cipher, long from, long to) implements Piece {

        /** All of a body. */
        public static Enciphered of(String id, SegmentBody body, BodyCipher cipher) {
            return new Enciphered(id, body, cipher, 0, cipher.length(body.length()));
        }

        /** All of the body that this is a part of. */
        public Enciphered whole() {
            return of(id, body, cipher);
        }

        @Override
        public long length() {
            return to - from;
        }

        @Override
        public Enciphered slice(long start, long end) {
            return new Enciphered(id, body, cipher, from + start, from + end);
        }
    }
}
