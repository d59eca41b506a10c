package io.dynpack.storage;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One page of a listing.
 *
 * @param objects      in ascending order of their names
 * @param continuation opaque; pass it to the next call. {@code null} on the last page
 * @param contents     bytes of objects by name, as far as the storage had them at hand; of the versions in {@code objects}
 */
public record ListPage(List<StoredObject> objects, @Nullable String continuation, Map<String, ByteBuffer> contents) {
    public ListPage {
        objects = List.copyOf(objects);
        contents = Map.copyOf(contents);
    }

    /** A page without contents. */
    public ListPage(List<StoredObject> objects, @Nullable String continuation) {
        this(objects, continuation, Map.of());
    }
}
