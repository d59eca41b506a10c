package io.dynpack.asset;

import java.util.List;

import io.dynpack.index.TrackProbe;
import io.dynpack.ism.ServerManifest;
import io.dynpack.presentation.Presentation;
import io.dynpack.storage.StoredObject;

/**
 * An asset as it was when its server manifest and media were last looked at.
 *
 * @param folder       in which everything lies: empty, or a prefix that ends with {@code /}
 * @param ism          the server manifest
 * @param manifest     its content
 * @param media        the media files that it names and that are there, in order of first mention
 * @param absent       full names of media files that it names and that are not there
 * @param presentation what is served
 * @param version      a digest that changes whenever the server manifest or one of the media files does
 */
public record LoadedAsset(
        String folder,
        StoredObject ism,
        ServerManifest manifest,
        List<StoredObject> media,
        List<String> absent,
        Presentation presentation,
        String version) {

    public LoadedAsset {
        media = List.copyOf(media);
        absent = List.copyOf(absent);
    }

    /** Whether access units could not be read that may tell more of a track; the next look tries again. */
    public boolean isProvisional() {
        return isProvisional(presentation);
    }

    static boolean isProvisional(Presentation presentation) {
        return presentation.streams().stream().flatMap(stream -> stream.levels().stream())
                .anyMatch(level -> level.track().probe().outcome() == TrackProbe.Outcome.UNREAD);
    }
}
