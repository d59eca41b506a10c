package io.dynpack.storage;

import java.util.List;

/**
 * One page of a listing.
 *
 * @param objects      in ascending order of their names
 * @param continuation opaque; pass it to the next call. {@code null} on the last page
 */
public record ListPage(List<StoredObject> objects, String continuation) {
    public ListPage {
        objects = List.copyOf(objects);
    }
}
