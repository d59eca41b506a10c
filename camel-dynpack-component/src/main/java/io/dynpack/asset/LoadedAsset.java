package io.dynpack.asset;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.dynpack.index.TrackIndex;
import io.dynpack.index.TrackProbe;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TextStream;
import io.dynpack.storage.StoredObject;

/**
 * An asset as it was when its server manifest and media were last looked at.
 *
 * @param folder       in which everything lies: empty, or a prefix that ends with {@code /}
 * @param ism          the server manifest
 * @param clientManifest what it names as such, where that had to be looked at; {@code null} elsewhere and where there is none
 * @param media        the media files and documents of text that it names and that are there, in order of first mention
 * @param tracks       by the full name of a media file the number of its tracks, those that are not served too
 * @param absent       full names of files that it names and that are not there
 * @param presentation what is served
 * @param version      a digest that changes whenever the server manifest or one of the media files does
 */
public record LoadedAsset(
        String folder,
        StoredObject ism,
        @Nullable StoredObject clientManifest,
        List<StoredObject> media,
        Map<String, Integer> tracks,
        List<String> absent,
        Presentation presentation,
        String version) {

    /**
     * Of each byte of the server manifest for names and findings, each stream or level, each fragment of a stream, and each of
     * a level.
     */
    private static final int MANIFEST = 8;
    private static final int STREAM = 1024;
    private static final int FRAGMENT = 4 * Long.BYTES;
    /** Its first sample, and what transport streams have to know. */
    private static final int FRAGMENT_OF_LEVEL = 24;

    public LoadedAsset {
        media = List.copyOf(media);
        tracks = Map.copyOf(tracks);
        absent = List.copyOf(absent);
    }

    /** Whether access units could not be read that may tell more of a track; the next look tries again. */
    public boolean isProvisional() {
        return isProvisional(presentation);
    }

    /** Bytes on the heap, roughly, those of the indexes that it holds among them. */
    long heapBytes() {
        long sum = MANIFEST * ism.length() + STREAM * (long) presentation.texts().size();
        Set<TrackIndex> tracks = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Stream stream : presentation.streams()) {
            sum += STREAM + (long) FRAGMENT * stream.timeline().count();
            for (Level level : stream.levels()) {
                sum += STREAM + (long) FRAGMENT_OF_LEVEL * stream.timeline().count();
                if (tracks.add(level.track())) {
                    sum += level.track().heapBytes();
                }
            }
        }
        for (TextStream text : presentation.texts()) {
            sum += text.source().heapBytes();
        }
        return sum;
    }

    static boolean isProvisional(Presentation presentation) {
        return presentation.streams().stream().flatMap(stream -> stream.levels().stream())
                .anyMatch(level -> level.track().probe().outcome() == TrackProbe.Outcome.UNREAD);
    }
}
