package io.dynpack.presentation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.index.TestMovie;

import static org.assertj.core.api.Assertions.assertThat;

/** The highest rate that lasts, as manifests state it. */
class FrameRateTest {

    private static FrameRate rate(TestMovie movie) {
        return TestTracks.present(TestTracks.source("a.mp4", movie, 0, 0, null)).streams().get(0).levels().get(0).frameRate();
    }

    @ParameterizedTest
    @CsvSource({"30000, 1001, 29.970, 30000/1001", "24000, 1001, 23.976, 24000/1001", "60000, 1001, 59.940, 60000/1001",
            "90000, 3600, 25.000, 25", "12800, 512, 25.000, 25", "1000, 40, 25.000, 25", "90000, 7200, 12.500, 12500/1000",
            "15360, 256, 60.000, 60", "1, 2, 0.500, 500/1000"})
    void constant(long timescale, long duration, String decimal, String fraction) {
        TestMovie movie = new TestMovie();
        movie.video().timescale(timescale).frames(100, duration, 50);
        assertThat(rate(movie).decimal()).isEqualTo(decimal);
        assertThat(rate(movie).fraction()).isEqualTo(fraction);
    }

    @Test
    void roundedDurationsAreOneRate() {
        TestMovie movie = new TestMovie();
        TestMovie.Track track = movie.video().timescale(1000);
        for (int i = 0; i < 3000; i++) {
            track.add(100, (i + 1) * 1001 / 30 - i * 1001 / 30, 0, i % 50 == 0);
        }
        assertThat(rate(movie)).isEqualTo(new FrameRate(29_970));
    }

    @Test
    void theHighestThatLasts() {
        TestMovie movie = new TestMovie();
        TestMovie.Track track = movie.video().timescale(12000);
        for (int i = 0; i < 150; i++) {
            track.add(100, i < 120 ? 200 : 6000, 0, i % 50 == 0);
        }
        assertThat(rate(movie)).isEqualTo(new FrameRate(60_000));
        // one short picture, and one that stays, are no rates
        TestMovie odd = new TestMovie();
        TestMovie.Track other = odd.video().timescale(25_000);
        for (int i = 0; i < 300; i++) {
            other.add(100, i == 30 ? 1 : i == 299 ? 1_000_000 : 1000, 0, i % 50 == 0);
        }
        assertThat(rate(odd)).isEqualTo(new FrameRate(25_000));
    }
}
