package io.dynpack.delivery;

import java.nio.ByteBuffer;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.dynpack.index.ByteRanges;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import static org.assertj.core.api.Assertions.assertThat;

class ReadPlanTest {

    @Test
    void readsThroughSmallGapsAndNotThroughLargeOnes() {
        List<ReadPlan.Part> parts = ReadPlan.of(new ByteRanges(new long[]{100, 250, 5000}, new long[]{200, 300, 5100}), 50);
        assertThat(parts).hasSize(2);
        assertThat(parts.get(0).start()).isEqualTo(100);
        assertThat(parts.get(0).length()).isEqualTo(200);
        assertThat(parts.get(0).from()).containsExactly(0, 150);
        assertThat(parts.get(0).to()).containsExactly(100, 200);
        assertThat(parts.get(1).start()).isEqualTo(5000);
    }

    @Test
    void splitsWhatIsLong() {
        long size = 10L << 20;
        List<ReadPlan.Part> parts = ReadPlan.of(new ByteRanges(new long[]{7}, new long[]{7 + size}), 0);
        assertThat(parts).extracting(ReadPlan.Part::length).containsExactly(4 << 20, 4 << 20, 2 << 20);
        assertThat(parts).extracting(ReadPlan.Part::start).containsExactly(7L, 7L + (4 << 20), 7L + (8 << 20));
    }

    @Property(tries = 500)
    void bringsExactlyTheBytesOfTheRanges(@ForAll @Size(min = 1, max = 30) List<@IntRange(min = -40, max = 200) Integer> gaps,
            @ForAll @IntRange(min = 0, max = 60) int gap) {
        byte[] source = new byte[20_000];
        new java.util.Random(5).nextBytes(source);
        long[] starts = new long[gaps.size()];
        long[] ends = new long[gaps.size()];
        ByteBuffer expected = ByteBuffer.allocate(source.length);
        long at = 5000;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = at + gaps.get(i);
            ends[i] = starts[i] + 1 + Math.floorMod(gaps.get(i), 90);
            at = ends[i];
            expected.put(source, (int) starts[i], (int) (ends[i] - starts[i]));
        }
        ByteBuffer actual = ByteBuffer.allocate(source.length);
        for (ReadPlan.Part part : ReadPlan.of(new ByteRanges(starts, ends), gap)) {
            for (ByteBuffer wanted : part.wanted(ByteBuffer.wrap(source, (int) part.start(), part.length()).slice())) {
                actual.put(wanted);
            }
        }
        assertThat(actual.flip()).isEqualTo(expected.flip());
    }
}
