package io.dynpack.presentation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.index.MediaIndex;
import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.index.TestMovie.Edit;
import io.dynpack.index.TrackIndex;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static io.dynpack.presentation.TestTracks.present;
import static io.dynpack.presentation.TestTracks.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Streams, levels and fragments: the laws of the timeline, and values that were recorded. */
class PresentationTest {

    private static List<Long> durations(FragmentTimeline timeline) {
        return IntStream.range(0, timeline.count()).mapToObj(timeline::duration).toList();
    }

    /** The laws that hold for every stream. */
    static void verify(Presentation presentation) {
        for (Stream stream : presentation.streams()) {
            FragmentTimeline timeline = stream.timeline();
            assertThat(stream.smoothTimeline().count()).isEqualTo(timeline.count());
            assertThat(stream.smoothTimeline().start()).isNotNegative();
            for (int i = 0; i < timeline.count(); i++) {
                assertThat(timeline.indexOf(timeline.start(i))).isEqualTo(i);
                assertThat(stream.smoothTimeline().indexOf(stream.smoothTimeline().start(i))).isEqualTo(i);
                assertThat(timeline.indexOf(timeline.start(i) + 1)).isEqualTo(
                        i + 1 < timeline.count() && timeline.start(i + 1) == timeline.start(i) + 1 ? i + 1 : -1);
                assertThat(timeline.continues(i)).isEqualTo(i > 0);
                assertThat(timeline.end(i)).isGreaterThan(timeline.start(i));
            }
            for (Level level : stream.levels()) {
                assertThat(level.firstSamples()).hasSize(timeline.count() + 1).isSorted();
                assertThat(level.firstSample(0)).isEqualTo(level.timeline().firstSample());
                assertThat(level.endSample(timeline.count() - 1)).isEqualTo(level.timeline().endSample());
                for (int i = 0; i < timeline.count(); i++) {
                    assertThat(level.endSample(i)).isGreaterThan(level.firstSample(i));
                    assertThat(i == 0 || level.samples().isSync(level.firstSample(i))).isTrue();
                }
            }
        }
    }

    record Shape(long timescale, int frame, int gop, int count, int start, boolean reordered) {}

    @Provide
    Arbitrary<Shape> shapes() {
        return Combinators.combine(Arbitraries.of(1000L, 12800L, 24000L, 30000L, 60000L, 90000L, 10_000_000L),
                Arbitraries.integers().between(1, 60), Arbitraries.integers().between(1, 120),
                Arbitraries.integers().between(1, 700), Arbitraries.integers().between(0, 3), Arbitraries.of(true, false))
                .as((scale, milliseconds, gop, count, start, reordered) -> new Shape(scale,
                        (int) Math.max(1, scale * milliseconds * 1001 / 1_000_000), gop, count, start, reordered));
    }

