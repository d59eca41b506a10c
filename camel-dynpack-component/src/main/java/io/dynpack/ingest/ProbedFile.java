package io.dynpack.ingest;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.dynpack.index.MediaIndex;
import io.dynpack.index.StoredIndex;
import io.dynpack.index.TrackIndex;
import io.dynpack.index.TrackKind;
import io.dynpack.index.UnusableFile;
import io.dynpack.storage.StoredObject;

/**
 * A media file after it was looked at.
 *
 * @param name    in the folder
 * @param object  the version that was looked at
 * @param content what its bytes tell; {@code null} where they were not looked at
 * @param refusal why not; {@code null} where they were
 * @param stored  whether the storage holds the content of this version
 */
record ProbedFile(String name, StoredObject object, @Nullable StoredIndex content, @Nullable String refusal, boolean stored) {

    /** {@code null} where the file cannot be used. */
    @Nullable
    MediaIndex index() {
        return content instanceof MediaIndex index ? index : null;
    }

    /** Why the file cannot be used; {@code null} where it can. */
    @Nullable
    String problem() {
        return content instanceof UnusableFile unusable ? unusable.reason() : refusal;
    }

    /** Whether it is worth storing, so that the file is not read again. */
    boolean isToBeStored() {
        return content != null && !stored && !(content instanceof MediaIndex index && index.isProvisional());
    }

    /** The tracks of this kind that are meant to be played. */
    List<TrackIndex> tracks(TrackKind kind) {
        return index() == null ? List.of() : index().played(kind);
    }
}
