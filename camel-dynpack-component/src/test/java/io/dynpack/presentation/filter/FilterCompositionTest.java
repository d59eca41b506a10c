package io.dynpack.presentation.filter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.dynpack.presentation.Level;
import io.dynpack.presentation.Stream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static io.dynpack.presentation.filter.PresentationTimeRange.UNSET;
import static io.dynpack.presentation.filter.TestStreams.equal;
import static io.dynpack.presentation.filter.TestStreams.firstQuality;
import static io.dynpack.presentation.filter.TestStreams.notEqual;
import static io.dynpack.presentation.filter.TestStreams.times;
import static io.dynpack.presentation.filter.TestStreams.tracks;
import static io.dynpack.presentation.filter.TrackPropertyType.BITRATE;
import static io.dynpack.presentation.filter.TrackPropertyType.LANGUAGE;
import static io.dynpack.presentation.filter.TrackPropertyType.NAME;
import static io.dynpack.presentation.filter.TrackPropertyType.TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Filters that act together. */
class FilterCompositionTest {
    private static final Stream VIDEO = TestStreams.video("video", 3000, 2000, 1000);
    private static final Stream ENGLISH = TestStreams.audio("english", "eng", null, 128);
    private static final Stream GERMAN = TestStreams.audio("german", "deu", null, 96);
    private static final List<Stream> STREAMS = List.of(VIDEO, ENGLISH, GERMAN);

    /** What others see of a composition. */
    private record Meaning(List<Boolean> kept, long start, long end, long forcedEnd, long window, long backoff,
            Set<Filter> startSetBy, Set<Filter> endSetBy, long exactStart, long exactEnd, OptionalLong firstQuality) {

        static Meaning of(FilterComposition filters) {
            List<Boolean> kept = new ArrayList<>();
            for (Stream stream : STREAMS) {
                for (Level level : stream.levels()) {
                    kept.add(filters.keeps(stream, level));
                }
            }
            return new Meaning(kept, filters.start().ticks(), filters.end().ticks(), filters.forcedEnd().ticks(),
                    filters.window().ticks(), filters.backoff().ticks(), filters.start().filters(), filters.end().filters(),
                    filters.exactStart(), filters.exactEnd(),
                    filters.firstQuality().map(Filter::firstQuality).orElse(OptionalLong.empty()));
        }
    }

    /** The meaning, or the name of the refusal. */
    private static Object meaning(java.util.function.Supplier<FilterComposition> filters) {
        try {
            return Meaning.of(filters.get());
        } catch (FilterException e) {
            return e.code();
        }
    }

    private static FilterComposition of(Filter... filters) {
        return FilterComposition.of(List.of(filters));
    }

