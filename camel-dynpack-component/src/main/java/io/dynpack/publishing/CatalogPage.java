package io.dynpack.publishing;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One page of a listing.
 *
 * @param items        in a stable order
 * @param damaged      documents of the page that cannot be read
 * @param continuation opaque; for the next call. {@code null} on the last page
 */
public record CatalogPage<T>(List<T> items, List<CatalogDocumentException> damaged, @Nullable String continuation) {
    public CatalogPage {
        items = List.copyOf(items);
        damaged = List.copyOf(damaged);
    }
}
