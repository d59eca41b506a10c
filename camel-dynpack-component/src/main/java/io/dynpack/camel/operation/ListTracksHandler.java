package io.dynpack.camel.operation;

import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackEngine;

/** {@code dynpack:listTracks}: an asset in, all its tracks out, those that have documents first. */
final class ListTracksHandler implements OperationHandler {
    private final ServedTracks tracks;

    ListTracksHandler(DynpackEngine engine, DynpackConfiguration options) {
        this.tracks = new ServedTracks(engine, options);
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        Message message = exchange.getMessage();
        return tracks.list(TrackAddress.asset(message)).thenAccept(message::setBody);
    }
}
