package io.dynpack.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.spi.FactoryFinder;

/** Whether {@code platform-http} has a server below it. Apart, since the component works without it. */
final class HttpEngineCheck {
    private static final String ENGINE = "platform-http-engine";

    private HttpEngineCheck() {}

    /**
     * Camel would say that an engine is neither set nor found; which jar brings one it does not say.
     *
     * @throws DynpackException where {@code platform-http} is in use and has no engine
     */
    static void require(CamelContext context) {
        if (context.hasComponent("platform-http") instanceof PlatformHttpComponent component && component.getEngine() == null
                && context.getRegistry().lookupByName(ENGINE) == null
                && context.getCamelContextExtension().getFactoryFinder(FactoryFinder.DEFAULT_PATH).findClass(ENGINE)
                        .isEmpty()) {
            throw new DynpackException(
                    "platform-http has no HTTP server: add org.apache.camel:camel-platform-http-main to the class"
                            + " path, or camel-platform-http-vertx, or with Spring Boot camel-platform-http-starter");
        }
    }
}
