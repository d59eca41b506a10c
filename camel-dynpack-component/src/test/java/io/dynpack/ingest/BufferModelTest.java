package io.dynpack.ingest;

import java.math.BigInteger;

import org.junit.jupiter.api.Test;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import static org.assertj.core.api.Assertions.assertThat;

/** The rate against the definition, pair by pair. */
class BufferModelTest {
    private static final long SECOND = 10_000_000;

    @Test
    void equalSegmentsNeedTheirAverageOverTimePlusBuffer() {
        long[] bits = {6_000_000, 6_000_000, 6_000_000};
        long[] starts = {0, 6 * SECOND, 12 * SECOND};
        // 18 Mbit in 12 s and 7 s of buffer
        assertThat(new BufferModel(bits, starts, 7 * SECOND).smallestRate()).isEqualTo(947_369);
    }

    @Test
    void burstDecidesWhereverItIs() {
        long[] bits = {1_000, 1_000, 70_000_000, 1_000};
        long[] starts = {0, 6 * SECOND, 12 * SECOND, 18 * SECOND};
        assertThat(new BufferModel(bits, starts, 7 * SECOND).smallestRate()).isEqualTo(10_000_000);
    }

    @Test
    void emptySegmentsNeedTheLeastRateThereIs() {
        assertThat(new BufferModel(new long[]{0}, new long[]{5}, SECOND).smallestRate()).isEqualTo(1);
    }

    @Test
    void minBufferTimeIsThatOfTheManifest() {
        assertThat(BufferModel.minBufferTime(60_060_000)).isEqualTo(7 * SECOND);
        assertThat(BufferModel.minBufferTime(60_000_000)).isEqualTo(7 * SECOND);
    }

    @Property(tries = 300)
    void isTheSmallestRateThatSatisfiesAllPairs(@ForAll @Size(min = 1, max = 30) int[] sizes,
            @ForAll @IntRange(min = 1, max = 200_000_000) int step, @ForAll @IntRange(min = 1, max = 20) int buffer) {
        long[] bits = new long[sizes.length];
        long[] starts = new long[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            bits[i] = 8L * (sizes[i] & 0xffffff);
            starts[i] = (long) i * step + (sizes[i] >>> 8) % step;
        }
        java.util.Arrays.sort(starts);
        long rate = new BufferModel(bits, starts, buffer * SECOND).smallestRate();
        assertThat(satisfies(bits, starts, buffer * SECOND, rate)).isTrue();
        assertThat(rate == 1 || !satisfies(bits, starts, buffer * SECOND, rate - 1)).isTrue();
    }

    private static boolean satisfies(long[] bits, long[] starts, long buffer, long rate) {
        for (int i = 0; i < bits.length; i++) {
            BigInteger sum = BigInteger.ZERO;
            for (int j = i; j < bits.length; j++) {
                sum = sum.add(BigInteger.valueOf(bits[j]));
                BigInteger carried = BigInteger.valueOf(rate).multiply(BigInteger.valueOf(buffer + starts[j] - starts[i]));
                if (sum.multiply(BigInteger.valueOf(SECOND)).compareTo(carried) > 0) {
                    return false;
                }
            }
        }
        return true;
    }
}
