package io.dynpack.examples.quarkus;

import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;

/** Lets the routes of Camel answer on the web server of Quarkus, straight from files to the connection. */
class WebServer {
    /** Where Camel's HTTP engine looks, whatever the port. */
    private static final String NAME = VertxPlatformHttpRouter.PLATFORM_HTTP_ROUTER_NAME_ZERO;

    // without the type there would be two routers to inject
    @Produces
    @Singleton
    @Named(NAME)
    @Typed(VertxPlatformHttpRouter.class)
    VertxPlatformHttpRouter router(Vertx vertx, Router router) {
        return new VertxPlatformHttpRouter(null, vertx, router, NAME);
    }
}
