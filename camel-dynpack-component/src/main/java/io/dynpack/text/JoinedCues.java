package io.dynpack.text;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Puts cues together again that were cut at the bounds of samples: pieces with the same id, place and text, the one up to the
 * end of its sample, the other from the start of the next.
 */
final class JoinedCues {
    /** Documents in samples round to milliseconds, and bounds of samples lie in between. */
    private static final long SLACK = 2 * CueTime.PER_SECOND / 1000;

    private final CueListBuilder cues;
    private final int limit;
    /** Those of earlier samples that lasted to the end of the last one. */
    private Map<Piece, Times> open = new LinkedHashMap<>();
    private Map<Piece, Times> next = new LinkedHashMap<>();
    /** How many equal pieces of the sample began with it, and how many lasted to its end. */
    private final Map<Piece, Integer> first = new HashMap<>();
    private final Map<Piece, Integer> last = new HashMap<>();
    private long sampleStart;
    private long sampleEnd;

    /** @param ordinal among equal ones of its sample that touch the same bound */
    private record Piece(long source, @Nullable String id, CueSettings settings, String text, int ordinal) {
        Piece counted(Map<Piece, Integer> equal) {
            int before = equal.merge(this, 1, Integer::sum) - 1;
            return before == 0 ? this : new Piece(source, id, settings, text, before);
        }
    }

    private record Times(long start, long end) {}

    /** @param limit how many of one sample may go on in the next */
    JoinedCues(CueListBuilder cues, int limit) {
        this.cues = cues;
        this.limit = limit;
    }

    /** What is added up to {@link #end} are pieces of a sample. */
    void begin(long start, long end) {
        sampleStart = start;
        sampleEnd = end;
    }

    /** @param source what a writer says to be the same in all pieces of one cue, or -1 */
    void add(long start, long end, long source, @Nullable String id, CueSettings settings, String text) {
        if (end <= start) {
            return;
        }
        Piece piece = new Piece(source, id, settings, text, 0);
        long from = start;
        if (start - sampleStart <= SLACK) {
            Piece cut = piece.counted(first);
            Times before = open.remove(cut);
            if (before != null && Math.abs(before.end - start) <= SLACK) {
                from = before.start;
            } else if (before != null) {
                flush(cut, before);
            }
        }
        Times times = new Times(from, end);
        if (sampleEnd - end <= SLACK) {
            if (next.size() >= limit) {
                throw new TextTooLargeException("a sample has more than " + limit + " cues");
            }
            next.put(piece.counted(last), times);
        } else {
            flush(piece, times);
        }
    }

    void end() {
        open.forEach(this::flush);
        open = next;
        next = new LinkedHashMap<>();
        first.clear();
        last.clear();
    }

    /** No sample follows. */
    void finish() {
        open.forEach(this::flush);
        open = new LinkedHashMap<>();
    }

    private void flush(Piece piece, Times times) {
        cues.add(0, times.start, times.end, piece.id, piece.settings, piece.text);
    }
}
