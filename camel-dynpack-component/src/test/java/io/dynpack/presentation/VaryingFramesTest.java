package io.dynpack.presentation;

import org.junit.jupiter.api.Test;

import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.index.UnencodedMovies;

import static org.assertj.core.api.Assertions.assertThat;

/** Fragments of sound whose access units differ in length. */
class VaryingFramesTest {
    private static final byte[] OPUS = TestEntries.sound("Opus", 48000, 2, "dOps", "000201380000bb80000000");
    private static final byte[] FLAC = TestEntries.sound("fLaC", 44100, 2, "dfLa",
            "00000000 80000022 1000 1000 000000 000000 0ac442f0 00000000 00000000000000000000000000000000".replace(" ", ""));

    /** @param frames in ticks of 48 kHz, over and over */
    private static TrackSource opus(String file, long bitrate, int count, long... frames) {
        TestMovie movie = new TestMovie();
        TestMovie.Track track = movie.audio().timescale(48000).entry(OPUS).stss(TestMovie.Stss.ABSENT);
        for (int i = 0; i < count; i++) {
            track.add(100, frames[i % frames.length], 0, true);
        }
        return TestTracks.source(file, movie, 0, bitrate, "sound");
    }

    @Test
    void aFragmentEndsWithTheFirstFrameThatMakesItLongEnough() {
        // 2.5, 20, 60 ms in turn: 82.5 ms
        Presentation presentation = TestTracks.present(opus("a.mp4", 96, 600, 120, 960, 2880));
        FragmentTimeline timeline = presentation.streams().get(0).timeline();
        Level level = presentation.streams().get(0).levels().get(0);
        for (int fragment = 0; fragment + 1 < timeline.count(); fragment++) {
            long samples = level.samples().decodeTime(level.endSample(fragment))
                    - level.samples().decodeTime(level.firstSample(fragment));
            long last = level.samples().duration(level.endSample(fragment) - 1);
            assertThat(samples).isGreaterThanOrEqualTo(6 * 48000);
            assertThat(samples - last).isLessThan(6 * 48000);
            assertThat(timeline.start(fragment + 1)).isEqualTo(timeline.end(fragment));
        }
        assertThat(timeline.count()).isEqualTo(3);
        assertThat(level.endSample(2)).isEqualTo(600);
        assertThat(AudioCuts.most(level.track(), TestTracks.SIX_SECONDS)).isGreaterThan(timeline.count());
    }

    @Test
    void equalFramesAreCutAsCountingThemWould() {
        Level level = TestTracks.present(opus("a.mp4", 96, 700, 960)).streams().get(0).levels().get(0);
        assertThat(level.firstSamples()).containsExactly(0, 300, 600, 700);
        TestMovie movie = new TestMovie();
        movie.audio().timescale(44100).entry(FLAC).audioFrames(200, 4096);
        Level flac = TestTracks.present(TestTracks.source("f.mp4", movie, 0, 900, "f")).streams().get(0).levels().get(0);
        assertThat(flac.firstSamples()).containsExactly(0, 65, 130, 195, 200);
    }

    @Test
    void levelsWithFramesOfOtherLengthsAreHeldTogetherByTime() {
        Presentation presentation = TestTracks.present(opus("high.mp4", 128, 700, 960), opus("low.mp4", 48, 234, 2880),
                opus("odd.mp4", 24, 700, 480, 1440));
        assertThat(presentation.streams()).singleElement().satisfies(stream -> {
            assertThat(stream.levels()).extracting(Level::bitrate).containsExactly(128L, 48L, 24L);
            assertThat(stream.levels().get(0).firstSamples()).containsExactly(0, 300, 600, 700);
            assertThat(stream.levels().get(1).firstSamples()).containsExactly(0, 100, 200, 234);
            assertThat(stream.levels().get(2).firstSamples()).containsExactly(0, 300, 600, 700);
        });
    }

