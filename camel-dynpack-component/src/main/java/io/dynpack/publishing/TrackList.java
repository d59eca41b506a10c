package io.dynpack.publishing;

import java.util.List;

/**
 * The documents of the tracks of an asset.
 *
 * @param tracks  ascending by the names of their documents
 * @param damaged documents that cannot be read
 */
public record TrackList(List<AssetTrack> tracks, List<CatalogDocumentException> damaged) {
    /** Of an asset that has none. */
    public static final TrackList NONE = new TrackList(List.of(), List.of());

    public TrackList {
        tracks = List.copyOf(tracks);
        damaged = List.copyOf(damaged);
    }
}
