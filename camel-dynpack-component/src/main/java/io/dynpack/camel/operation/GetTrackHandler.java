package io.dynpack.camel.operation;

import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackEngine;

/** {@code dynpack:getTrack}: a name in, the {@link io.dynpack.publishing.AssetTrack} out, or no body. */
final class GetTrackHandler implements OperationHandler {
    private final ServedTracks tracks;

    GetTrackHandler(DynpackEngine engine, DynpackConfiguration options) {
        this.tracks = new ServedTracks(engine, options);
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        Message message = exchange.getMessage();
        TrackAddress address = TrackAddress.of(message);
        return tracks.find(address).thenAccept(found -> message.setBody(found.orElse(null)));
    }
}
