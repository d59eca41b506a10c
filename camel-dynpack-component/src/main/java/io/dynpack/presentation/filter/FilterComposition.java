package io.dynpack.presentation.filter;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import io.dynpack.presentation.Level;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TextStream;

/**
 * Any number of filters that act together: what is left is what every one of them leaves. Immutable. Neither the order of the
 * filters nor how often one of them is named makes a difference.
 */
public final class FilterComposition {
    /** No filter at all: everything is left. */
    public static final FilterComposition NONE = of(List.of());

    private final Set<Filter> filters;
    private final Bound start;
    private final Bound end;
    private final Bound forcedEnd;
    private final Bound window;
    private final Bound backoff;
    private final Optional<Filter> firstQuality;

    /**
     * A bound of time, the strictest of all filters.
     *
     * @param ticks   of 10 MHz; where no filter sets the bound, 0 for a start or a back-off and
     *                {@link PresentationTimeRange#UNSET} for an end or a window
     * @param filters those that set it; several where they agree, none where it is not set
     */
    public record Bound(long ticks, Set<Filter> filters) {
        public Bound {
            filters = Collections.unmodifiableSet(new LinkedHashSet<>(filters));
        }

        public boolean isSet() {
            return !filters.isEmpty();
        }
    }

    private FilterComposition(Set<Filter> filters) {
        this.filters = Collections.unmodifiableSet(filters);
        this.start = largest(filters, PresentationTimeRange::start);
        this.end = smallest(filters, PresentationTimeRange::end);
        this.forcedEnd = smallest(
                filters.stream().filter(filter -> filter.presentationTimeRange().forceEndTimestamp()).toList(),
                PresentationTimeRange::end);
        this.window = smallest(filters, PresentationTimeRange::window);
        this.backoff = largest(filters, PresentationTimeRange::backoff);
        List<Filter> first = filters.stream().filter(filter -> filter.firstQuality().isPresent()).toList();
        if (first.size() > 1) {
            throw new FilterException(FilterException.Code.FILTER_COMPOSITION_MULTIPLE_FIRST_QUALITY_OPERATOR_NOT_ALLOWED,
                    "more than one filter has a firstQuality: "
                            + first.stream().map(Filter::name).collect(Collectors.joining(", ")),
                    first);
        }
        this.firstQuality = first.stream().findFirst();
    }

    /**
     * @param filters in any order
     * @throws FilterException where more than one of them has a first quality
     */
    public static FilterComposition of(Collection<Filter> filters) {
        return new FilterComposition(new LinkedHashSet<>(filters));
    }

    /**
     * The filters of both.
     *
     * @throws FilterException as {@link #of}
     */
    public FilterComposition and(FilterComposition other) {
        Set<Filter> both = new LinkedHashSet<>(filters);
        both.addAll(other.filters);
        return new FilterComposition(both);
    }

    private static Bound largest(Collection<Filter> filters, ToLongFunction<PresentationTimeRange> value) {
        long most = filters.stream().mapToLong(filter -> value.applyAsLong(filter.presentationTimeRange())).max().orElse(0);
        return bound(filters, value, most, 0);
    }

    private static Bound smallest(Collection<Filter> filters, ToLongFunction<PresentationTimeRange> value) {
        long least = filters.stream().mapToLong(filter -> value.applyAsLong(filter.presentationTimeRange())).min()
                .orElse(PresentationTimeRange.UNSET);
        return bound(filters, value, least, PresentationTimeRange.UNSET);
    }

    private static Bound bound(Collection<Filter> filters, ToLongFunction<PresentationTimeRange> value, long ticks,
            long unset) {
        return new Bound(ticks, ticks == unset
                ? Set.of()
                : filters.stream().filter(filter -> value.applyAsLong(filter.presentationTimeRange()) == ticks)
                        .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    /** In the order in which they were given, each once. */
    public Set<Filter> filters() {
        return filters;
    }

    /** Whether there is no filter. */
    public boolean isEmpty() {
        return filters.isEmpty();
    }

    /** The latest start. */
    public Bound start() {
        return start;
    }

    /** The earliest end, for what is not live. */
    public Bound end() {
        return end;
    }

    /** The latest start of those that are meant to the tick; 0 where none is. */
    public long exactStart() {
        return exact(PresentationTimeRange::start).max().orElse(0);
    }

    /** The earliest end of those that are meant to the tick; {@link PresentationTimeRange#UNSET} where none is. */
    public long exactEnd() {
        return exact(PresentationTimeRange::end).min().orElse(PresentationTimeRange.UNSET);
    }

    private LongStream exact(ToLongFunction<PresentationTimeRange> value) {
        return filters.stream().map(Filter::presentationTimeRange).filter(PresentationTimeRange::exact).mapToLong(value);
    }

    /** The earliest end of those that apply while an event is live. */
    public Bound forcedEnd() {
        return forcedEnd;
    }

    /** The smallest presentation window of a live event, as it is stated. */
    public Bound window() {
        return window;
    }

    /** The largest back-off of a live event, as it is stated. */
    public Bound backoff() {
        return backoff;
    }

    /** The filter that says which variant comes first. */
    public Optional<Filter> firstQuality() {
        return firstQuality;
    }

    /** The level that HLS lists first: the largest bitrate that is not above the first quality; empty where there is none. */
    public Optional<Level> firstLevel(Collection<Level> levels) {
        long most = firstQuality.map(filter -> filter.firstQuality().getAsLong()).orElse(0L);
        Level first = null;
        for (Level level : levels) {
            if (level.bitrate() <= most && (first == null || level.bitrate() > first.bitrate())) {
                first = level;
            }
        }
        return Optional.ofNullable(first);
    }

    /** Whether every filter keeps a level of a stream. */
    public boolean keeps(Stream stream, Level level) {
        return keeps(TrackProperties.of(stream, level));
    }

    /** Whether every filter keeps a text stream. */
    public boolean keeps(TextStream text) {
        return keeps(TrackProperties.of(text));
    }

    private boolean keeps(TrackProperties track) {
        for (Filter filter : filters) {
            if (!filter.keeps(track)) {
                return false;
            }
        }
        return true;
    }

    /** What each filter makes of a level of a stream, in the order of {@link #filters}; those that keep it too. */
    public List<LevelDecision> decisions(Stream stream, Level level) {
        return decisions(TrackProperties.of(stream, level));
    }

    /** As {@link #decisions(Stream, Level)} for any track. */
    public List<LevelDecision> decisions(TrackProperties track) {
        return filters.stream().map(filter -> filter.decide(track)).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FilterComposition composition && filters.equals(composition.filters);
    }

    @Override
    public int hashCode() {
        return filters.hashCode();
    }

    @Override
    public String toString() {
        return filters.stream().map(Filter::name).collect(Collectors.joining(";", "FilterComposition[", "]"));
    }
}
