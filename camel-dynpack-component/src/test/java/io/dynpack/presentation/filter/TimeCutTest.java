package io.dynpack.presentation.filter;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TimeWindow;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

import static io.dynpack.presentation.filter.TestStreams.SECOND;
import static io.dynpack.presentation.filter.TestStreams.presentation;
import static io.dynpack.presentation.filter.TestStreams.seconds;
import static io.dynpack.presentation.filter.TestStreams.timeline;
import static io.dynpack.presentation.filter.TestStreams.times;
import static io.dynpack.presentation.filter.TestStreams.withTimeline;
import static org.assertj.core.api.Assertions.assertThat;

/** Where bounds of time cut a presentation. */
class TimeCutTest {
    private static final FragmentTimeline VIDEO = timeline(0, 60_060_000, 10);
    /** 256 frames of 1024 samples at 48 kHz, less than the fragments of video. */
    private static final FragmentTimeline AUDIO = timeline(0, 54_613_333, 11);
    /** From 10 s to 16 s, 16 to 22, a hole, 30 to 36, 36 to 36.1. */
    private static final FragmentTimeline HOLES = seconds(10, 16, 16, 22, 30, 36, 36, 36.1);

    @Test
    void boundsOfTheContractSnapToTheFragmentsTheyMean() {
        FilterComposition filters = FilterComposition
                .of(List.of(times("short", PresentationTimeRange.of(120_000_000, 300_000_000))));
        TimeCut cut = TimeCut.of(filters, VIDEO);
        assertThat(cut).isEqualTo(new TimeCut(120_120_000, 300_300_000));
        assertThat(cut.isStartCut()).isTrue();
        assertThat(cut.isEndCut()).isTrue();
        assertThat(cut.window(VIDEO)).isEqualTo(new FragmentWindow(2, 5));
        // audio: 109226666 to 163839999 overlaps the start, 273066665 to 327679998 the end
        assertThat(cut.window(AUDIO)).isEqualTo(new FragmentWindow(2, 6));
    }

    @Test
    void theReferenceIsTheFirstVideoOfTheWholePresentation() {
        Stream audio = withTimeline(TestStreams.audio("a", "eng", null, 1), AUDIO);
        Stream video = withTimeline(TestStreams.video("v", 1), VIDEO);
        Stream other = withTimeline(TestStreams.video("w", 1), timeline(0, 20_000_000, 30));
        FilterComposition filters = FilterComposition
                .of(List.of(times("short", PresentationTimeRange.of(130_000_000, 290_000_000))));
        assertThat(TimeCut.of(filters, presentation(audio, video, other))).isEqualTo(new TimeCut(120_120_000, 300_300_000));
        assertThat(TimeCut.of(filters, presentation(audio))).isEqualTo(new TimeCut(109_226_666, 327_679_998));
        Stream text = withTimeline(TestStreams.text("t", "en"), VIDEO);
        assertThat(presentation(text, audio).reference()).isSameAs(audio);
        assertThat(presentation(text).reference()).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            0     , 0
            0.1   , 0.1
            9.89  , 9.89
            9.9   , 10
            10    , 10
            10.1  , 10
            13    , 10
            15.89 , 10
            15.9  , 16
            16.5  , 16
            21.95 , 16
            22    , 30
            25    , 30
            29.95 , 30
            30.2  , 30
            35.9  , 36
            36.04 , 36
            36.05 , 36
            36.06 , 36.1
            36.1  , 36.1
            36.15 , 36.1
            36.16 , 36.16
            99    , 99
            """)
    void aStart(double bound, double expected) {
        assertThat(TimeCut.start(Math.round(bound * SECOND), HOLES)).isEqualTo(Math.round(expected * SECOND));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            0.1   , 0.1
            9.9   , 10
            10.1  , 10
            10.2  , 16
            15.95 , 16
            16.1  , 16
            16.2  , 22
            21.99 , 22
            22    , 22
            25    , 22
            29.89 , 22
            29.9  , 30
            30.05 , 30
            30.2  , 36
            36.05 , 36
            36.06 , 36.1
            36.1  , 36.1
            36.15 , 36.1
            36.16 , 36.16
            99    , 99
            """)
    void anEnd(double bound, double expected) {
        assertThat(TimeCut.end(Math.round(bound * SECOND), HOLES)).isEqualTo(Math.round(expected * SECOND));
    }

