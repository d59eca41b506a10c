package io.dynpack.camel.vertx;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Camel's Vert.x HTTP engine on a port of its own, for routes that must not be reachable where media are served. Requests of
 * pages of other sites, and those that name a foreign host, are refused with 403. A bean of it is named by the endpoints that
 * are to listen there:
 *
 * <pre>
 * - beans:
 *     - name: adminHttp
 *       type: io.dynpack.camel.vertx.PortHttpEngine
 *       properties: { port: 8090 }
 * - route:
 *     from: { uri: "platform-http:/locators", parameters: { platformHttpEngine: "#adminHttp" } }
 * </pre>
 */
public class PortHttpEngine extends VertxPlatformHttpEngine {
    private int ownPort;
    private String host = "127.0.0.1";
    private Set<String> hosts = Set.of();
    private @Nullable VertxPlatformHttpServer server;

    @Override
    protected void doInit() {
        // the parent binds itself in the registry here, for all endpoints
    }

    /** The server starts with the first endpoint that names this engine, and stops with the context. */
    @Override
    public synchronized PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        if (getCamelContext() == null) {
            setCamelContext(endpoint.getCamelContext());
        }
        if (server == null) {
            VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
            configuration.setBindHost(host);
            configuration.setBindPort(ownPort);
            VertxPlatformHttpServer started = new VertxPlatformHttpServer(configuration);
            try {
                // by force: while routes start, the context only takes note of further services
                getCamelContext().addService(started, true, true);
            } catch (Exception e) {
                throw new RuntimeCamelException("cannot listen on " + host + ":" + ownPort, e);
            }
            server = started;
        }
        Set<String> names = new HashSet<>(hosts);
        names.add(host.toLowerCase(Locale.ROOT));
        return new DynpackHttpConsumer(endpoint, processor, getHandlers(),
                VertxPlatformHttpRouter.getRouterNameFromPort(ownPort), new SiteGuard(names), false);
    }

    public int getPort() {
        return ownPort;
    }

    /** TCP port; another one than that of the main server. */
    public void setPort(int port) {
        this.ownPort = port;
    }

    public String getHosts() {
        return String.join(",", hosts);
    }

    /** Host names, separated by commas, that requests may name beside {@code localhost}, {@link #getHost} and addresses. */
    public void setHosts(String hosts) {
        this.hosts = HostGuard.names(hosts);
    }

    public String getHost() {
        return host;
    }

    /** Address to listen on; only this machine unless said otherwise. */
    public void setHost(String host) {
        this.host = host;
    }
}
