package io.dynpack.origin;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.dynpack.asset.LoadedAsset;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.Selection;
import io.dynpack.presentation.TimeWindow;
import io.dynpack.presentation.filter.Filter;
import io.dynpack.presentation.filter.FilterComposition;
import io.dynpack.presentation.filter.FilterException;
import io.dynpack.presentation.filter.TimeCut;
import io.dynpack.publishing.LocatorLookup;
import io.dynpack.publishing.Versioned;

/**
 * The filters that act on a request. Those of the locator lock: no URL gives what they remove. Those of the URL only shape
 * manifests.
 *
 * @param lock     those of the locator
 * @param all      those of the locator and of the URL together
 * @param versions of all documents, for entity tags
 */
record ActiveFilters(FilterComposition lock, FilterComposition all, List<String> versions) {
    /** The limit of Azure Media Services on the names of a URL. */
    private static final int MAX_OF_URL = 3;

    static final ActiveFilters NONE = new ActiveFilters(FilterComposition.NONE, FilterComposition.NONE, List.of());

    /**
     * Looks filters up by their names, those of the asset before those of the account.
     *
     * @param assetName {@code null} for an asset that has none of its own
     * @param ofUrl     in any case, each may stand there more than once
     * @return fails with {@link OriginException} where there is no such filter, and where they do not go together
     */
    static CompletableFuture<ActiveFilters> find(LocatorLookup lookup, String assetName, List<String> ofLocator,
            List<String> ofUrl) {
        if (ofLocator.isEmpty() && ofUrl.isEmpty()) {
            return CompletableFuture.completedFuture(NONE);
        }
        Set<String> locked = folded(ofLocator);
        Set<String> hidden = folded(ofUrl);
        if (hidden.size() > MAX_OF_URL) {
            return CompletableFuture.failedFuture(new OriginException(new Refusal.TooManyFilters(hidden.size(), MAX_OF_URL)));
        }
        Set<String> names = new LinkedHashSet<>(locked);
        names.addAll(hidden);
        List<CompletableFuture<Optional<Versioned<Filter>>>> looks = names.stream()
                .map(name -> lookup.filter(assetName, name)).toList();
        return CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new)).thenApply(done -> {
            List<Filter> lock = new ArrayList<>();
            List<Filter> all = new ArrayList<>();
            List<String> versions = new ArrayList<>();
            int i = 0;
            for (String name : names) {
                Versioned<Filter> found = looks.get(i++).join()
                        .orElseThrow(() -> new OriginException(new Refusal.NoFilter(name)));
                versions.add(name + '=' + found.version());
                all.add(found.value());
                if (locked.contains(name)) {
                    lock.add(found.value());
                }
            }
            try {
                return new ActiveFilters(FilterComposition.of(lock), FilterComposition.of(all), versions);
            } catch (FilterException e) {
                throw new OriginException(new Refusal.FiltersDisagree(e));
            }
        });
    }

    private static Set<String> folded(List<String> names) {
        Set<String> folded = new LinkedHashSet<>();
        names.forEach(name -> folded.add(name.toLowerCase(Locale.ROOT)));
        return folded;
    }

    /** What the locator leaves, which may be nothing. */
    Selection reachable(Presentation whole) {
        return selection(whole, lock);
    }

    /**
     * What manifests show.
     *
     * @throws OriginException where nothing is left
     */
    Selection shown(Presentation whole) {
        Selection shown = selection(whole, all);
        if (shown.streams().isEmpty()) {
            throw new OriginException(new Refusal.NothingLeft(all.filters().stream().map(Filter::name).toList()));
        }
        return shown;
    }

    private static Selection selection(Presentation whole, FilterComposition filters) {
        if (filters.isEmpty()) {
            return whole.all();
        }
        Selection kept = whole.all().keeping(filters::keeps)
                .withFirstQuality(filters.firstQuality().map(filter -> filter.firstQuality().orElse(0)).orElse(0L));
        TimeCut cut = TimeCut.of(filters, whole);
        return cut.isEmpty() ? new Selection(whole, List.of(), TimeWindow.ALL, 0) : kept.within(window(filters, cut));
    }

    private static TimeWindow window(FilterComposition filters, TimeCut cut) {
        long start = filters.start().isExact() ? Math.max(cut.start(), filters.start().ticks()) : cut.start();
        long end = filters.end().isExact() ? Math.min(cut.end(), filters.end().ticks()) : cut.end();
        return new TimeWindow(cut.start(), cut.end(), start, end);
    }

    /** Why something that is there cannot be had. */
    Refusal locked(MpeError error, String what) {
        return new Refusal.Locked(error, what, lock.filters().stream().map(Filter::name).toList());
    }

    /**
     * Whether the locator leaves all tracks of a media file.
     *
     * @param file full name
     * @param all  all that is presented of its folder
     * @return false also where it is not known what the file holds
     */
    boolean leaves(String file, List<LoadedAsset> all) {
        boolean known = false;
        for (LoadedAsset asset : all) {
            Integer tracks = asset.tracks().get(file);
            if (tracks != null) {
                known = true;
                if (levels(asset.presentation().all(), file) != tracks
                        || levels(reachable(asset.presentation()), file) != tracks) {
                    return false;
                }
            }
        }
        return known;
    }

    private static long levels(Selection selection, String file) {
        return selection.streams().stream().flatMap(stream -> stream.levels().stream())
                .filter(level -> level.file().name().equals(file)).count();
    }

    /** Whether the locator leaves less than all tracks of some presentation. */
    boolean locksTracks() {
        return lock.filters().stream().anyMatch(filter -> !filter.tracks().isEmpty());
    }

    /** Whether the locator leaves less than all the time. */
    boolean locksTime() {
        return lock.start().isSet() || lock.end().isSet();
    }
}
