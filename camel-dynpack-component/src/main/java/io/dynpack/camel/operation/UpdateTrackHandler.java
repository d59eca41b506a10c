package io.dynpack.camel.operation;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackException;
import io.dynpack.publishing.AssetTrack;
import io.dynpack.publishing.DeclaredKind;
import io.dynpack.publishing.DocumentFieldException;

/**
 * {@code dynpack:updateTrack}: what is to change of a track in, the stored {@link AssetTrack} out; what the document does not
 * mention stays. A track of the server manifest gets a document of its own, and the server manifest stays as it is.
 */
final class UpdateTrackHandler implements OperationHandler {
    private final DynpackEngine engine;
    private final ServedTracks tracks;

    UpdateTrackHandler(DynpackEngine engine, DynpackConfiguration options) {
        this.engine = engine;
        this.tracks = new ServedTracks(engine, options);
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        Message message = exchange.getMessage();
        TrackAddress address = TrackAddress.of(message);
        Map<?, ?> patch = MessageDocument.of(message);
        if (patch == null) {
            throw new DynpackException("the body is no JSON of what to change of the track " + address.name());
        }
        try {
            DeclaredKind.TRACKS.requireKnownFields(patch);
        } catch (DocumentFieldException e) {
            throw new DynpackException("the track " + address.name() + " cannot be changed: " + e.getMessage(), e);
        }
        return tracks.require(address).thenCompose(known -> {
            if (known.kind() == AssetTrack.Kind.VIDEO) {
                throw new DynpackException("the track " + known.name() + " is video, of which nothing can be changed");
            }
            return engine.catalog().tracks().update(known, patch, tracks::require)
                    .exceptionallyCompose(failure -> CompletableFuture.failedFuture(refusal(known, failure)))
                    .thenCompose(track -> tracks.rewrite(track)
                            .thenAccept(done -> PutTrackHandler.stored(message, track)));
        });
    }

    private static Throwable refusal(AssetTrack track, Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof DocumentFieldException field
                ? new DynpackException("the track " + track.name() + " cannot be changed: " + field.getMessage(), field)
                : failure;
    }
}
