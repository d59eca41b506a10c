package io.dynpack.publishing;

import org.jspecify.annotations.Nullable;

/** 409: a resource of this name or id exists already and says something else. Resources are immutable. */
public final class CatalogConflictException extends CatalogException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Object existing;
    private final transient Object requested;

    public CatalogConflictException(@Nullable Object existing, Object requested) {
        super(message(existing, requested), null);
        this.existing = existing;
        this.requested = requested;
    }

    private static String message(@Nullable Object existing, Object requested) {
        if (existing instanceof StreamingLocator there && requested instanceof StreamingLocator wanted) {
            return message(there, wanted);
        }
        if (existing instanceof StreamingPolicy there && requested instanceof StreamingPolicy) {
            return "the streaming policy " + there.name() + " is there with other content, and a policy cannot be changed: give"
                    + " this one another name and let locators name that, or delete the first";
        }
        if (requested instanceof ContentKeyMaterial wanted) {
            return "the content key " + wanted.id()
                    + " is stored with another value or another initialization vector, and media may"
                    + " be encrypted with it: leave both out to use what is stored, or give the key another id";
        }
        return "a resource of the same name or id exists with other content; existing: " + existing + "; requested: "
                + requested;
    }

    private static String message(StreamingLocator existing, StreamingLocator requested) {
        boolean isId = existing.streamingLocatorId().equals(requested.streamingLocatorId());
        boolean isName = existing.name().equals(requested.name());
        return "there is a streaming locator " + existing.name() + " with the id " + existing.streamingLocatorId()
                + " of the asset " + existing.assetName() + " under the streaming policy " + existing.streamingPolicyName()
                + ", and the one that was asked for, " + requested.name() + " with the id " + requested.streamingLocatorId()
                + ", is another: "
                + (isName && !isId
                        ? "give it another name"
                        : isName
                                ? "a locator cannot be changed; revoke the first, or give this one another name and id"
                                : "give it another streamingLocatorId, or revoke the first");
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
