package io.dynpack.presentation.filter;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.dynpack.presentation.FragmentTimeline;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static io.dynpack.presentation.filter.PresentationTimeRange.UNSET;
import static io.dynpack.presentation.filter.TestStreams.SECOND;
import static io.dynpack.presentation.filter.TestStreams.seconds;
import static io.dynpack.presentation.filter.TestStreams.times;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What filters leave of an event that grows at its end and forgets its beginning. */
class LiveCutTest {
    /** Where the event of most tests begins. */
    private static final long BEGIN = 1000 * SECOND;

    /**
     * An event of fragments of two seconds that keeps a number of them.
     *
     * @param written fragments that there ever were
     */
    private static LiveEvent event(int written, int kept, boolean over) {
        int first = Math.max(0, written - kept);
        FragmentTimeline timeline = TestStreams.timeline(BEGIN + first * 2 * SECOND, 2 * SECOND, written - first);
        return new LiveEvent(timeline, BEGIN, kept * 2 * SECOND, over);
    }

    private static LiveEvent live(int written) {
        return event(written, 10_000, false);
    }

    private static FilterComposition filter(long start, long end, long window, long backoff, boolean force) {
        return FilterComposition.of(List.of(times("f",
                new PresentationTimeRange(start, end, window, backoff, 1, force, false))));
    }

    /** First and end of what is left, counted from the first fragment that there ever was. */
    private static List<Integer> shown(LiveCut live, LiveEvent event) {
        FragmentWindow window = live.cut().window(event.reference());
        int forgotten = (int) ((event.reference().start() - event.begin()) / (2 * SECOND));
        return List.of(forgotten + window.first(), forgotten + window.end());
    }

    private static List<Integer> shown(FilterComposition filters, LiveEvent event) {
        return shown(LiveCut.of(filters, event), event);
    }

    @Test
    void withoutFiltersEverythingIsLeft() {
        LiveCut cut = LiveCut.of(FilterComposition.NONE, live(5));
        assertThat(cut).isEqualTo(new LiveCut(TimeCut.ALL, false));
        assertThat(LiveCut.of(FilterComposition.NONE, event(5, 3, true))).isEqualTo(new LiveCut(TimeCut.ALL, true));
    }

    @Test
    void theWindowMovesWithTheLiveEdge() {
        FilterComposition twoMinutes = filter(0, UNSET, 120, 0, false);
        assertThat(shown(twoMinutes, live(59))).containsExactly(0, 59);
        assertThat(shown(twoMinutes, live(60))).containsExactly(0, 60);
        assertThat(shown(twoMinutes, live(61))).containsExactly(1, 61);
        assertThat(shown(twoMinutes, live(500))).containsExactly(440, 500);
        FilterComposition odd = filter(0, UNSET, 121, 0, false);
        assertThat(shown(odd, live(500))).as("the fragment at the edge is kept whole").containsExactly(439, 500);
        assertThat(LiveCut.of(odd, live(500)).cut()).isEqualTo(new TimeCut(BEGIN + 878 * SECOND, TimeCut.NO_END));
    }

    @Test
    void aWindowHasAMinuteAtLeast() {
        assertThat(shown(filter(0, UNSET, 10, 0, false), live(500))).containsExactly(470, 500);
    }

    @Test
    void aWindowOverAGapBeginsBehindTheGap() {
        FragmentTimeline holes = seconds(0, 2, 2, 4, 90, 92, 92, 94);
        LiveEvent event = new LiveEvent(holes, 0, UNSET, false);
        LiveCut cut = LiveCut.of(filter(0, UNSET, 80, 0, false), event);
        assertThat(cut.cut()).isEqualTo(new TimeCut(90 * SECOND, TimeCut.NO_END));
        assertThat(cut.cut().window(holes)).isEqualTo(new FragmentWindow(2, 4));
    }

