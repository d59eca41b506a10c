package io.dynpack.publishing;

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

    static CatalogNotFoundException ofPolicy(String name) {
        return name.startsWith("Predefined_")
                ? new CatalogNotFoundException("the streaming policy " + name
                        + " is not supported: encryption is not served yet, only the predefined policies for clear streaming and"
                        + " downloads are")
                : new CatalogNotFoundException("streaming policy", name);
    }
}