    @Test
    void withoutBoundsEverythingIsLeft() {
        TimeCut cut = TimeCut.of(FilterComposition.NONE, HOLES);
        assertThat(cut).isEqualTo(TimeCut.ALL);
        assertThat(cut.isStartCut()).isFalse();
        assertThat(cut.isEndCut()).isFalse();
        assertThat(cut.isEmpty()).isFalse();
        assertThat(cut.window(HOLES)).isEqualTo(new FragmentWindow(0, 4));
    }

    @Test
    void aStartThatIsNotBeforeTheEndLeavesNothing() {
        FilterComposition filters = FilterComposition.of(List.of(times("a", PresentationTimeRange.of(0, 10 * SECOND)),
                times("b", PresentationTimeRange.of(10 * SECOND, Long.MAX_VALUE))));
        TimeCut cut = TimeCut.of(filters, VIDEO);
        assertThat(cut.isEmpty()).isTrue();
        assertThat(cut.window(VIDEO).isEmpty()).isTrue();
        assertThat(cut.window(AUDIO).isEmpty()).isTrue();
        // both mean the same fragment's start
        assertThat(TimeCut.of(60_000_000, 60_100_000, VIDEO).isEmpty()).isTrue();
    }

    /** Sound that goes on behind the video is left where the start lies behind the video. */
    @Test
    void boundsOutsideOfTheReferenceStandAsTheyAre() {
        TimeCut cut = TimeCut.of(700_000_000, Long.MAX_VALUE, VIDEO);
        assertThat(cut).isEqualTo(new TimeCut(700_000_000, TimeCut.NO_END));
        assertThat(cut.window(VIDEO).isEmpty()).isTrue();
        assertThat(cut.window(timeline(0, 100_000_000, 9))).isEqualTo(new FragmentWindow(7, 9));
        assertThat(TimeCut.of(0, 900_000_000, VIDEO)).isEqualTo(new TimeCut(0, 900_000_000));
        assertThat(TimeCut.of(0, TimeCut.NO_END, VIDEO)).isEqualTo(TimeCut.ALL);
        assertThat(TimeCut.of(50_000_000, 80_000_000, HOLES).window(HOLES).isEmpty()).isTrue();
    }

    /** A live archive keeps the times that its event had. */
    @Test
    void timesNeedNotBeginAtZero() {
        long start = 1_636_708_444_444L;
        FragmentTimeline archive = timeline(start, 20_000_000, 1800);
        FilterComposition filters = FilterComposition.of(List.of(times("half",
                new PresentationTimeRange(14811376000L, 14892376000L, Long.MAX_VALUE, 0, 90000, false, false))));
        TimeCut cut = TimeCut.of(filters, archive);
        assertThat(cut.start()).isEqualTo(start + 9_000_000_000L);
        assertThat(cut.end()).isEqualTo(start + 18_000_000_000L);
        assertThat(cut.window(archive)).isEqualTo(new FragmentWindow(450, 900));
    }

    @Test
    void liveFieldsMeanNothingToWhatIsNotLive() {
        FilterComposition filters = FilterComposition.of(List.of(times("live",
                new PresentationTimeRange(0, 300_000_000, 600_000_000, 3_000_000_000L, SECOND, true, false))));
        assertThat(TimeCut.of(filters, VIDEO)).isEqualTo(new TimeCut(0, 300_300_000));
    }

