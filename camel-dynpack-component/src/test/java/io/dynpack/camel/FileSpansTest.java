package io.dynpack.camel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.dynpack.index.SourceFile;
import io.dynpack.segment.Piece;

import static org.assertj.core.api.Assertions.assertThat;

class FileSpansTest {
    private static final SourceFile FILE = new SourceFile("f", "v", 1L << 40);

    @Test
    void whatLiesCloseTogetherIsReadAtOnce() {
        FileSpans plan = FileSpans.plan(ranges(100, 200, 300, 400, 4496, 4500, 9000, 9001));

        assertThat(plan.starts()).containsExactly(100, 9000);
        assertThat(plan.ends()).containsExactly(4500, 9001);
        assertThat(plan.partStarts()).containsExactly(0, 200, 4396, 4400);
        assertThat(plan.partEnds()).containsExactly(100, 300, 4400, 4401);
        assertThat(plan.size()).isEqualTo(4401);
    }

    @Test
    void rangesThatRunBackwardsAreSpansOfTheirOwn() {
        FileSpans plan = FileSpans.plan(ranges(500, 600, 0, 100, 100, 150));

        assertThat(plan.starts()).containsExactly(500, 0);
        assertThat(plan.ends()).containsExactly(600, 150);
    }

    @Test
    void planAfterPlanHandsOutEveryWantedByteOnceAndInOrder() {
        var random = new Random(5);
        for (int run = 0; run < 300; run++) {
            int count = 1 + random.nextInt(40);
            long[] bounds = new long[2 * count];
            long at = random.nextInt(5000);
            for (int i = 0; i < count; i++) {
                at += random.nextInt(8) == 0 ? random.nextInt(20_000) : random.nextInt(500);
                bounds[2 * i] = at;
                at += 1 + random.nextInt(3000);
                bounds[2 * i + 1] = at;
            }
            Piece.Ranges ranges = ranges(bounds);
            byte[] file = new byte[(int) at];
            random.nextBytes(file);
            var wanted = ByteBuffer.allocate((int) ranges.length());
            for (int i = 0; i < count; i++) {
                wanted.put(file, (int) bounds[2 * i], (int) (bounds[2 * i + 1] - bounds[2 * i]));
            }
            int maxBytes = 1 + random.nextInt(10_000);
            int maxParts = 1 + random.nextInt(10);

            List<ByteBuffer> parts = new ArrayList<>();
            int range = 0;
            long offset = bounds[0];
            while (range < count) {
                FileSpans plan = FileSpans.plan(ranges, range, offset, maxBytes, maxParts);
                assertThat(plan.size()).isBetween(1, maxBytes);
                assertThat(plan.partStarts().length).isBetween(1, maxParts);
                var bytes = ByteBuffer.allocate(plan.size());
                for (int i = 0; i < plan.starts().length; i++) {
                    bytes.put(file, (int) plan.starts()[i], (int) (plan.ends()[i] - plan.starts()[i]));
                }
                assertThat(bytes.hasRemaining()).isFalse();
                parts.addAll(List.of(plan.parts(bytes)));
                range = plan.nextRange();
                offset = plan.nextOffset();
            }

            var got = ByteBuffer.allocate(wanted.capacity());
            parts.forEach(got::put);
            assertThat(got.array()).isEqualTo(wanted.array());
        }
    }

    private static Piece.Ranges ranges(long... bounds) {
        long[] starts = new long[bounds.length / 2];
        long[] ends = new long[bounds.length / 2];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = bounds[2 * i];
            ends[i] = bounds[2 * i + 1];
        }
        return new Piece.Ranges(FILE, starts, ends);
    }
}
