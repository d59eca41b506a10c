package io.dynpack.camel.vertx;

import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.jspecify.annotations.Nullable;

import io.dynpack.camel.DynpackException;

/**
 * Camel's Vert.x HTTP engine with consumers that hold no worker thread while a producer is asynchronous: waiting for storage or
 * for a slow reader costs no thread, and many such requests delay no other.
 *
 * <p>
 * Select it for one endpoint with {@code platformHttpEngine: "#class:io.dynpack.camel.vertx.DynpackHttpEngine"}. Unlike Camel's
 * own it does not make itself the engine of every endpoint. This class loads without Vert.x, so that it can say what is missing.
 */
public class DynpackHttpEngine implements PlatformHttpEngine {
    private volatile @Nullable PlatformHttpEngine engine;

    /** @throws DynpackException where Camel's Vert.x engine is not on the class path */
    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return engine().createConsumer(endpoint, processor);
    }

    private synchronized PlatformHttpEngine engine() {
        if (engine == null) {
            try {
                engine = new EventLoopHttpEngine();
            } catch (NoClassDefFoundError e) {
                throw new DynpackException(
                        "the option platformHttpEngine names DynpackHttpEngine, which needs Vert.x on the class"
                                + " path: add org.apache.camel:camel-platform-http-main, or camel-platform-http-vertx; with another HTTP"
                                + " server leave the option out",
                        e);
            }
        }
        return engine;
    }

    @Override
    public int getServerPort() {
        PlatformHttpEngine made = engine;
        return made == null ? 0 : made.getServerPort();
    }

    @Override
    public String getScheme() {
        PlatformHttpEngine made = engine;
        return made == null ? "http" : made.getScheme();
    }
}
