package io.dynpack.storage;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SpansTest {

    @Test
    void smallGapsAreReadAndOthersNot() {
        Spans spans = Spans.of(new long[]{0, 1000, 1700, 30_000, 29_000, 29_500},
                new long[]{1000, 1200, 1800, 31_000, 29_500, 29_600});
        assertThat(spans.starts()).containsExactly(0, 1700, 30_000, 29_000);
        assertThat(spans.ends()).containsExactly(1200, 1800, 31_000, 29_600);
        assertThat(Spans.of(new long[]{0, 1400}, new long[]{1000, 1500}).starts()).containsExactly(0);
        assertThat(Spans.of(new long[]{0, 20_000}, new long[]{10_000, 30_000}).starts()).containsExactly(0, 20_000);
        assertThat(Spans.of(new long[0], new long[0]).length()).isZero();
    }

    @Test
    void theRangesAreFoundInWhatWasRead() {
        byte[] file = new byte[100_000];
        Random random = new Random(7);
        random.nextBytes(file);
        for (int round = 0; round < 2000; round++) {
            long[] starts = new long[1 + random.nextInt(12)];
            long[] ends = new long[starts.length];
            int at = random.nextInt(5000);
            var expected = new ByteArrayOutputStream();
            for (int i = 0; i < starts.length; i++) {
                at = random.nextInt(9) == 0 ? random.nextInt(20_000) : at + random.nextInt(1 << random.nextInt(13));
                starts[i] = at;
                ends[i] = at += 1 + random.nextInt(1 << random.nextInt(13));
                expected.write(file, (int) starts[i], at - (int) starts[i]);
            }
            Spans spans = Spans.of(starts, ends);
            ByteBuffer read = ByteBuffer.allocate(spans.length());
            for (int i = 0; i < spans.starts().length; i++) {
                read.put(file, (int) spans.starts()[i], (int) (spans.ends()[i] - spans.starts()[i]));
            }
            assertThat(read.hasRemaining()).isFalse();
            assertThat(spans.length()).isLessThanOrEqualTo(2 * expected.size());
            ByteBuffer found = ByteBuffer.allocate(expected.size());
            for (ByteBuffer range : spans.of(read.flip())) {
                assertThat(range.hasRemaining()).isTrue();
                found.put(range);
            }
            assertThat(found.array()).isEqualTo(expected.toByteArray());
        }
    }
}
