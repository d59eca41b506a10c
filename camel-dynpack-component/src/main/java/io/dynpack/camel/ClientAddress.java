package io.dynpack.camel;

import java.net.InetAddress;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Knows from where the request of an exchange came. A bean of the registry, for HTTP servers other than that of Vert.x: without it
 * limits for each client do not hold there, and the access log does not have the client.
 */
@FunctionalInterface
public interface ClientAddress {

    /** {@code null} where the exchange is of no request, or the server does not tell. */
    @Nullable
    InetAddress of(Exchange exchange);
}
