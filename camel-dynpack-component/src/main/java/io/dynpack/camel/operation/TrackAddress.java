package io.dynpack.camel.operation;

import java.util.Map;

import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackException;
import io.dynpack.ingest.AssetInfo;
import io.dynpack.publishing.AssetTrack;

/**
 * Which track of which asset a message speaks of.
 *
 * @param assetName of the asset
 * @param name      of the track
 */
record TrackAddress(String assetName, String name) {

    /**
     * Reads it from a track in the body, else from the headers, else from the JSON of a track, or its name as text.
     *
     * @throws DynpackException where the message names no track or no asset, or names two
     */
    static TrackAddress of(Message message) {
        if (message.getBody() instanceof AssetTrack track) {
            return new TrackAddress(track.assetName(), track.name());
        }
        Map<?, ?> document = MessageDocument.of(message);
        String name = message.getHeader(DynpackConstants.TRACK, String.class);
        String stated = document == null ? null : AssetTrack.name(document).orElse(null);
        if (name != null && stated != null && !name.equalsIgnoreCase(stated)) {
            throw new DynpackException("the name of the track in " + DynpackConstants.TRACK + ", or in the address, is " + name
                    + ", but in the body " + stated);
        }
        if (name == null) {
            name = document == null && message.getBody() instanceof String text ? text.strip() : stated;
        }
        if (name == null || name.isBlank()) {
            throw new DynpackException("the message names no track: set the header " + DynpackConstants.TRACK
                    + ", or pass the track or its name");
        }
        return new TrackAddress(asset(message, document), name);
    }

    /**
     * The asset whose tracks a message speaks of.
     *
     * @throws DynpackException where the message names none
     */
    static String asset(Message message) {
        return message.getBody() instanceof AssetTrack track
                ? track.assetName()
                : asset(message, MessageDocument.of(message));
    }

    private static String asset(Message message, @Nullable Map<?, ?> document) {
        String asset = message.getHeader(DynpackConstants.ASSET, String.class);
        if (asset == null && message.getBody() instanceof AssetInfo info) {
            asset = info.assetName();
        }
        if (asset == null && document != null) {
            asset = AssetTrack.assetName(document).orElse(null);
        }
        if (asset == null || asset.isBlank()) {
            throw new DynpackException(
                    "the message does not say whose track it means: set the header " + DynpackConstants.ASSET);
        }
        return asset;
    }
}
