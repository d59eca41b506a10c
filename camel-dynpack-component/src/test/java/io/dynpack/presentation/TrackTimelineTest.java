package io.dynpack.presentation;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.dynpack.index.TestMovie;
import io.dynpack.index.TestMovie.Edit;
import io.dynpack.index.TrackIndex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** The presentation time of every sample is the source's, whatever its edit list. */
class TrackTimelineTest {

    private static final int FRAME = 3600;

    private static TrackIndex video(int movieTimescale, Edit... edits) {
        TestMovie movie = new TestMovie().movieTimescale(movieTimescale);
        movie.video().edits(edits).reordered(250, FRAME, 50);
        return TestTracks.track(movie);
    }

    private static TrackIndex audio(int rate, int movieTimescale, Edit... edits) {
        TestMovie movie = new TestMovie().movieTimescale(movieTimescale);
        movie.audio().timescale(rate).edits(edits).audioFrames(500, 1024);
        return TestTracks.track(movie);
    }

    static Stream<Arguments> edits() {
        return Stream.of(
                // track, shift of presentation against composition time, first, end, delay, media time, presentation based
                arguments("none", video(1000), 0, 0, 250, 0, 0, false),
                arguments("reordering hidden", video(1000, Edit.of(10_000, FRAME)), -FRAME, 0, 250, 0, FRAME, false),
                arguments("duration 0", video(600, Edit.of(0, FRAME)), -FRAME, 0, 250, 0, FRAME, false),
                arguments("delay", video(600, Edit.of(300, -1), Edit.of(0, 0)), 45000 - FRAME, 0, 250, 45000, FRAME, false),
                arguments("two delays", video(600, Edit.of(300, -1), Edit.of(60, -1), Edit.of(0, FRAME)), 54000 - FRAME, 0, 250,
                        54000, FRAME, false),
                arguments("before the first frame", video(1000, Edit.of(0, -5)), -FRAME, 0, 250, 0, FRAME, false),
                arguments("delay of an odd length", video(90000, Edit.of(1, -1), Edit.of(0, 0)), 1 - FRAME, 0, 250, 1, FRAME,
                        false),
                arguments("delay and reordering", video(1000, Edit.of(40, -1), Edit.of(0, FRAME)), 0, 0, 250, 3600, FRAME,
                        false),
                arguments("100 ms and reordering hidden", video(1000, Edit.of(0, 9000 + FRAME)), -9000 - FRAME, 0, 250, 0,
                        9000 + FRAME, false),
                arguments("more hidden, within the first group", video(1000, Edit.of(0, 9001 + FRAME)), -9001 - FRAME, 0, 250,
                        0,
                        9001 + FRAME, true),
                arguments("more hidden, up to a sync sample", video(1000, Edit.of(0, 100 * FRAME + FRAME)), -101 * FRAME, 100,
                        250, 0, FRAME, true),
                arguments("more hidden, up to the frame before", video(1000, Edit.of(0, 100 * FRAME)), -100 * FRAME, 50, 250, 0,
                        50 * FRAME, true),
                arguments("more hidden after a delay", video(1000, Edit.of(500, -1), Edit.of(0, 60 * FRAME)),
                        45000 - 60 * FRAME, 50, 250, 45000, 10 * FRAME, true),
                arguments("contiguous",
                        video(90000, Edit.of(90000, FRAME), Edit.of(90000, FRAME + 90000), Edit.of(720000, 180000 + FRAME)),
                        -FRAME, 0, 250, 0, FRAME, false),
                arguments("contiguous up to rounding", video(1000, Edit.of(1001, FRAME), Edit.of(0, FRAME + 90000)), -FRAME, 0,
                        250, 0, FRAME, false),
                arguments("nothing behind", video(1000, Edit.of(10_000, FRAME), Edit.of(500, -1), Edit.of(1, -1)), -FRAME, 0,
                        250, 0, FRAME, false),
                arguments("edits that last no time", video(1000, Edit.of(0, 7), Edit.of(0, -1), Edit.of(10_000, FRAME)), -FRAME,
                        0, 250, 0, FRAME, false),
                arguments("end trimmed", video(1000, Edit.of(4000, FRAME)), -FRAME, 0, 100, 0, FRAME, false),
                arguments("priming 1024 at 44.1 kHz", audio(44100, 1000, Edit.of(11_600, 1024)), -1024, 0, 500, 0, 1024, false),
                arguments("priming 2112 at 44.1 kHz", audio(44100, 600, Edit.of(0, 2112)), -2112, 0, 500, 0, 2112, false),
                arguments("priming 1024 at 48 kHz", audio(48000, 1000, Edit.of(0, 1024)), -1024, 0, 500, 0, 1024, false),
                arguments("priming 2112 at 48 kHz", audio(48000, 90000, Edit.of(0, 2112)), -2112, 0, 500, 0, 2112, false),
                arguments("audio hidden with the frame that overlaps", audio(48000, 1000, Edit.of(0, 10 * 1024 + 5)),
                        -10 * 1024 - 5, 9,
                        500, 0, 1024 + 5, true),
                arguments("audio with its end trimmed", audio(48000, 1000, Edit.of(5000, 0)), 0, 0, 235, 0, 0, false),
                arguments("audio with a short end kept", audio(48000, 1000, Edit.of(10_600, 0)), 0, 0, 500, 0, 0, false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("edits")
    void everySampleIsShownWhenTheSourceShowsIt(String name, TrackIndex track, long shift, int first, int end, long delay,
            long mediaTime, boolean presentationBased) {
        TrackTimeline timeline = TrackTimeline.of(track);
        assertThat(timeline.firstSample()).isEqualTo(first);
        assertThat(timeline.endSample()).isEqualTo(end);
        assertThat(timeline.delay()).isEqualTo(delay);
        assertThat(timeline.mediaTime()).isEqualTo(mediaTime);
        assertThat(timeline.presentationBased()).isEqualTo(presentationBased);
        assertThat(timeline.decodeTime(first)).isEqualTo(delay);
        assertThat(timeline.streamTime(first)).isEqualTo(delay);
        for (int i = first; i < end; i++) {
            assertThat(timeline.presentationTime(i)).as("sample %s", i).isEqualTo(track.samples().compositionTime(i) + shift);
        }
    }

    @ParameterizedTest
    @CsvSource({"100,0,1,100,-1,1,100,9000,1,pause in the middle", "100,0,2,0,0,1,0,0,1,another rate",
            "100,0,0,0,0,1,0,0,1,another rate",
            "100,0,1,100,90000,1,0,0,1,does not continue", "100,-2,1,0,0,1,0,0,1,does not continue",
            "100,-1,1,500,-1,1,0,-1,1,shows nothing", "0,0,1,0,0,1,0,900000000,1,behind the end"})
    void whatCannotBeExpressedIsRefused(long d1, long m1, int r1, long d2, long m2, int r2, long d3, long m3, int r3,
            String reason) {
        TrackIndex track = video(1000, new Edit(d1, m1, r1), new Edit(d2, m2, r2), new Edit(d3, m3, r3));
        assertThatThrownBy(() -> TrackTimeline.of(track)).isInstanceOf(EditListException.class).hasMessageContaining(reason);
    }

    @Test
    void absurdTimesAreRefused() {
        TestMovie movie = new TestMovie().movieTimescale(1);
        movie.video().elstVersion(1).edits(Edit.of(1L << 61, -1), Edit.of(0, 0)).frames(10, 3000, 5);
        TrackIndex track = TestTracks.track(movie);
        assertThatThrownBy(() -> TrackTimeline.of(track)).isInstanceOf(EditListException.class);
    }

    @ParameterizedTest(name = "first tfdt {0}, edit from {1} for {2}")
    @CsvSource({"0, 0, 0, 0, 40", "900000, 0, 0, 900000, 40", "900000, 3600, 0, 900000, 40", "900000, 900000, 0, 0, 40",
            "900000, 903600, 0, 0, 40", "900000, 0, 10600, 900000, 15", "900000, 900000, 600, 0, 15"})
    void aFirstDecodingTimeOtherThanZero(long base, long mediaTime, long duration, long delay, int end) throws Exception {
        TestMovie movie = new TestMovie().perFragment(10);
        movie.video().firstDecodeTime(base).edits(Edit.of(duration, mediaTime)).reordered(40, FRAME, 20);
        TrackIndex track = io.dynpack.index.TestMovies.read(movie.fragmented()).tracks().get(0);
        TrackTimeline timeline = TrackTimeline.of(track);
        assertThat(timeline.delay()).isEqualTo(delay);
        assertThat(timeline.endSample()).isEqualTo(end);
        for (int i = 0; i < end; i++) {
            assertThat(timeline.presentationTime(i)).isEqualTo(base + track.samples().compositionTime(i) - mediaTime);
        }
    }
}
