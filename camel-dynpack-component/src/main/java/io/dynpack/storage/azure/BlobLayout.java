package io.dynpack.storage.azure;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.dynpack.storage.ObjectNames;

/** How names of objects become containers and blobs. */
public sealed interface BlobLayout {

    /**
     * Everything in one container; the name of an object is the name of its blob.
     *
     * @param container its name
     * @param create    whether the first write creates the container where there is none
     */
    record OneContainer(String container, boolean create) implements BlobLayout {
        public OneContainer {
            checkContainer(container);
        }
    }

    /**
     * A container for each asset, as AMS made them; the name of an object is {@code container/blob}. Containers that the pattern
     * does not match are as if they did not exist, so that an account may hold other things too.
     *
     * @param pattern of container names: {@code *} stands for any characters; may name several, separated by commas
     */
    record ContainerPerAsset(String pattern) implements BlobLayout {
        public ContainerPerAsset {
            if (!pattern.matches("[a-z0-9$*,-]+")) {
                throw new IllegalArgumentException(
                        "a pattern of containers has lower-case letters, digits, hyphens and asterisks");
            }
        }

        boolean matches(String container) {
            for (String each : pattern.split(",")) {
                String expression = Pattern.quote(each).replace("*", "\\E.*\\Q");
                if (container.matches(expression)) {
                    return true;
                }
            }
            return false;
        }

        /** What all names that match begin with. */
        String prefix() {
            int star = pattern.indexOf('*');
            return pattern.indexOf(',') >= 0 ? "" : star < 0 ? pattern : pattern.substring(0, star);
        }
    }

    /** A blob, or where {@code blob} is empty a container. */
    record Place(String container, String blob) {}

    /**
     * Where an object lies.
     *
     * @return {@code null} where no object can have this name
     * @throws IllegalArgumentException as {@link ObjectNames#check} does
     */
    default @Nullable Place place(String name) {
        ObjectNames.check(name);
        if (this instanceof OneContainer one) {
            return new Place(one.container, name);
        }
        int slash = name.indexOf('/');
        return slash < 0 || !((ContainerPerAsset) this).matches(name.substring(0, slash))
                ? null
                : new Place(name.substring(0, slash), name.substring(slash + 1));
    }

    private static void checkContainer(String container) {
        if (!container.matches("\\$?[a-z0-9-]{3,63}")) {
            throw new IllegalArgumentException(
                    "a container has a name of 3 to 63 lower-case letters, digits and hyphens, not " + container);
        }
    }
}
