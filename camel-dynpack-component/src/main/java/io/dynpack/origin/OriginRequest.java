package io.dynpack.origin;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What the origin reads of an HTTP request.
 *
 * @param method  as sent, {@code GET}, {@code HEAD}, {@code OPTIONS} or anything else
 * @param rawPath the path of the request target as it came, not decoded and not normalised, without the query
 * @param query   what follows the question mark, not decoded; empty where there is none
 * @param headers the value of a header by its name in any case, several lines as one list; {@code null} where there is none
 */
public record OriginRequest(String method, String rawPath, String query, Function<String, @Nullable String> headers) {

    /** A plain GET, for callers that have no HTTP request. */
    public static OriginRequest get(String rawPath) {
        return new OriginRequest("GET", rawPath, "", name -> null);
    }

    /** The value of a header, or {@code null}. */
    @Nullable
    String header(String name) {
        return headers.apply(name);
    }
}