    /** Neither has a frame that begins where the other can be cut. */
    @Test
    void aLevelWhoseFramesAreNowhereNearIsLeftOut() {
        TestMovie high = new TestMovie();
        high.audio().timescale(48000).entry(OPUS).audioFrames(250, 960).audioFrames(1, 144000).audioFrames(600, 960);
        TestMovie low = new TestMovie();
        low.audio().timescale(48000).entry(OPUS).audioFrames(350, 960).audioFrames(1, 144000).audioFrames(500, 960);
        Presentation presentation = TestTracks.present(TestTracks.source("high.mp4", high, 0, 128, "sound"),
                TestTracks.source("low.mp4", low, 0, 48, "sound"));
        assertThat(presentation.streams().get(0).levels()).hasSize(1);
        assertThat(presentation.findings()).singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("its frames are not where those of"));
    }

    @Test
    void noLevelLacksTheLastFragment() {
        // the first goes on for three frames behind the last cut, the other ends right there
        Presentation presentation = TestTracks.present(opus("high.mp4", 128, 603, 960), opus("low.mp4", 48, 200, 2880));
        assertThat(presentation.streams().get(0).levels()).extracting(level -> level.firstSamples().length)
                .containsExactly(3, 3);
    }

    /** Decoders of xHE-AAC begin at sync samples alone. */
    @Test
    void fragmentsBeginWithSyncSamples() {
        Presentation presentation = TestTracks.present(usac("high.mp4", 128, 50), usac("low.mp4", 48, 25),
                usac("odd.mp4", 24, 40));
        assertThat(presentation.streams().get(0).levels()).extracting(Level::bitrate).containsExactly(128L, 48L);
        assertThat(presentation.streams().get(0).levels()).allSatisfy(level -> {
            int[] first = level.firstSamples();
            assertThat(first.length).isGreaterThan(2);
            for (int i = 0; i + 1 < first.length; i++) {
                assertThat(first[i] % 50).isZero();
            }
        });
        assertThat(presentation.findings()).singleElement().satisfies(
                finding -> assertThat(finding.message()).contains("level 24").contains("not those that decoders begin with"));
    }

    /** Encoders of AAC list whatever they like: decoders begin anywhere. */
    @Test
    void whatFilesSayOfSyncSamplesOfOtherSoundMeansNothing() {
        TestMovie movie = new TestMovie();
        movie.audio().timescale(48000).frames(900, 1024, 450);
        assertThat(TestTracks.present(TestTracks.source("a.mp4", movie, 0, 128, "sound")).streams().get(0).levels().get(0)
                .firstSamples()).containsExactly(0, 282, 564, 846, 900);
    }

    private static TrackSource usac(String name, long bitrate, int distance) {
        TestMovie movie = new TestMovie();
        movie.audio().timescale(48000).entry(TestEntries.mp4a(48000, 2, UnencodedMovies.USAC)).frames(900, 1024, distance);
        return TestTracks.source(name, movie, 0, bitrate, "sound");
    }

    /** Of a hidden start that is too long to be kept, 80 ms are, and one frame besides as with all sound. */
    @Test
    void theDecodersPreRollIsKept() {
        TestMovie movie = new TestMovie();
        movie.audio().timescale(48000).entry(OPUS).edits(TestMovie.Edit.of(0, 21912)).audioFrames(700, 480);
        TrackTimeline timeline = TrackTimeline.of(TestTracks.track(movie));
        assertThat(timeline.firstSample()).isEqualTo(36);
        assertThat(timeline.mediaTime()).isEqualTo(21912 - 36 * 480);
        assertThat(timeline.presentationTime(46)).isEqualTo(46 * 480 - 21912);
    }

    @Test
    void anotherCodecUnderOneNameIsAnotherStream() {
        TestMovie aac = new TestMovie();
        aac.audio().timescale(48000).audioFrames(600, 1024);
        TestMovie ac3 = new TestMovie();
        ac3.audio().timescale(48000).entry(TestEntries.sound("ac-3", 48000, 2, "dac3", "101140")).audioFrames(400, 1536);
        TestMovie unnamed = new TestMovie();
        unnamed.audio().timescale(48000).language("deu").entry(TestEntries.sound("ec-3", 48000, 2, "dec3", "0800200f00"))
                .audioFrames(400, 1536);
        Presentation presentation = TestTracks.present(TestTracks.source("a.mp4", aac, 0, 128000, "english"),
                TestTracks.source("b.mp4", ac3, 0, 192000, "english"), TestTracks.source("c.mp4", unnamed, 0, 256000, null));
        assertThat(presentation.streams()).extracting(Stream::name).containsExactly("english", "english_1_1", "ec3_deu_6_256");
        assertThat(presentation.findings()).singleElement().satisfies(
                finding -> assertThat(finding.message()).startsWith("its name english is that of another programme"));
    }
}
