package io.dynpack.camel.vertx;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;

/**
 * Refuses requests that name a host which this server does not go by: the name of a page's own site may lead here (DNS rebinding),
 * and the browser of somebody who may reach this server lets that page read what it answers. A host that is an address is no such
 * name.
 */
final class HostGuard implements RequestGuard {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*]|.*:.*");

    private final Set<String> hosts;

    /** @param hosts names that this server goes by, in lower case, beside {@code localhost} */
    HostGuard(Set<String> hosts) {
        this.hosts = Set.copyOf(hosts);
    }

    /** Names as an option has them, separated by commas. */
    static Set<String> names(String option) {
        return Stream.of(option.split(",")).map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty()).collect(Collectors.toSet());
    }

    @Override
    public @Nullable String refusal(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        String host = authority == null ? null : authority.host().toLowerCase(Locale.ROOT);
        return (host == null ? request.headers().contains("Host") : !isOurs(host))
                ? "this server does not go by the host that the request names; name it in the option hosts of its engine: PAGE_HOSTS for"
                        + " the page, ADMIN_HOSTS for the administration"
                : null;
    }

    private boolean isOurs(String host) {
        return host.equals("localhost") || hosts.contains(host) || ADDRESS.matcher(host).matches();
    }
}