    @Property(tries = 150)
    void fragmentsTileTheTrack(@ForAll("shapes") Shape shape) {
        TestMovie movie = new TestMovie();
        TestMovie.Track video = movie.video().timescale(shape.timescale());
        if (shape.start() > 0) {
            video.edits(Edit.of(shape.start() * 333L, -1), Edit.of(0, shape.reordered() ? shape.frame() : 0));
        }
        if (shape.reordered()) {
            video.reordered(shape.count(), shape.frame(), shape.gop());
        } else {
            video.frames(shape.count(), shape.frame(), shape.gop());
        }
        movie.audio().timescale(48000).edits(Edit.of(0, 1024)).audioFrames(shape.count() + 5, 1024);
        Presentation presentation = present(source("a.mp4", movie, 0, 0, null), source("a.mp4", movie, 1, 0, null));
        verify(presentation);
        Stream stream = presentation.streams().get(0);
        Level level = stream.levels().get(0);
        // starts are the truncation of running time
        for (int i = 0; i < stream.timeline().count(); i++) {
            long time = level.timeline().delay() + (long) level.firstSample(i) * shape.frame();
            assertThat(stream.timeline().start(i)).isEqualTo(
                    java.math.BigInteger.valueOf(time).multiply(java.math.BigInteger.valueOf(10_000_000))
                            .divide(java.math.BigInteger.valueOf(shape.timescale())).longValueExact());
        }
        // the distance between picture and sound is the source's
        Stream audio = presentation.streams().get(1);
        Level sound = audio.levels().get(0);
        long constant = audio.smoothTimeline().start(0) - Ticks.of(sound.timeline().presentationTime(0), 48000);
        for (int i = 0; i < stream.timeline().count(); i++) {
            long source = Ticks.of(level.timeline().presentationTime(level.firstSample(i)), shape.timescale());
            assertThat(Math.abs(stream.smoothTimeline().start(i) - constant - source)).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void recordedValues() {
        TestMovie movie = new TestMovie();
        movie.video().timescale(30000).frames(2107, 1001, 60);
        movie.audio().timescale(48000).audioFrames(3296, 1024);
        Presentation presentation = present(source("a.mp4", movie, 0, 0, null), source("a.mp4", movie, 1, 0, "sound"));
        verify(presentation);
        List<Long> video = durations(presentation.streams().get(0).timeline());
        assertThat(video).hasSize(12);
        assertThat(video.subList(0, 11)).containsOnly(60060000L);
        assertThat(video.get(11)).isEqualTo(42375666);
        List<Long> audio = durations(presentation.streams().get(1).timeline());
        assertThat(audio).hasSize(12);
        assertThat(audio.subList(0, 11)).containsOnly(60160000L);
        assertThat(audio.get(11)).isEqualTo(41386666);
        assertThat(presentation.end()).isEqualTo(703146666);
        assertThat(presentation.streams()).extracting(stream -> stream.smoothTimeline().end())
                .containsExactly(703035666L, 703146666L);
        assertThat(durations(presentation.streams().get(0).smoothTimeline())).isEqualTo(video);
    }

    private static TestMovie level(int frames, int gop, int shift) {
        TestMovie movie = new TestMovie().movieTimescale(90000);
        TestMovie.Track track = movie.video().frames(frames, 3600, gop);
        if (shift > 0) {
            track.edits(Edit.of(shift, -1), Edit.of(0, 0));
        }
        return movie;
    }

    private static List<Long> bitrates(Presentation presentation) {
        return presentation.streams().get(0).levels().stream().map(Level::bitrate).toList();
    }

    @ParameterizedTest(name = "GOPs {0} and {1}, shifts {2} and {3}")
    @CsvSource({"50, 50, 0, 0, 300 200 100, 60000000", "50, 25, 0, 0, 300 200 100, 60000000",
            "50, 75, 0, 0, 300 200 100, 60000000",
            "50, 50, 1800, 0, 300 200 100, 60000000", "50, 50, 7200, 0, 200 100, 60000000",
            "50, 50, 0, 7200, 300 100, 60000000",
            "49, 50, 0, 0, 200 100, 60000000", "50, 49, 0, 0, 300 100, 60000000", "625, 625, 0, 0, 100, 60000000",
            "100, 75, 0, 0, 300 200 100, 120000000"})
    void levelsFollowCommonKeyFrames(int highest, int middle, int shiftHighest, int shiftMiddle, String kept, long first) {
        Presentation presentation = present(source("high.mp4", level(1500, highest, shiftHighest), 0, 300, "video"),
                source("middle.mp4", level(1500, middle, shiftMiddle), 0, 200, "video"),
                source("low.mp4", level(1500, 50, 0), 0, 100, "video"));
        verify(presentation);
        assertThat(bitrates(presentation)).isEqualTo(
                java.util.Arrays.stream(kept.split(" ")).map(Long::valueOf).toList());
        long left = 3 - kept.split(" ").length;
        assertThat(presentation.findings()).hasSize((int) left).allSatisfy(finding -> {
            assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
            assertThat(finding.message()).contains(highest == 625
                    ? "has no key frame for 25.0 s"
                    : shiftHighest + shiftMiddle > 0 ? "it begins 0.1 s" : "key frames are not where those of");
        });
        if (highest != 625) {
            assertThat(presentation.streams().get(0).timeline().duration(0)).isEqualTo(first);
        }
    }

    @Test
    void longGroupsAreServed() {
        Presentation presentation = present(source("high.mp4", level(1500, 625, 0), 0, 300, "video"),
                source("low.mp4", level(1500, 625, 0), 0, 100, "video"));
        verify(presentation);
        assertThat(bitrates(presentation)).containsExactly(300L, 100L);
        assertThat(durations(presentation.streams().get(0).timeline())).containsExactly(250_000_000L, 250_000_000L,
                100_000_000L);
    }

    /** Key frames every two seconds, each but the first followed by a picture that is shown before it. */
    @Test
    void picturesInFrontOfAKeyFrameDoNotMakeItLate() {
        TestMovie movie = new TestMovie();
        TestMovie.Track track = movie.video().timescale(25);
        for (int i = 0; i < 449; i++) {
            // decoded a frame before its time, as the picture behind it takes that
            int place = i % 50;
            track.add(100, 1, i == 0 ? 1 : place == 49 ? 2 : place == 0 ? 0 : 1, i == 0 || place == 49);
        }
        Presentation presentation = present(source("open.mp4", movie, 0, 300, "video"));
        assertThat(presentation.streams().get(0).timeline().count()).isEqualTo(3);
    }

    /** Each pair of levels that is compared anew would make 64 of them take sixty-four times as long as eight. */
    @Test
    void eightTimesTheLevelsTakeNotMuchMoreThanEightTimesAsLong() {
        TestMovie movie = new TestMovie();
        TestMovie.Track track = movie.video();
        for (int i = 0; i < 216_000; i++) {
            track.add(100, 3000, 0, i % 60 == 0);
        }
        TrackTimeline level = TrackTimeline.of(movie.index("a.mp4").tracks().get(0));
        long few = Long.MAX_VALUE;
        long many = Long.MAX_VALUE;
        // in turn, so that both meet the same machine and the same compiled code
        for (int i = 0; i < 12; i++) {
            few = Math.min(few, cut(level, 8));
            many = Math.min(many, cut(level, 64));
        }
        assertThat(many).as("nanoseconds, against %s", few).isLessThan(32 * few);
    }

    /** Nanoseconds. */
    private static long cut(TrackTimeline level, int levels) {
        List<String> names = java.util.Collections.nCopies(levels, "a.mp4");
        long start = System.nanoTime();
        assertThat(VideoCuts.of(java.util.Collections.nCopies(levels, level), names, TestTracks.SIX_SECONDS).kept())
                .hasSize(levels);
        return System.nanoTime() - start;
    }

    @Test
    void oddCompositionOffsetsNeverTurnTimeBack() {
        TestMovie movie = new TestMovie();
        TestMovie.Track track = movie.video();
        for (int i = 0; i < 1000; i++) {
            track.add(10, 3600, i / 50 % 2 == 0 ? 700_000 : 0, i % 50 == 0);
        }
        verify(present(source("a.mp4", movie, 0, 0, null)));
    }

    @Test
    void samplesThatLastNoTime() {
        TestMovie nothing = new TestMovie();
        nothing.video().add(10, 0, 0, true);
        assertThatThrownBy(() -> present(source("a.mp4", nothing, 0, 0, null))).isInstanceOf(PresentationException.class);
        TestMovie single = new TestMovie();
        single.video().add(10, 3600, 0, true);
        verify(present(source("a.mp4", single, 0, 0, null)));
        // the last sample lasts no time and would begin a fragment
        TestMovie last = new TestMovie();
        TestMovie.Track video = last.video().frames(150, 3600, 50).add(10, 0, 0, true);
        last.audio().timescale(48000).audioFrames(282, 1024).add(3, 0, 0, true);
        Presentation presentation = present(source("a.mp4", last, 0, 0, null), source("a.mp4", last, 1, 0, null));
        verify(presentation);
        assertThat(presentation.streams()).allSatisfy(stream -> assertThat(stream.timeline().count()).isEqualTo(1));
        assertThat(video.samples).hasSize(151);
    }

    @Test
    void audioLevelsThatDriftAreLeftOut() {
        TestMovie one = new TestMovie();
        one.audio().timescale(48000).audioFrames(1000, 1024);
        TestMovie other = new TestMovie();
        other.audio().timescale(44100).entry(TestEntries.mp4a(44100, 2, TestEntries.AAC_44)).audioFrames(1000, 1024);
        Presentation presentation = present(source("a.mp4", one, 0, 200, "sound"), source("b.mp4", other, 0, 100, "sound"),
                source("c.mp4", one, 0, 50, "sound"));
        verify(presentation);
        assertThat(bitrates(presentation)).containsExactly(200L, 50L);
        assertThat(presentation.findings()).singleElement().satisfies(
                finding -> assertThat(finding.message()).contains("sampling rate").doesNotContain("key frame"));
    }

    /** What is taken of the heap for cuts before they are made. */
    @ParameterizedTest
    @CsvSource({"1, 60000000", "5640, 60000000", "5641, 60000000", "3000, 1", "3000, 900000000"})
    void soundHasNoMoreCutsThanAreCounted(int frames, long target) {
        TestMovie movie = new TestMovie();
        movie.audio().timescale(48000).chunks(50).audioFrames(frames, 1024)
                .otherEntryFrom(100, TestEntries.mp4a(48000, 1, "1188")).otherEntryFrom(150, null);
        TrackIndex track = movie.index("a.mp4").tracks().get(0);
        int cuts = AudioCuts.of(List.of(TrackTimeline.of(track)), List.of("a.mp4"), target).samples().get(0).length;
        assertThat(AudioCuts.most(track, target)).isBetween((long) cuts, cuts + 2L);
    }

    @Test
    void namesLanguagesAndDefaults() {
        TestMovie movie = new TestMovie();
        movie.video().frames(50, 3600, 50);
        movie.audio().timescale(48000).language("eng").audioFrames(100, 1024);
        MediaIndex index = movie.index("a.mp4");
        TrackSource bare = TrackSource.of(index.file(), index.tracks().get(1));
        Presentation presentation = present(TrackSource.of(index.file(), index.tracks().get(0)), bare, bare,
                new TrackSource(index.file(), index.tracks().get(1), 7, " a(b)=,/\\\u0085\u2028c ", "de", null, null, null,
                        true),
                new TrackSource(index.file(), index.tracks().get(1), 7, "x", "", null, null, null, true));
        assertThat(presentation.streams()).extracting(Stream::name).containsExactly("video", "aac_eng_2_12", "aac_eng_2_12_2_1",
                "a_b_______c", "x");
        assertThat(presentation.streams()).extracting(Stream::language).containsExactly("und", "eng", "eng", "de", "eng");
        assertThat(presentation.streams()).extracting(Stream::isDefault).containsExactly(false, false, false, true, false);
        assertThat(presentation.stream("VIDEO").name()).isEqualTo("video");
        assertThat(presentation.stream("nothing")).isNull();
    }

    private static TrackSource sound(String name, String language, String accessibility, boolean isDefault) {
        TestMovie movie = new TestMovie();
        movie.audio().timescale(48000).audioFrames(600, 1024);
        MediaIndex index = movie.index(language + ".mp4");
        return new TrackSource(index.file(), index.tracks().get(0), 0, name, language, accessibility, null, null, isDefault);
    }

    /** Switching levels never switches what is said. */
    @Test
    void aStreamIsOneProgramme() {
        TestMovie movie = new TestMovie();
        movie.video().frames(50, 3600, 50);
        Presentation presentation = present(sound("same", "eng", null, false), source("a.mp4", movie, 0, 900, "same"),
                sound("same", "deu", null, false), sound("same", "en", null, false),
                sound("same", "eng", "description", false), sound("eng,1", "eng", null, false),
                sound("eng=1", "eng", null, false));
        assertThat(presentation.streams()).extracting(Stream::name).containsExactly("same", "same_1_1", "same_1_2",
                "same_1_3", "eng_1", "eng_1_1_1");
        assertThat(presentation.streams()).extracting(stream -> stream.levels().size()).containsExactly(2, 1, 1, 1, 1, 1);
        assertThat(presentation.streams()).extracting(Stream::language).containsExactly("eng", "und", "deu", "eng", "eng",
                "eng");
        assertThat(presentation.findings()).hasSize(4).allSatisfy(
                finding -> assertThat(finding.message()).contains("give each programme a trackName of its own"));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "null", value = {"description, false, null, false, 1", "null, false, null, true, 1",
            "description, true, null, false, 1", "description, false, description, true, 1",
            "description, false, description, false, 0"})
    void theDefaultIsNoDescription(String first, boolean firstStated, String second, boolean secondStated, int chosen) {
        Presentation presentation = present(sound("a", "eng", first, firstStated), sound("b", "eng", second, secondStated));
        assertThat(presentation.streams()).extracting(Stream::isDefault).containsExactly(chosen == 0, chosen == 1);
        assertThat(presentation.all().audio(null).stream()).isSameAs(presentation.streams().get(chosen));
    }

    /** Each 40 s of three levels that end apart, in milliseconds. */
    @ParameterizedTest
    @CsvSource({"0, 400, 0, 300 200 100, 40000", "34000, 0, 0, 200 100, 40000", "34000, 34000, 0, 100, 40000",
            "0, 3960, 0, 300 200 100, 40000", "10000, 0, 10000, 200, 40000", "400, 400, 400, 300 200 100, 39600"})
    void theLongestCompleteLevelSetsTheEnd(int high, int middle, int low, String kept, long end) {
        Presentation presentation = present(source("high.mp4", level(1000 - high / 40, 50, 0), 0, 300, "video"),
                source("middle.mp4", level(1000 - middle / 40, 50, 0), 0, 200, "video"),
                source("low.mp4", level(1000 - low / 40, 50, 0), 0, 100, "video"));
        verify(presentation);
        assertThat(bitrates(presentation)).isEqualTo(java.util.Arrays.stream(kept.split(" ")).map(Long::valueOf).toList());
        Stream stream = presentation.streams().get(0);
        assertThat(stream.timeline().end()).isEqualTo(end * 10_000);
        assertThat(presentation.end()).isEqualTo(end * 10_000);
        for (Level level : stream.levels()) {
            int count = level.timeline().endSample();
            assertThat(level.end()).isEqualTo(count * 400_000L);
            assertThat(stream.timeline(level).end()).isEqualTo(level.end());
        }
        assertThat(presentation.findings()).hasSize(3 - kept.split(" ").length).allSatisfy(
                finding -> assertThat(finding.message()).contains("check whether the file was written to its end"));
    }

    /** Without edit lists a level that reorders two pictures shows all of them two pictures later. */
    @Test
    void levelsThatReorderDifferentlyAreAlignedByDecoding() {
        TestMovie plain = new TestMovie();
        plain.video().frames(300, 3600, 50);
        TestMovie reordered = new TestMovie();
        TestMovie.Track track = reordered.video();
        for (int i = 0; i < 300; i++) {
            int in = i % 3;
            track.add(100, 3600, in == 0 ? 7200 : in == 1 ? 10800 : 3600, i % 50 == 0);
        }
        Presentation presentation = present(source("a.mp4", plain, 0, 300, "video"),
                source("b.mp4", reordered, 0, 100, "video"));
        assertThat(bitrates(presentation)).containsExactly(300L, 100L);
        assertThat(presentation.findings()).isEmpty();
        Stream stream = presentation.streams().get(0);
        assertThat(stream.levels().get(1).firstSamples()).isEqualTo(stream.levels().get(0).firstSamples());
        // shown two pictures later than the other level, as the file has it
        assertThat(stream.levels().get(1).smoothOffset()).isZero();
    }

    /** Time of fragments never hangs on how their key frame is reordered. */
    @Test
    void smoothTimesAreDecodingTimesAndAConstant() {
        TestMovie movie = new TestMovie();
        TestMovie.Track track = movie.video().edits(Edit.of(0, 3600));
        for (int i = 0; i < 600; i++) {
            track.add(100, 3600, i / 150 % 2 == 0 ? 3600 : 7200, i % 150 == 0);
        }
        movie.audio().timescale(44100).edits(Edit.of(0, 1024)).audioFrames(1000, 1024);
        Presentation presentation = present(source("a.mp4", movie, 0, 0, null), source("a.mp4", movie, 1, 0, null));
        for (Stream stream : presentation.streams()) {
            long constant = stream.smoothTimeline().start(0) - stream.timeline().start(0);
            for (int i = 0; i < stream.timeline().count(); i++) {
                assertThat(stream.smoothTimeline().start(i) - stream.timeline().start(i)).isEqualTo(constant);
            }
        }
        assertThat(presentation.streams().get(0).smoothTimeline().start()).isEqualTo(232_200);
        assertThat(presentation.streams().get(1).smoothTimeline().start()).isZero();
        // priming is no part of the film
        assertThat(presentation.streams().get(1).shownEnd()).isEqualTo(1000 * 1024 * 10_000_000L / 44100 - 232_199);
    }

    @Test
    void whatIsHiddenDoesNotCount() {
        TestMovie movie = new TestMovie().movieTimescale(90000);
        // two pictures hidden in front, one behind
        movie.video().edits(Edit.of(297 * 3600, 7200)).frames(300, 3600, 50);
        Stream stream = present(source("a.mp4", movie, 0, 0, null)).streams().get(0);
        assertThat(stream.levels().get(0).timeline().endSample()).isEqualTo(300);
        assertThat(stream.hiddenStart()).isEqualTo(800_000);
        assertThat(stream.timeline().end()).isEqualTo(299 * 400_000L);
        assertThat(stream.shownEnd()).isEqualTo(297 * 400_000L);
    }

    @Test
    void aFragmentBeginsWhereTheSampleEntryChanges() {
        TestMovie movie = new TestMovie();
        movie.video().chunks(50).frames(500, 3600, 50).otherEntryFrom(100, TestEntries.avc1(0x1E, 640, 360)).otherEntryFrom(300,
                null);
        Presentation presentation = present(source("a.mp4", movie, 0, 0, null));
        verify(presentation);
        assertThat(presentation.streams().get(0).levels().get(0).firstSamples()).containsExactly(0, 100, 250, 300, 450, 500);
        TestMovie plain = new TestMovie();
        plain.video().frames(500, 3600, 75);
        Presentation both = present(source("a.mp4", movie, 0, 300, "video"), source("b.mp4", plain, 0, 100, "video"));
        assertThat(bitrates(both)).hasSize(1);
        assertThat(both.findings()).singleElement().satisfies(
                finding -> assertThat(finding.message()).contains("changes its configuration"));
    }

    /** A fragment has one sample entry, also where a level ends in front of the last change. */
    @Test
    void soundThatChangesBehindTheEndOfAnotherLevel() {
        byte[] other = TestEntries.mp4a(48000, 1, "1188");
        TestMovie longer = new TestMovie();
        longer.audio().timescale(48000).chunks(10).audioFrames(1000, 1024).otherEntryFrom(990, other);
        TestMovie shorter = new TestMovie();
        shorter.audio().timescale(48000).audioFrames(985, 1024);
        TestMovie same = new TestMovie();
        same.audio().timescale(48000).chunks(10).audioFrames(995, 1024).otherEntryFrom(990, other);
        Presentation presentation = present(source("a.mp4", longer, 0, 300, "sound"),
                source("b.mp4", shorter, 0, 200, "sound"), source("c.mp4", same, 0, 100, "sound"));
        verify(presentation);
        assertThat(bitrates(presentation)).containsExactly(300L, 100L);
        assertThat(presentation.findings()).singleElement().satisfies(finding -> assertThat(finding.message())
                .contains("it ends before a.mp4 changes its configuration"));
        assertThat(presentation.streams().get(0).levels().get(0).firstSamples()).endsWith(990, 1000);
    }

    @Test
    void aChangeForNoTimeIsNotServed() {
        TestMovie sound = new TestMovie();
        TestMovie.Track audio = sound.audio().timescale(48000).chunks(10).audioFrames(300, 1024)
                .otherEntryFrom(300, TestEntries.mp4a(48000, 1, "1188"));
        TestMovie pictures = new TestMovie();
        TestMovie.Track video = pictures.video().chunks(10).frames(300, 3600, 50).otherEntryFrom(300,
                TestEntries.avc1(0x1E, 640, 360));
        for (TestMovie.Track track : List.of(audio, video)) {
            track.add(10, 0, 0, true);
        }
        TestMovie plain = new TestMovie();
        plain.audio().timescale(48000).audioFrames(300, 1024);
        assertThatThrownBy(() -> present(source("a.mp4", sound, 0, 0, null))).isInstanceOf(PresentationException.class)
                .hasMessageContaining("last no time");
        assertThatThrownBy(() -> present(source("a.mp4", pictures, 0, 0, null))).isInstanceOf(PresentationException.class)
                .hasMessageContaining("last no time");
        Presentation both = present(source("a.mp4", sound, 0, 200, "sound"), source("b.mp4", plain, 0, 100, "sound"));
        assertThat(bitrates(both)).containsExactly(100L);
    }

    @Test
    void claimsAreThoseOfTheSamples() {
        TestMovie whole = new TestMovie();
        whole.video().frames(300, 3600, 50);
        assertThat(present(source("a.mp4", whole, 0, 0, null)).streams().get(0).independent()).isTrue();
        TestMovie late = new TestMovie();
        TestMovie.Track track = late.video();
        for (int i = 0; i < 300; i++) {
            track.add(100, 3600, 0, i % 50 == 20);
        }
        assertThat(present(source("a.mp4", late, 0, 0, null)).streams().get(0).independent()).isFalse();
    }

    @Test
    void moreThanSixtyFourLevelsAreRefused() {
        TestMovie movie = level(50, 50, 0);
        TrackSource source = source("a.mp4", movie, 0, 100, "video");
        List<TrackSource> sources = new ArrayList<>(java.util.Collections.nCopies(64, source));
        assertThat(bitrates(present(sources.toArray(TrackSource[]::new))))
                .isEqualTo(LongStream.iterate(163, b -> b - 1).limit(64).boxed().toList());
        sources.add(source);
        assertThatThrownBy(() -> present(sources.toArray(TrackSource[]::new))).isInstanceOf(PresentationException.class)
                .extracting(e -> ((PresentationException) e).reason()).isEqualTo(PresentationException.Reason.TOO_MANY_LEVELS);
    }

    @Test
    void keyFramesAreNamedAsTheFragmentsTheyBegin() {
        TestMovie movie = new TestMovie();
        movie.video().timescale(30000).edits(Edit.of(0, 1001)).reordered(600, 1001, 60);
        Presentation presentation = present(source("a.mp4", movie, 0, 0, null));
        Stream stream = presentation.streams().get(0);
        KeyFrames keyFrames = new KeyFrames(stream, stream.levels().get(0));
        assertThat(keyFrames.count()).isEqualTo(10);
        long end = 0;
        for (int i = 0; i < 10; i++) {
            assertThat(keyFrames.time(i)).isEqualTo(end);
            assertThat(keyFrames.sample(i)).isEqualTo(60 * i);
            assertThat(keyFrames.nextSample(i)).isEqualTo(60 * i + 60);
            assertThat(keyFrames.indexOf(keyFrames.time(i))).isEqualTo(i);
            assertThat(keyFrames.indexOf(keyFrames.time(i) + 1)).isEqualTo(-1);
            end += keyFrames.duration(i);
        }
        assertThat(end).isEqualTo(stream.timeline().end());
    }

    @ParameterizedTest
    @CsvSource(nullValues = "null", value = {"eng, en", "ENG, en", "en-us, en-us", "eng-GB, en-GB", "ger, de", "deu, de",
            "fre, fr",
            "heb, he", "yid, yi", "ind, id", "und, null", "null, null", "mul, mul", "english (uk), null", "qaa, qaa"})
    void languageTags(String language, String tag) {
        assertThat(LanguageTag.bcp47(language)).isEqualTo(tag);
    }

    @ParameterizedTest
    @CsvSource({"1, 3, 10000000, 3333333", "-1, 3, 10000000, -3333334",
            "9223372036854775807, 90000, 90000, 9223372036854775807",
            "461168601842738790, 90000, 10000, 51240955760304310", "30000000000000, 30000, 10000000, 10000000000000000"})
    void conversionIsExactAndRoundsDown(long ticks, long from, long to, long result) {
        assertThat(Ticks.convert(ticks, from, to)).isEqualTo(result);
    }
}
