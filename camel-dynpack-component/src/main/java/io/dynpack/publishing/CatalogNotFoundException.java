package io.dynpack.publishing;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** 404: a resource that another one needs does not exist. */
public final class CatalogNotFoundException extends CatalogException {
    private static final long serialVersionUID = 1L;

    CatalogNotFoundException(String kind, String name) {
        this(kind, "name", name);
    }

    /**
     * @param kind such as {@code streaming locator}
     * @param key  what it was looked for by: {@code name}, {@code id}
     */
    public CatalogNotFoundException(String kind, String key, String value) {
        super("there is no " + kind + " with the " + key + " " + value, null);
    }

    private CatalogNotFoundException(String message) {
        super(message, null);
    }

    /** @param reason why an asset that is not in the catalog cannot be put there, a clause */
    public static CatalogNotFoundException ofAsset(String name, String reason) {
        return new CatalogNotFoundException("there is no asset with the name " + name + " in the catalog, and " + reason);
    }

    /** @param stored names of policies in the catalog */
    static CatalogNotFoundException ofPolicy(String name, List<String> stored) {
        return new CatalogNotFoundException("there is no streaming policy with the name " + name + "; there are "
                + Stream.concat(StreamingPolicy.predefinedNames().stream(), stored.stream()).collect(Collectors.joining(", ")));
    }
}
