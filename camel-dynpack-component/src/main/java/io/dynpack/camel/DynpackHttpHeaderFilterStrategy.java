package io.dynpack.camel;

import java.util.Locale;
import java.util.Set;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Two allow-lists for the HTTP headers of a streaming endpoint: nothing a client sends comes back to it, query parameters do not
 * become headers, and {@code Cache-Control} and its kin leave.
 *
 * <p>
 * Name it on every public {@code platform-http} endpoint that leads to {@code dynpack:origin}:
 * {@code headerFilterStrategy: "#class:io.dynpack.camel.DynpackHttpHeaderFilterStrategy"}. Names compare without regard to case.
 */
public class DynpackHttpHeaderFilterStrategy implements HeaderFilterStrategy {
    private static final Set<String> IN = Set.of("range", "if-range", "if-match", "if-none-match", "if-modified-since",
            "accept-encoding",
            "origin", "access-control-request-method", "access-control-request-headers", "cdn-origin-assist-prefetch-enabled",
            "authorization", "cmcd-request", "cmcd-object", "cmcd-status", "cmcd-session");

    private static final Set<String> OUT = Set.of("content-type", "content-length", "content-encoding", "content-range",
            "content-language", "content-disposition", "accept-ranges", "cache-control", "expires", "age", "date", "etag",
            "last-modified", "vary", "location", "retry-after", "allow", "link", "server-timing", "strict-transport-security",
            "timing-allow-origin", "www-authenticate", "cdn-origin-assist-prefetch-path", "access-control-allow-origin",
            "access-control-allow-methods", "access-control-allow-headers", "access-control-allow-credentials",
            "access-control-expose-headers", "access-control-max-age");

    /** Ours begin with {@code X-}; a client's never reach the message, so none of these is reflected. */
    private static final String OWN_PREFIX = "x-";

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        String key = name.toLowerCase(Locale.ROOT);
        return !OUT.contains(key) && !key.startsWith(OWN_PREFIX);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return !IN.contains(name.toLowerCase(Locale.ROOT));
    }
}
