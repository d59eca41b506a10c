package io.dynpack.camel.operation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackException;
import io.dynpack.publishing.AssetTrack;
import io.dynpack.publishing.AssetTracks;
import io.dynpack.publishing.DeclaredKind;

/**
 * {@code dynpack:putTrack}: the document of a track in, the stored {@link AssetTrack} out. Replaces a track of the same name. One
 * that cannot be served is refused, and nothing is stored.
 */
final class PutTrackHandler implements OperationHandler {
    private final DynpackEngine engine;
    private final KnownAsset assets;
    private final ServedTracks tracks;

    PutTrackHandler(DynpackEngine engine, DynpackConfiguration options) {
        this.engine = engine;
        this.assets = new KnownAsset(engine);
        this.tracks = new ServedTracks(engine, options);
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange) {
        Message message = exchange.getMessage();
        AssetTrack track;
        try {
            track = track(message);
            AssetTracks.requireNoVideo(track);
        } catch (IllegalArgumentException e) {
            throw new DynpackException("the track cannot be stored: " + e.getMessage(), e);
        }
        return assets.require(new AssetReference(track.assetName(), null)).thenCompose(done -> tracks.require(track))
                .thenCompose(done -> engine.catalog().tracks().put(track))
                .thenCompose(done -> tracks.rewrite(track)).thenAccept(done -> stored(message, track));
    }

    private static AssetTrack track(Message message) {
        if (message.getBody() instanceof AssetTrack track) {
            return track;
        }
        Map<?, ?> document = MessageDocument.of(message, DeclaredKind.TRACKS);
        if (document == null) {
            throw new IllegalArgumentException("the body is neither a track nor its JSON");
        }
        TrackAddress address = TrackAddress.of(message);
        Map<Object, Object> named = new LinkedHashMap<>(document);
        named.put("name", address.name());
        return AssetTrack.of(address.assetName(), named);
    }

    static void stored(Message message, AssetTrack track) {
        message.setBody(track);
        message.setHeader(DynpackConstants.ASSET, track.assetName());
        message.setHeader(DynpackConstants.TRACK, track.name());
    }
}
