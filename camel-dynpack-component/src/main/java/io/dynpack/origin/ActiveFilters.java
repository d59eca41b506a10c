package io.dynpack.origin;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.dynpack.asset.LoadedAsset;
import io.dynpack.presentation.Selection;
import io.dynpack.presentation.filter.Filter;
import io.dynpack.presentation.filter.PresentationTimeRange;
import io.dynpack.publishing.LocatorLookup;
import io.dynpack.publishing.Versioned;

/**
 * The filters that act on a request. Those of the locator lock: no URL gives what they remove. Those of the URL only shape
 * manifests.
 *
 * @param ofLocator those of the locator
 * @param all       those of the locator, first, and of the URL
 * @param versions  of all documents in the same order, for entity tags
 */
record ActiveFilters(List<Filter> ofLocator, List<Filter> all, List<String> versions) {
    /** The limit of Azure Media Services on the names of a URL. */
    private static final int MAX_OF_URL = 3;

    static final ActiveFilters NONE = new ActiveFilters(List.of(), List.of(), List.of());

    /**
     * Looks filters up by their names, those of the asset before those of the account.
     *
     * @param assetName {@code null} for an asset that has none of its own
     * @param ofUrl     in any case, each may stand there more than once
     * @return fails with {@link OriginException} where there is no such filter, and where they do not go together
     */
    static CompletableFuture<ActiveFilters> find(LocatorLookup lookup, @Nullable String assetName, List<String> ofLocator,
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
            return new ActiveFilters(lock, all, versions);
        });
    }

    private static Set<String> folded(List<String> names) {
        Set<String> folded = new LinkedHashSet<>();
        names.forEach(name -> folded.add(name.toLowerCase(Locale.ROOT)));
        return folded;
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
                        || levels(Views.of(this, asset.presentation()).reachable(), file) != tracks) {
                    return false;
                }
            }
        }
        return known;
    }

    private static long levels(Selection selection, String file) {
        return selection.streams().stream().flatMap(stream -> stream.levels().stream())
                .filter(level -> level.file().name().equals(file)).count()
                + selection.texts().stream().filter(text -> text.stream().source().file().name().equals(file)).count();
    }

    /** Whether the locator leaves less than all tracks of some presentation. */
    boolean locksTracks() {
        return ofLocator.stream().anyMatch(filter -> !filter.tracks().isEmpty());
    }

    /** Whether the locator leaves less than all the time. */
    boolean locksTime() {
        return ofLocator.stream().map(Filter::presentationTimeRange)
                .anyMatch(range -> range.start() > 0 || range.end() != PresentationTimeRange.UNSET);
    }
}
