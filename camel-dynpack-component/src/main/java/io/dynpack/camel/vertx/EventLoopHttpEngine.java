package io.dynpack.camel.vertx;

import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.jspecify.annotations.Nullable;

/** What {@link DynpackHttpEngine} is where Camel's Vert.x engine is on the class path. */
class EventLoopHttpEngine extends VertxPlatformHttpEngine {

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
                VertxPlatformHttpRouter.getRouterNameFromPort(getServerPort()), guard(), true);
    }

    /** What refuses requests; none here. */
    @Nullable
    RequestGuard guard() {
        return null;
    }
}
