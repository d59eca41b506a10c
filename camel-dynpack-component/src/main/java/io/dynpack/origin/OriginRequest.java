package io.dynpack.origin;

/**
 * What the origin reads of an HTTP request; whatever else a client sends does not reach it.
 *
 * @param method      as sent, {@code GET}, {@code HEAD}, {@code OPTIONS} or anything else
 * @param rawPath     the path of the request target as it came, not decoded and not normalised, without the query
 * @param range       header value or {@code null}, as all below
 */
public record OriginRequest(
        String method,
        String rawPath,
        String range,
        String ifRange,
        String ifMatch,
        String ifNoneMatch,
        String ifModifiedSince,
        String acceptEncoding,
        String origin,
        String accessControlRequestMethod,
        String accessControlRequestHeaders,
        String cdnPrefetchEnabled) {

    /** A plain GET, for callers that have no HTTP request. */
    public static OriginRequest get(String rawPath) {
        return new OriginRequest("GET", rawPath, null, null, null, null, null, null, null, null, null, null);
    }
}
