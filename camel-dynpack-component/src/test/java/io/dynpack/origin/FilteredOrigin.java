package io.dynpack.origin;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.dynpack.asset.LoadedAsset;
import io.dynpack.manifest.Harbour;
import io.dynpack.packaging.Packagings;
import io.dynpack.presentation.Presentation;
import io.dynpack.publishing.Catalog;
import io.dynpack.publishing.LocatorLookup;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;
import io.dynpack.storage.MemoryBudget;
import io.dynpack.storage.MemoryStorage;
import io.dynpack.url.StreamingUrl;

/** Answers of the origin for a presentation, with filters out of a catalog; what an HTTP client would see of it. */
final class FilteredOrigin {
    private static final String BASE = "/" + Harbour.LOCATOR + "/" + Harbour.ISM + "/";

    private final Catalog catalog = new Catalog(new MemoryStorage(2), Clock.systemUTC());
    private final LocatorLookup lookup = new LocatorLookup(catalog, Clock.systemUTC(), Duration.ofHours(1), 1000);
    private final PresentationContent contents = new PresentationContent(OriginOptions.DEFAULT,
            new OriginCaches(1 << 20, 1 << 20, MemoryBudget.ofHeap(), new Packagings(),
                    (codec, run) -> CompletableFuture.failedFuture(new IllegalStateException("nothing is encrypted here"))));
    private final AtomicInteger answers = new AtomicInteger();
    private final LoadedAsset asset;
    private final List<String> lock;
    private final Encryption encryption;

    /** @param lock names of the locator's filters */
    private FilteredOrigin(Presentation presentation, List<String> lock, Encryption encryption) {
        this.encryption = encryption;
        this.asset = new LoadedAsset("", null, null, List.of(), Map.of(), List.of(), presentation, "1");
        this.lock = lock;
    }

    FilteredOrigin(Presentation presentation) {
        this(presentation, Encryption.NONE);
    }

    FilteredOrigin(Presentation presentation, Encryption encryption) {
        this(presentation, List.of(), encryption);
    }

    /** @param filters of the account, in the {@link FilterNotation}; those whose names are in {@code lock} are the locator's */
    static FilteredOrigin of(Presentation presentation, List<String> filters, List<String> lock) {
        FilteredOrigin origin = new FilteredOrigin(presentation, lock, Encryption.NONE);
        filters.forEach(filter -> origin.catalog.putAccountFilter(FilterNotation.accountFilter(filter)).join());
        return origin;
    }

    /** @param path below the server manifest, such as {@code manifest(format=m3u8-cmaf)} */
    SegmentBody body(String path) {
        return content(path).body();
    }

    /** As {@link #body} with what is said of it. */
    Content content(String path) {
        StreamingUrl.OfPresentation url = (StreamingUrl.OfPresentation) StreamingUrl.parse(BASE + path);
        try {
            ActiveFilters filters = ActiveFilters.find(lookup, null, lock, url.parameters().filters()).join();
            // a tag of its own: nothing of this comes out of the cache
            return contents.of(url, asset, filters, encryption, "tag " + answers.incrementAndGet()).join();
        } catch (CompletionException e) {
            throw (RuntimeException) e.getCause();
        }
    }

    String text(String path) {
        return text(body(path));
    }

    static String text(SegmentBody body) {
        StringBuilder text = new StringBuilder();
        body.pieces().forEach(
                piece -> text.append(StandardCharsets.UTF_8.decode(((Piece.Literal) piece).bytes().duplicate())));
        return text.toString();
    }

    /** The error code without {@code MPE_}, or {@code null} where there is an answer. */
    String error(String path) {
        try {
            body(path);
            return null;
        } catch (RuntimeException e) {
            return Refusal.of(e).error().name();
        }
    }
}
