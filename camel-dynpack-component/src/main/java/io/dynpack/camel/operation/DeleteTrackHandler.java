package io.dynpack.camel.operation;

import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackException;

/**
 * {@code dynpack:deleteTrack}: a name in, out whether there was such a track. Repeating is harmless; the file of the track stays.
 */
final class DeleteTrackHandler implements OperationHandler {
    private final DynpackEngine engine;
    private final ServedTracks tracks;

    DeleteTrackHandler(DynpackEngine engine, DynpackConfiguration options) {
        this.engine = engine;
        this.tracks = new ServedTracks(engine, options);
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        Message message = exchange.getMessage();
        TrackAddress address = TrackAddress.of(message);
        return engine.catalog().tracks().delete(address.assetName(), address.name())
                // also where there is no document any more: whoever deleted it may have ended before this
                .thenCombine(tracks.remove(address), Boolean::logicalOr).thenCompose(deleted -> {
                    if (deleted) {
                        message.setBody(true);
                        return CompletableFuture.completedFuture(null);
                    }
                    return tracks.find(address).thenAccept(found -> {
                        if (found.isPresent()) {
                            throw new DynpackException("the track " + address.name()
                                    + " is one of the server manifest and has no"
                                    + " document that could be deleted; updateTrack with \"playerVisibility\": \"Hidden\" leaves it out");
                        }
                        message.setBody(false);
                    });
                });
    }
}
