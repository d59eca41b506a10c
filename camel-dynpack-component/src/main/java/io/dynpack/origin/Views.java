package io.dynpack.origin;

import java.time.Duration;
import java.util.List;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.Selection;
import io.dynpack.presentation.TimeWindow;
import io.dynpack.presentation.filter.Filter;
import io.dynpack.presentation.filter.FilterComposition;
import io.dynpack.presentation.filter.FilterException;
import io.dynpack.presentation.filter.TimeCut;

/**
 * What filters leave of a presentation.
 *
 * @param lock      filters of the locator
 * @param all       those of the locator and of the URL together
 * @param reachable what the locator leaves, which may be nothing
 * @param shown     what manifests show, which may be nothing
 */
record Views(FilterComposition lock, FilterComposition all, Selection reachable, Selection shown) {

    /** @throws OriginException where filters do not go together */
    static Views of(ActiveFilters filters, Presentation whole) {
        try {
            FilterComposition lock = FilterComposition.of(filters.ofLocator());
            FilterComposition all = FilterComposition.of(filters.all());
            Selection reachable = selection(whole, lock);
            return new Views(lock, all, reachable, all.equals(lock) ? reachable : selection(whole, all));
        } catch (FilterException e) {
            throw new OriginException(new Refusal.FiltersDisagree(e));
        }
    }

    private static Selection selection(Presentation whole, FilterComposition filters) {
        if (filters.isEmpty()) {
            return whole.all();
        }
        Selection kept = whole.all().keeping(filters::keeps).keepingTexts(filters::keeps)
                .withFirstQuality(filters.firstQuality().map(filter -> filter.firstQuality().orElse(0)).orElse(0L));
        TimeCut cut = TimeCut.of(filters, whole);
        return cut.isEmpty()
                ? new Selection(whole, List.of(), List.of(), TimeWindow.ALL, 0)
                : kept.within(window(filters, cut));
    }

    private static TimeWindow window(FilterComposition filters, TimeCut cut) {
        return new TimeWindow(cut.start(), cut.end(), Math.max(cut.start(), filters.exactStart()),
                Math.min(cut.end(), filters.exactEnd()));
    }

    /** What manifests show; an {@link OriginException} where nothing is left. */
    Selection requireShown() {
        if (shown.streams().isEmpty()) {
            throw new OriginException(new Refusal.NothingLeft(all.filters().stream().map(Filter::name).toList()));
        }
        return shown;
    }

    /** Why something that is there cannot be had. */
    Refusal locked(MpeError error, String what) {
        return new Refusal.Locked(error, what, lock.filters().stream().map(Filter::name).toList());
    }

    /** Views that were made for one request and serve the next ones. */
    static final class Kept {
        private static final int MOST = 1000;
        /** Then nothing here holds a presentation any more that may be in use nowhere else. */
        private static final Duration IDLE = Duration.ofSeconds(30);

        private final LoadingCache<Key, Views> views = Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(IDLE)
                .executor(Runnable::run).build(key -> of(key.filters, key.whole));

        /** Presentations are told apart by identity, since they are made once and equality would look at all of them. */
        private static final class Key {
            private final Presentation whole;
            private final ActiveFilters filters;

            Key(Presentation whole, ActiveFilters filters) {
                this.whole = whole;
                this.filters = filters;
            }

            @Override
            public boolean equals(Object other) {
                return other instanceof Key key && whole == key.whole
                        && filters.ofLocator().size() == key.filters.ofLocator().size()
                        && filters.versions().equals(key.filters.versions());
            }

            @Override
            public int hashCode() {
                return 31 * System.identityHashCode(whole) + filters.versions().hashCode();
            }
        }

        /** @throws OriginException where filters do not go together */
        Views get(ActiveFilters filters, Presentation whole) {
            return views.get(new Key(whole, filters));
        }
    }
}
