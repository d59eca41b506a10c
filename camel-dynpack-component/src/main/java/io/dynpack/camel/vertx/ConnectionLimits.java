package io.dynpack.camel.vertx;

import java.util.concurrent.TimeUnit;

/**
 * What a client may make a connection wait for.
 *
 * @param headerSeconds from the first byte of a request to the end of its header; 0 is for ever
 * @param bodySeconds   from there to the end of its body; 0 is for ever
 */
record ConnectionLimits(int headerSeconds, int bodySeconds) {

    long headerMillis() {
        return TimeUnit.SECONDS.toMillis(headerSeconds);
    }

    long bodyMillis() {
        return TimeUnit.SECONDS.toMillis(bodySeconds);
    }
}
