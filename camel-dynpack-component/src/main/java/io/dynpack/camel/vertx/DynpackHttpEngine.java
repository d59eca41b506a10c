package io.dynpack.camel.vertx;

import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * Camel's Vert.x HTTP engine with consumers that hold no worker thread while a producer is asynchronous: waiting for storage or
 * for a slow reader costs no thread, and many such requests delay no other.
 *
 * <p>
 * Select it for one endpoint with {@code platformHttpEngine: "#class:io.dynpack.camel.vertx.DynpackHttpEngine"}. Unlike its
 * parent it does not make itself the engine of every endpoint.
 */
public class DynpackHttpEngine extends VertxPlatformHttpEngine {

    @Override
    protected void doInit() {
        // the parent binds itself in the registry here, for all endpoints
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        if (getCamelContext() == null) {
            setCamelContext(endpoint.getCamelContext());
        }
        return new DynpackHttpConsumer(endpoint, processor, getHandlers(),
                VertxPlatformHttpRouter.getRouterNameFromPort(getServerPort()), null);
    }
}
