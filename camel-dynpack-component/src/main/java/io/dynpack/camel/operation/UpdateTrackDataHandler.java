package io.dynpack.camel.operation;

import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackEngine;

/**
 * {@code dynpack:updateTrackData}: a name in, the {@link io.dynpack.publishing.AssetTrack} out. Every node looks at its file again,
 * which was written anew under its name.
 */
final class UpdateTrackDataHandler implements OperationHandler {
    private final DynpackEngine engine;
    private final ServedTracks tracks;

    UpdateTrackDataHandler(DynpackEngine engine, DynpackConfiguration options) {
        this.engine = engine;
        this.tracks = new ServedTracks(engine, options);
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        Message message = exchange.getMessage();
        TrackAddress address = TrackAddress.of(message);
        return tracks.require(address).thenCompose(track -> engine.catalog().tracks().changed(address.assetName())
                .thenAccept(done -> PutTrackHandler.stored(message, track)));
    }
}
