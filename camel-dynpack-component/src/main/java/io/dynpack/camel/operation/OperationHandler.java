package io.dynpack.camel.operation;

import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;

/** Does one operation for one exchange. Made once an endpoint, used by many threads. */
public interface OperationHandler {

    /**
     * Reads the message and replaces its body; returns at once.
     *
     * @return fails with what the exchange is to fail with
     */
    CompletableFuture<Void> handle(Exchange exchange);

    /** The endpoint was stopped; exchanges that are under way still come to their end. */
    default void stop() {}
}