    @Test
    void theBackoffHidesWhatIsNewest() {
        FilterComposition halfAMinute = filter(0, UNSET, UNSET, 30, false);
        assertThat(shown(halfAMinute, live(100))).containsExactly(0, 85);
        FilterComposition odd = filter(0, UNSET, UNSET, 31, false);
        assertThat(shown(odd, live(100))).as("a fragment that reaches into it is hidden").containsExactly(0, 84);
        assertThat(LiveCut.of(odd, live(100)).cut().end()).isEqualTo(BEGIN + 168 * SECOND);
        LiveCut tooEarly = LiveCut.of(halfAMinute, live(15));
        assertThat(tooEarly.cut().isEmpty()).isTrue();
        assertThat(tooEarly.isEnded()).isFalse();
        assertThat(shown(halfAMinute, live(16))).containsExactly(0, 1);
        assertThat(shown(filter(0, UNSET, UNSET, 3000, false), live(200))).as("five minutes at most").containsExactly(0, 50);
    }

    @Test
    void windowAndBackoffAreBothCountedFromTheLiveEdge() {
        assertThat(shown(filter(0, UNSET, 300, 30, false), live(500))).containsExactly(350, 485);
    }

    @Test
    void aBackoffThatHidesEverythingIsRefused() {
        assertRefused(filter(0, UNSET, 100, 100, false), live(500),
                FilterException.Code.FILTER_LIVE_BACKOFF_OVER_PRESENTATION_WINDOW);
        assertThat(LiveCut.of(filter(0, UNSET, 100, 99, false), live(500)).cut().isEmpty()).isTrue();
        assertThat(shown(filter(0, UNSET, 100, 98, false), live(500))).containsExactly(450, 451);
        assertRefused(filter(0, UNSET, UNSET, 100, false), event(500, 50, false),
                FilterException.Code.FILTER_LIVE_BACKOFF_OVER_DVRWINDOW);
        assertThat(shown(filter(0, UNSET, UNSET, 100, false), event(500, 51, false))).containsExactly(449, 450);
        // what hides nothing is never too long
        assertThat(shown(filter(0, UNSET, UNSET, 0, false), event(500, 1, false))).containsExactly(499, 500);
    }

    @Test
    void aStartAppliesAndIsForgottenWithTheArchive() {
        FilterComposition fromTen = filter(1010, UNSET, UNSET, 0, false);
        assertThat(LiveCut.of(fromTen, live(3)).cut().window(live(3).reference()).isEmpty()).isTrue();
        assertThat(shown(fromTen, live(6))).containsExactly(5, 6);
        assertThat(shown(fromTen, live(100))).containsExactly(5, 100);
        assertThat(shown(fromTen, event(100, 30, false))).containsExactly(70, 100);
    }

    @Test
    void anEndAppliesWhenTheEventIsOver() {
        FilterComposition clip = filter(1010, 1020, 60, 30, false);
        assertThat(shown(clip, live(100))).containsExactly(70, 85);
        LiveCut over = LiveCut.of(clip, event(100, 10_000, true));
        assertThat(over.isEnded()).isTrue();
        assertThat(over.cut()).isEqualTo(new TimeCut(1010 * SECOND, 1020 * SECOND));
        assertThat(shown(over, live(100))).containsExactly(5, 10);
    }

    @Test
    void aForcedEndFinishesWhatIsShown() {
        FilterComposition clip = filter(1010, 1020, UNSET, 0, true);
        assertThat(shown(clip, live(8))).containsExactly(5, 8);
        assertThat(LiveCut.of(clip, live(8)).isEnded()).isFalse();
        LiveCut reached = LiveCut.of(clip, live(10));
        assertThat(reached).isEqualTo(new LiveCut(new TimeCut(1010 * SECOND, 1020 * SECOND), true));
        assertThat(LiveCut.of(clip, live(100))).isEqualTo(reached);
        FilterComposition later = filter(1010, 1020, UNSET, 4, true);
        assertThat(LiveCut.of(later, live(11)).isEnded()).as("its last fragment is still hidden").isFalse();
        assertThat(shown(later, live(11))).containsExactly(5, 9);
        assertThat(LiveCut.of(later, live(12))).isEqualTo(reached);
    }

