package io.dynpack.storage.azure;

/** Entity tags: the service quotes them in headers and not in listings, a version is the tag without quotes. */
final class EntityTags {
    private EntityTags() {}

    static String version(String tag) {
        String strong = tag.startsWith("W/") ? tag.substring(2) : tag;
        return strong.length() > 1 && strong.startsWith("\"") && strong.endsWith("\"")
                ? strong.substring(1, strong.length() - 1)
                : strong;
    }

    static String tag(String version) {
        return '"' + version + '"';
    }
}
