package io.dynpack.ingest;

import java.util.List;

import io.dynpack.index.MediaIndex;
import io.dynpack.index.TrackIndex;
import io.dynpack.index.TrackKind;
import io.dynpack.storage.StoredObject;

/**
 * A media file after it was looked at.
 *
 * @param name    in the folder
 * @param object  the version that was looked at
 * @param index   {@code null} where it cannot be used
 * @param problem why not; {@code null} where it can
 * @param stored  whether the storage holds the index of this version
 */
record ProbedFile(String name, StoredObject object, MediaIndex index, String problem, boolean stored) {

    List<TrackIndex> tracks(TrackKind kind) {
        return index == null ? List.of() : index.tracks().stream().filter(track -> track.kind() == kind).toList();
    }
}