    @Test
    void aForcedEndInsideOfAFragmentKeepsItWhole() {
        FilterComposition clip = filter(0, 1019, UNSET, 0, true);
        assertThat(LiveCut.of(clip, live(9)).isEnded()).isFalse();
        assertThat(LiveCut.of(clip, live(10))).isEqualTo(new LiveCut(new TimeCut(0, 1020 * SECOND), true));
    }

    @Test
    void aForcedClipThatTheEventForgotIsRefused() {
        FilterComposition clip = filter(1010, 1020, UNSET, 0, true);
        assertThat(shown(clip, event(35, 30, false))).containsExactly(5, 10);
        assertRefused(clip, event(36, 30, false), FilterException.Code.FILTER_FORCE_END_LEFT_EDGE_CROSSED_DVR_WINDOW);
        FilterComposition open = filter(0, 1020, UNSET, 0, true);
        assertThat(shown(open, event(39, 30, false))).containsExactly(9, 10);
        assertRefused(open, event(40, 30, false), FilterException.Code.FILTER_FORCE_END_LEFT_EDGE_CROSSED_DVR_WINDOW);
        FilterComposition windowed = filter(0, 1020, 60, 0, true);
        assertThat(shown(windowed, live(39))).containsExactly(9, 10);
        assertRefused(windowed, live(40), FilterException.Code.FILTER_FORCE_END_LEFT_EDGE_CROSSED_DVR_WINDOW);
        assertThat(shown(clip, event(400, 395, true))).as("an event that is over has no such window").containsExactly(5, 10);
    }

    @Test
    void aForcedEndBeforeTheEventLeavesNothing() {
        LiveCut cut = LiveCut.of(filter(0, 900, UNSET, 0, true), live(10));
        assertThat(cut.cut().window(live(10).reference()).isEmpty()).isTrue();
        assertThat(cut.isEnded()).isTrue();
    }

    private static void assertRefused(FilterComposition filters, LiveEvent event, FilterException.Code code) {
        assertThatThrownBy(() -> LiveCut.of(filters, event)).isInstanceOfSatisfying(FilterException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.filters()).containsExactly("f");
        });
    }

    @Provide
    Arbitrary<FilterComposition> liveFilters() {
        return Combinators.combine(Arbitraries.of(0L, 1007L, 1010L, 1040L), Arbitraries.of(UNSET, 1055L, 1110L),
                Arbitraries.of(UNSET, 5L, 61L, 120L), Arbitraries.of(0L, 5L, 30L), Arbitraries.of(true, false))
                .as((start, end, window, backoff, force) -> filter(start, end, window, backoff, force && end != UNSET));
    }

    /** Players reload manifests: what they saw does not come back, and what they may see is not taken away at the end. */
    @Property(tries = 300)
    void bothEndsOnlyMoveOn(@ForAll("liveFilters") FilterComposition filters, @ForAll("kept") int kept) {
        List<Integer> before = null;
        boolean ended = false;
        for (int written = 1; written < 120; written++) {
            LiveEvent event = event(written, kept, false);
            LiveCut cut;
            try {
                cut = LiveCut.of(filters, event);
            } catch (FilterException e) {
                if (e.code() == FilterException.Code.FILTER_FORCE_END_LEFT_EDGE_CROSSED_DVR_WINDOW) {
                    return;
                }
                continue;
            }
            List<Integer> now = shown(cut, event);
            assertThat(!ended || cut.isEnded()).isTrue();
            ended = cut.isEnded();
            if (now.get(0).equals(now.get(1))) {
                assertThat(before).as("something was shown, and nothing is").isNull();
            } else {
                if (before != null) {
                    assertThat(now.get(0)).isGreaterThanOrEqualTo(before.get(0));
                    assertThat(now.get(1)).isGreaterThanOrEqualTo(before.get(1));
                }
                before = now;
            }
        }
    }

    @Provide
    Arbitrary<Integer> kept() {
        return Arbitraries.of(20, 35, 10_000);
    }
}
