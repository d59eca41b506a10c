package io.dynpack.delivery;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.dynpack.index.ByteRanges;

/**
 * Which reads bring in the ranges of one source: neighbours are read together where the gap between them costs less than another
 * read, and what is long is split. The same ranges always make the same plan, so that those who want the same ask for the same.
 */
final class ReadPlan {
    /** A longer read is several, so that its first bytes leave early and its parts come side by side. */
    static final int MAX_PART = 4 << 20;

    private ReadPlan() {}

    /**
     * One read.
     *
     * @param start  first byte in the source
     * @param length bytes
     * @param from   where each wanted stretch begins in what is read
     * @param to     exclusive end of each
     */
    record Part(long start, int length, int[] from, int[] to) {

        /** What is wanted of the bytes that were read, without a copy. */
        ByteBuffer[] wanted(ByteBuffer read) {
            ByteBuffer[] wanted = new ByteBuffer[from.length];
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] = read.slice(read.position() + from[i], to[i] - from[i]);
            }
            return wanted;
        }

        /** The same bytes by reads of at most {@code max} bytes each. */
        List<Part> split(int max) {
            long[] starts = new long[from.length];
            long[] ends = new long[from.length];
            for (int i = 0; i < starts.length; i++) {
                starts[i] = start + from[i];
                ends[i] = start + to[i];
            }
            return of(new ByteRanges(starts, ends), length, max);
        }
    }

    /**
     * @param ranges each may lie in front of the one before it
     * @param gap    bytes that cost less to read than another read does
     */
    static List<Part> of(ByteRanges ranges, int gap) {
        return of(ranges, gap, MAX_PART);
    }

    private static List<Part> of(ByteRanges ranges, int gap, int max) {
        List<Part> parts = new ArrayList<>();
        Builder part = null;
        for (int i = 0; i < ranges.count(); i++) {
            long at = ranges.starts()[i];
            long to = ranges.ends()[i];
            while (at < to) {
                if (part == null || !part.reaches(at, gap)) {
                    part = new Builder(at, max);
                    parts.add(null);
                }
                at = part.add(at, to);
                parts.set(parts.size() - 1, part.part());
            }
        }
        return parts;
    }

    private static final class Builder {
        private final long start;
        private final int max;
        private final List<int[]> wanted = new ArrayList<>();
        private long end;

        Builder(long start, int max) {
            this.start = start;
            this.max = max;
            this.end = start;
        }

        boolean reaches(long at, int gap) {
            return at >= end && at - end <= gap && at - start < max;
        }

        /** @return where what did not fit begins */
        long add(long from, long to) {
            end = Math.min(to, start + max);
            wanted.add(new int[]{(int) (from - start), (int) (end - start)});
            return end;
        }

        Part part() {
            return new Part(start, (int) (end - start), wanted.stream().mapToInt(each -> each[0]).toArray(),
                    wanted.stream().mapToInt(each -> each[1]).toArray());
        }
    }
}
