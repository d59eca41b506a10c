package io.dynpack.camel.operation;

import org.jspecify.annotations.Nullable;

/** What the paths of requests begin with in front of what the component knows: the option {@code basePath}. */
final class BasePath {
    private final String path;

    /** @param path with or without a slash at its end; empty or {@code null} for none */
    BasePath(@Nullable String path) {
        this.path = path == null ? "" : path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** The rest of a path; one that does not begin so stays as it is, {@code /vod2/x} below {@code /vod} too. */
    String below(String requested) {
        boolean isBelow = requested.startsWith(path)
                && (requested.length() == path.length() || requested.charAt(path.length()) == '/');
        return isBelow ? requested.substring(path.length()) : requested;
    }
}