    @Provide
    Arbitrary<FragmentTimeline> timelines() {
        Arbitrary<long[]> steps = Combinators.combine(Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(4, Arbitraries.just(0L)),
                net.jqwik.api.Tuple.of(1, Arbitraries.longs().between(1, 5_000_000))),
                Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(3, Arbitraries.longs().between(2_000_000, 9_000_000)),
                        net.jqwik.api.Tuple.of(1, Arbitraries.longs().between(1, 500_000))))
                .as((gap, duration) -> new long[]{gap, duration});
        return Combinators.combine(Arbitraries.longs().between(0, 10_000_000), steps.list().ofMinSize(1).ofMaxSize(8))
                .as((start, all) -> {
                    long[] starts = new long[all.size()];
                    long[] ends = new long[all.size()];
                    long at = start;
                    for (int i = 0; i < starts.length; i++) {
                        starts[i] = at + all.get(i)[0];
                        ends[i] = starts[i] + all.get(i)[1];
                        at = ends[i];
                    }
                    return new FragmentTimeline(starts, ends);
                });
    }

    @Property(tries = 3000)
    void aLaterBoundNeverCutsEarlier(@ForAll("timelines") FragmentTimeline timeline,
            @ForAll @LongRange(max = 70_000_000) long one, @ForAll @LongRange(max = 3_000_000) long more) {
        assertThat(TimeCut.start(one, timeline)).isLessThanOrEqualTo(TimeCut.start(one + more, timeline));
        assertThat(TimeCut.end(one + 1, timeline)).isLessThanOrEqualTo(TimeCut.end(one + 1 + more, timeline));
    }

    /** Sound of 6.016 s a fragment under pictures of 6 s. */
    @Test
    void aFragmentThatHardlyOverlapsIsLeftOut() {
        FragmentTimeline sound = timeline(0, 60_160_000, 5);
        assertThat(new TimeCut(60_000_000, TimeCut.NO_END).window(sound)).isEqualTo(new FragmentWindow(1, 5));
        assertThat(new TimeCut(59_160_000, TimeCut.NO_END).window(sound)).isEqualTo(new FragmentWindow(1, 5));
        assertThat(new TimeCut(59_159_999, TimeCut.NO_END).window(sound)).isEqualTo(new FragmentWindow(0, 5));
        assertThat(new TimeCut(60_160_000, TimeCut.NO_END).window(sound)).isEqualTo(new FragmentWindow(1, 5));
        assertThat(new TimeCut(0, 61_160_000).window(sound)).isEqualTo(new FragmentWindow(0, 1));
        assertThat(new TimeCut(0, 61_160_001).window(sound)).isEqualTo(new FragmentWindow(0, 2));
        assertThat(new TimeCut(240_000_000, 301_000_000).window(sound)).isEqualTo(new FragmentWindow(4, 5));
        // short fragments that lie in the time wholly, and a stream that has nothing else there
        assertThat(new TimeCut(300_000_000, 370_000_000).window(HOLES)).isEqualTo(new FragmentWindow(2, 4));
        assertThat(new TimeCut(60_000_000, 120_000_000).window(timeline(0, 60_160_000, 1)).isEmpty()).isTrue();
        assertThat(new TimeCut(30_000_000, 31_000_000).window(timeline(0, 60_160_000, 1))).isEqualTo(new FragmentWindow(0, 1));
    }

    @Property(tries = 3000)
    void whatIsLeftIsWhatOverlaps(@ForAll("timelines") FragmentTimeline reference, @ForAll("timelines") FragmentTimeline other,
            @ForAll @LongRange(max = 70_000_000) long start, @ForAll @LongRange(min = 1, max = 70_000_000) long end) {
        TimeCut cut = TimeCut.of(start, end, reference);
        for (FragmentTimeline timeline : List.of(reference, other)) {
            FragmentWindow window = cut.window(timeline);
            for (int i = 0; i < timeline.count(); i++) {
                boolean overlaps = !cut.isEmpty() && timeline.end(i) > cut.start() && timeline.start(i) < cut.end();
                boolean begins = timeline.start(i) >= cut.start() || timeline.end(i) - cut.start() > TimeWindow.NEGLIGIBLE;
                boolean ends = timeline.end(i) <= cut.end() || cut.end() - timeline.start(i) > TimeWindow.NEGLIGIBLE;
                assertThat(window.contains(i)).as("fragment " + i).isEqualTo(overlaps && begins && ends);
            }
        }
    }

    /** Nothing that was asked for is lost but what a bound may be rounded by. */
    @Property(tries = 3000)
    void whatIsInsideOfTheBoundsIsLeft(@ForAll("timelines") FragmentTimeline timeline,
            @ForAll @LongRange(max = 70_000_000) long start, @ForAll @LongRange(min = 1, max = 70_000_000) long end) {
        FragmentWindow window = TimeCut.of(start, end, timeline).window(timeline);
        List<Integer> wanted = IntStream.range(0, timeline.count())
                .filter(i -> Math.min(end, timeline.end(i)) - Math.max(start, timeline.start(i)) > 2_000_000).boxed().toList();
        assertThat(wanted).allMatch(window::contains);
    }

    /** Fragments of a cut lie on fragment bounds of the reference, so that cutting again changes nothing. */
    @Property(tries = 3000)
    void aCutIsItsOwnCut(@ForAll("timelines") FragmentTimeline timeline,
            @ForAll @LongRange(min = 1, max = 70_000_000) long start,
            @ForAll @LongRange(min = 1, max = 70_000_000) long end) {
        TimeCut cut = TimeCut.of(start, end, timeline);
        FragmentWindow window = cut.window(timeline);
        if (!window.isEmpty() && cut.start() > 0) {
            assertThat(TimeCut.of(cut.start(), cut.end(), timeline).window(timeline)).isEqualTo(window);
        }
    }
}
