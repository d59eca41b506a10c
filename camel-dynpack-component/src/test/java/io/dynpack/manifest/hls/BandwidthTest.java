package io.dynpack.manifest.hls;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import static org.assertj.core.api.Assertions.assertThat;

class BandwidthTest {

    /** Two recordings: video bitrate, audio bitrate, what was announced. */
    @ParameterizedTest
    @CsvSource({"381048, 128041, 536608", "721495, 128041, 884544", "1154816, 128041, 1327398", "2217354, 128041, 2413312",
            "3579827, 128041, 3805760", "306428, 128027, 460332", "572457, 128027, 732214", "913590, 128027, 1080851",
            "1749420, 128027, 1935070", "2761648, 128027, 2969567", "5371582, 128027, 5636919"})
    void announcedAsRecorded(long video, long audio, long announced) {
        assertThat(Bandwidth.announced(video) + Bandwidth.announced(audio)).isEqualTo(announced);
    }

    @Test
    void announcedOfAudioAloneAndOfAbsurdRates() {
        assertThat(Bandwidth.announced(128041)).isEqualTo(139017);
        assertThat(Bandwidth.announced(8_000_000_000_000_000_000L)).isEqualTo(8_176_000_000_000_008_160L);
    }

    @Property(tries = 300)
    void thePeakIsThatOfANaiveModel(@ForAll @Size(min = 1, max = 14) List<@IntRange(min = 1, max = 70) Integer> tenths,
            @ForAll @Size(value = 14) List<@IntRange(max = 900_000) Integer> sizes) {
        int n = tenths.size();
        long[] durations = tenths.stream().mapToLong(tenth -> tenth * 1_000_000L).toArray();
        long[] bytes = sizes.stream().limit(n).mapToLong(Integer::longValue).toArray();
        long longest = tenths.stream().mapToInt(Integer::intValue).max().orElse(0);
        long target = Math.max(1, (longest + 5) / 10) * 10_000_000;
        double peak = 0;
        double total = 0;
        double totalBytes = 0;
        for (int from = 0; from < n; from++) {
            for (int to = from + 1; to <= n; to++) {
                double duration = 0;
                double sum = 0;
                for (int i = from; i < to; i++) {
                    duration += durations[i];
                    sum += bytes[i];
                }
                if (2 * duration >= target && 2 * duration <= 3 * target) {
                    peak = Math.max(peak, Math.ceil(sum * 8 * 10_000_000 / duration - 1e-6));
                }
            }
            total += durations[from];
            totalBytes += bytes[from];
        }
        double expected = peak == 0 ? Math.ceil(totalBytes * 8 * 10_000_000 / total - 1e-6) : peak;
        assertThat((double) Bandwidth.peak(durations, bytes, target)).isEqualTo(expected);
    }

    /** Key frames at every instant, and none that lasts: what a file may state must not take time by its square. */
    @org.junit.jupiter.params.ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(longs = {0, 1, 100, 2000})
    void manyEntriesInARunAreTakenTogetherAndTheirPeakIsNotTooLow(long each) {
        int count = 40_000;
        long[] durations = new long[count];
        long[] bytes = new long[count];
        java.util.Arrays.fill(durations, each);
        java.util.Arrays.fill(bytes, 10);
        for (int i = 20_000; i < 21_000; i++) {
            bytes[i] = 1000;
        }
        long target = 1_000_000;
        long start = System.nanoTime();
        long peak = Bandwidth.peak(durations, bytes, target);
        assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
        // a run of half a target duration around the large ones, or all there is
        long run = each == 0 ? count : Math.min(count, (target / 2 + each - 1) / each);
        long most = Math.min(run, 1000) * 1000 + Math.max(0, run - 1000) * 10;
        long exact = run * each == 0 ? most * 8 : most * 8 * 10_000_000 / (run * each);
        assertThat(peak).isBetween(exact, exact + exact / 20 + 8);
    }
}
