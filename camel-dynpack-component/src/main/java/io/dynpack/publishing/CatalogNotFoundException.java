package io.dynpack.publishing;

/** 404: a resource that another one needs does not exist. */
public final class CatalogNotFoundException extends CatalogException {
    private static final long serialVersionUID = 1L;

    CatalogNotFoundException(String kind, String name) {
        super("there is no " + kind + " named " + name, null);
    }
}
