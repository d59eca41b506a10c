package io.dynpack.camel.vertx;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Set;

import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.jspecify.annotations.Nullable;

/**
 * {@link DynpackHttpEngine} for what a page of operators shows at the port where media are served. Where the server listens at this
 * machine alone, what it shows is for who sits there: requests that name a foreign host are refused with 403, since a page of
 * another site can make its own name lead here. A server that others reach goes by names which it does not know, unless
 * {@link #setHosts} says them. A bean of it is named by the endpoints.
 */
public class PageHttpEngine extends EventLoopHttpEngine {
    private Set<String> hosts = Set.of();

    @Override
    @Nullable
    RequestGuard guard() {
        return hosts.isEmpty() && !isLocal() ? null : new HostGuard(hosts);
    }

    private boolean isLocal() {
        VertxPlatformHttpServer server = getCamelContext().hasService(VertxPlatformHttpServer.class);
        try {
            return server != null && InetAddress.getByName(server.getHost()).isLoopbackAddress();
        } catch (IOException e) {
            return false;
        }
    }

    public String getHosts() {
        return String.join(",", hosts);
    }

    /** Host names, separated by commas, that requests may name beside {@code localhost} and addresses. */
    public void setHosts(String hosts) {
        this.hosts = HostGuard.names(hosts);
    }
}