    @Provide
    Arbitrary<Filter> filters() {
        Arbitrary<TrackPropertyCondition> conditions = Arbitraries.of(equal(TYPE, "video"), equal(TYPE, "audio"),
                equal(LANGUAGE, "en"), notEqual(LANGUAGE, "en"), equal(BITRATE, "100-2000"), equal(BITRATE, "2000-"),
                notEqual(BITRATE, "96"), equal(NAME, "german"), equal(TrackPropertyType.UNKNOWN, ""));
        Arbitrary<List<TrackSelection>> tracks = conditions.list().ofMinSize(1).ofMaxSize(2).map(TrackSelection::new).list()
                .ofMaxSize(3);
        Arbitrary<PresentationTimeRange> ranges = Combinators.combine(Arbitraries.of(0L, 5L, 5_000_000L, 70_000_000L),
                Arbitraries.of(UNSET, 80_000_000L, 90_000_000L), Arbitraries.of(UNSET, 600_000_000L, 700_000_000L),
                Arbitraries.of(0L, 20_000_000L, 30_000_000L), Arbitraries.of(10_000_000L, 90_000_000L),
                Arbitraries.of(true, false), Arbitraries.of(true, false))
                .as((start, end, window, backoff, timescale, force, exact) -> new PresentationTimeRange(start, end, window,
                        backoff,
                        timescale, force && end != UNSET, exact));
        Arbitrary<OptionalLong> first = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(4, Arbitraries.just(OptionalLong.empty())),
                net.jqwik.api.Tuple.of(1, Arbitraries.of(OptionalLong.of(1000), OptionalLong.of(2000))));
        return Combinators.combine(Arbitraries.of(Filter.Scope.values()), Arbitraries.of("a", "b", "c"), ranges, first, tracks)
                .as(Filter::new);
    }

    @Provide
    Arbitrary<List<Filter>> filterLists() {
        return filters().list().ofMaxSize(5);
    }

    @Property(tries = 500)
    void orderAndRepetitionMakeNoDifference(@ForAll("filterLists") List<Filter> filters, @ForAll Random random) {
        List<Filter> others = new ArrayList<>(filters);
        others.addAll(filters.subList(0, filters.size() / 2));
        Collections.shuffle(others, random);
        Object expected = meaning(() -> FilterComposition.of(filters));
        assertThat(meaning(() -> FilterComposition.of(others))).isEqualTo(expected);
        if (expected instanceof Meaning) {
            assertThat(FilterComposition.of(others)).isEqualTo(FilterComposition.of(filters))
                    .hasSameHashCodeAs(FilterComposition.of(filters));
        }
    }

    @Property(tries = 500)
    void compositionIsCommutativeAssociativeAndIdempotent(@ForAll("filters") Filter a, @ForAll("filters") Filter b,
            @ForAll("filters") Filter c) {
        assertThat(meaning(() -> of(a).and(of(b)))).isEqualTo(meaning(() -> of(b).and(of(a))));
        assertThat(meaning(() -> of(a).and(of(b)).and(of(c)))).isEqualTo(meaning(() -> of(a).and(of(b).and(of(c)))))
                .isEqualTo(meaning(() -> of(a, b, c)));
        assertThat(of(a).and(of(a))).isEqualTo(of(a));
        assertThat(of(a).and(FilterComposition.NONE)).isEqualTo(of(a));
    }

    @Property(tries = 500)
    void anotherFilterNeverShowsMore(@ForAll("filters") Filter a, @ForAll("filters") Filter b) {
        if (a.firstQuality().isPresent() && b.firstQuality().isPresent()) {
            return;
        }
        FilterComposition both = of(a, b);
        assertThat(both.start().ticks()).isGreaterThanOrEqualTo(of(a).start().ticks());
        assertThat(both.end().ticks()).isLessThanOrEqualTo(of(a).end().ticks());
        assertThat(both.window().ticks()).isLessThanOrEqualTo(of(a).window().ticks());
        assertThat(both.backoff().ticks()).isGreaterThanOrEqualTo(of(a).backoff().ticks());
        for (Stream stream : STREAMS) {
            for (Level level : stream.levels()) {
                assertThat(both.keeps(stream, level)).isEqualTo(of(a).keeps(stream, level) && of(b).keeps(stream, level));
                assertThat(both.decisions(stream, level)).hasSize(both.filters().size())
                        .allMatch(
                                decision -> (decision instanceof LevelDecision.Kept) == decision.filter().keeps(stream, level));
            }
        }
    }

    @Test
    void boundsAreTheStrictestAndSayWhoSetThem() {
        Filter early = times("early", new PresentationTimeRange(20, 500, 3000, 2, 10, false, true));
        Filter late = times("late", new PresentationTimeRange(30, 400, 4000, 1, 10, true, false));
        Filter same = times("same", new PresentationTimeRange(3000, 70000, UNSET, 0, 1000, false, true));
        FilterComposition filters = of(early, late, same);
        assertThat(filters.start()).isEqualTo(new FilterComposition.Bound(30_000_000, Set.of(late, same)));
        assertThat(filters.exactStart()).isEqualTo(30_000_000);
        assertThat(filters.end()).isEqualTo(new FilterComposition.Bound(400_000_000, Set.of(late)));
        assertThat(filters.exactEnd()).as("that of the late one is not meant to the tick").isEqualTo(500_000_000);
        assertThat(filters.forcedEnd().filters()).containsExactly(late);
        assertThat(filters.window()).isEqualTo(new FilterComposition.Bound(3_000_000_000L, Set.of(early)));
        assertThat(filters.backoff()).isEqualTo(new FilterComposition.Bound(2_000_000, Set.of(early)));
        assertThat(FilterComposition.NONE.start().isSet()).isFalse();
        assertThat(FilterComposition.NONE.end()).isEqualTo(new FilterComposition.Bound(UNSET, Set.of()));
        assertThat(FilterComposition.NONE.isEmpty()).isTrue();
        assertThat(filters).hasToString("FilterComposition[early;late;same]");
    }

    /** An end that is not forced does not apply to a live event, however early it is. */
    @Test
    void aForcedEndIsTheEarliestOfThoseThatAreForced() {
        Filter forced = times("forced", new PresentationTimeRange(0, 200, UNSET, 0, 1, true, false));
        FilterComposition filters = of(forced, times("other", new PresentationTimeRange(0, 100, UNSET, 0, 1, false, false)));
        assertThat(filters.end().ticks()).isEqualTo(1_000_000_000L);
        assertThat(filters.forcedEnd()).isEqualTo(new FilterComposition.Bound(2_000_000_000L, Set.of(forced)));
    }

    @Test
    void aLevelHasToPassEveryFilter() {
        Filter english = tracks("english", TrackSelection.of(equal(TYPE, "Video")), TrackSelection.of(equal(LANGUAGE, "en")));
        Filter small = tracks("small", TrackSelection.of(equal(BITRATE, "0-2000")));
        FilterComposition filters = of(english, small);
        assertThat(VIDEO.levels().stream().map(level -> filters.keeps(VIDEO, level))).containsExactly(false, true, true);
        assertThat(filters.keeps(GERMAN, GERMAN.levels().get(0))).isFalse();
        assertThat(filters.decisions(GERMAN, GERMAN.levels().get(0))).containsExactly(
                new LevelDecision.Hidden(english, List.of(0, 0)), new LevelDecision.Kept(small, 0));
    }

    @Test
    void oneFilterMaySayWhichQualityComesFirst() {
        FilterComposition filters = of(firstQuality("a", 2500), times("t", PresentationTimeRange.of(0, 5)));
        assertThat(filters.firstLevel(VIDEO.levels())).hasValueSatisfying(level -> assertThat(level.bitrate()).isEqualTo(2000));
        assertThat(of(firstQuality("a", 3000)).firstLevel(VIDEO.levels()).orElseThrow().bitrate()).isEqualTo(3000);
        assertThat(of(firstQuality("a", 999)).firstLevel(VIDEO.levels())).isEmpty();
        assertThat(FilterComposition.NONE.firstLevel(VIDEO.levels())).isEmpty();
        assertThat(of(firstQuality("a", 2500)).and(filters)).as("the same one twice").isEqualTo(filters);
        assertThatThrownBy(() -> filters.and(of(firstQuality("b", 2500)))).isInstanceOfSatisfying(FilterException.class, e -> {
            assertThat(e.code())
                    .isEqualTo(FilterException.Code.FILTER_COMPOSITION_MULTIPLE_FIRST_QUALITY_OPERATOR_NOT_ALLOWED);
            assertThat(e.filters()).containsExactly("a", "b");
        });
    }
}
