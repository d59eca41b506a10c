package io.dynpack.camel.vertx;

import java.net.URI;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;

/**
 * Keeps pages of other sites, open in the browser of somebody who may reach this server, from sending requests to it: those that a
 * browser marks as of another site or origin (Fetch Metadata; where it sends none, RFC 6454), and those that a {@link HostGuard} refuses.
 */
final class SiteGuard implements RequestGuard {
    private final HostGuard hosts;

    /** @param hosts names that this server goes by, in lower case, beside {@code localhost} */
    SiteGuard(Set<String> hosts) {
        this.hosts = new HostGuard(hosts);
    }

    @Override
    public @Nullable String refusal(HttpServerRequest request) {
        String refusal = hosts.refusal(request);
        return refusal == null && isForeign(request, request.authority())
                ? "requests from pages of other sites are refused"
                : refusal;
    }

    /** No page can set these headers: what they say is what the browser knows of its page. */
    private static boolean isForeign(HttpServerRequest request, @Nullable HostAndPort authority) {
        String site = request.getHeader("Sec-Fetch-Site");
        if ("same-origin".equals(site)) {
            // a proxy may have changed the scheme and the port, which the browser compared before
            return false;
        }
        String origin = request.getHeader("Origin");
        return site != null && !site.equals("none") || origin != null && !isSame(origin, authority);
    }

    /** The scheme is that of the page: whether the browser spoke TLS is not known here, where a proxy may have ended it. */
    private static boolean isSame(String origin, @Nullable HostAndPort authority) {
        if (authority == null) {
            return false;
        }
        try {
            URI uri = URI.create(origin);
            int usual = "https".equals(uri.getScheme()) ? 443 : 80;
            return authority.host().equalsIgnoreCase(uri.getHost())
                    && (uri.getPort() > 0 ? uri.getPort() : usual) == (authority.port() > 0 ? authority.port() : usual);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
