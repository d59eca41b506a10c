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
