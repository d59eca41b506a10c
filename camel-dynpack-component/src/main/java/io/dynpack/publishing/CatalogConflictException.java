package io.dynpack.publishing;

import org.jspecify.annotations.Nullable;

/** 409: a resource of this name or id exists already and says something else. Resources are immutable. */
public final class CatalogConflictException extends CatalogException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Object existing;
    private final transient Object requested;

    public CatalogConflictException(@Nullable Object existing, Object requested) {
        super("a resource of the same name or id exists with other content; existing: " + existing + "; requested: "
                + requested,
                null);
        this.existing = existing;
        this.requested = requested;
    }

    /** A {@link StreamingLocator}, a {@link StreamingPolicy} or a content key; {@code null} where it went away meanwhile. */
    public @Nullable Object existing() {
        return existing;
    }

    /** Of the type of {@link #existing()}. */
    public Object requested() {
        return requested;
    }
}
