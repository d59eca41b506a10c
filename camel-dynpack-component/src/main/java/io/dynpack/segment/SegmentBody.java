package io.dynpack.segment;

import java.util.ArrayList;
import java.util.List;

/**
 * The body of a media response, known before any media is read: its length, and the pieces it is made of, in order.
 *
 * @param pieces in the order of the body
 * @param length bytes, the sum of the pieces
 */
public record SegmentBody(List<Piece> pieces, long length) {

    public SegmentBody {
        pieces = List.copyOf(pieces);
    }

    public static SegmentBody of(Piece... pieces) {
        return of(List.of(pieces));
    }

    public static SegmentBody of(List<Piece> pieces) {
        long length = 0;
        for (Piece piece : pieces) {
            length = Math.addExact(length, piece.length());
        }
        return new SegmentBody(pieces, length);
    }

    /** Headers and the media behind them. */
    public static SegmentBody of(Piece headers, List<Piece> media) {
        List<Piece> pieces = new ArrayList<>(media.size() + 1);
        pieces.add(headers);
        pieces.addAll(media);
        return of(pieces);
    }

    /**
     * What of a body, or of what it is made of, lies in files.
     *
     * @param ranges of files, neighbours that touch counted once
     * @param bytes  of these
     */
    public record Stored(int ranges, long bytes) {
        private static final Stored NONE = new Stored(0, 0);

        private Stored and(Stored other) {
            return new Stored(ranges + other.ranges, bytes + other.bytes);
        }

        private static Stored of(Piece piece) {
            if (piece instanceof Piece.Ranges lying) {
                return new Stored(lying.bytes().count(), lying.length());
            }
            if (piece instanceof Piece.Transformed made) {
                return of(made.sources());
            }
            return piece instanceof Piece.Enciphered enciphered ? enciphered.body().stored() : NONE;
        }

        private static Stored of(List<? extends Piece> pieces) {
            Stored sum = NONE;
            for (Piece piece : pieces) {
                sum = sum.and(of(piece));
            }
            return sum;
        }
    }

    /** What has to be read of files to send this body. */
    public Stored stored() {
        return Stored.of(pieces);
    }

    /**
     * The part of this body from {@code start} to {@code end}, as for an HTTP range.
     *
     * @param start from 0
     * @param end   exclusive, at most {@link #length()}
     */
    public SegmentBody slice(long start, long end) {
        if (start < 0 || end < start || end > length) {
            throw new IndexOutOfBoundsException("slice " + start + "–" + end + " of " + length + " bytes");
        }
        var parts = new ArrayList<Piece>(pieces.size());
        long at = 0;
        for (Piece piece : pieces) {
            long from = Math.max(start - at, 0);
            long to = Math.min(end - at, piece.length());
            if (from < to) {
                parts.add(piece.slice(from, to));
            }
            at += piece.length();
        }
        return new SegmentBody(parts, end - start);
    }
}
