package io.dynpack.asset;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.dynpack.ism.Audio;
import io.dynpack.ism.IsmException;
import io.dynpack.ism.MediaElement;
import io.dynpack.ism.ServerManifest;
import io.dynpack.ism.TextStream;
import io.dynpack.ism.TrackReference;
import io.dynpack.storage.PutCondition;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.WholeObject;

/**
 * Writes tracks into the server manifests of a folder, so that whoever reads those alone has them too. What else a manifest
 * says stays. Each is replaced only as it was read, and read again where somebody was faster, so that of two writers none
 * loses anything.
 */
public final class ManifestTracks {
    private static final int MAX_MANIFESTS = 64;
    private static final int MAX_ISM = 4 * 1024 * 1024;
    private static final int MAX_ATTEMPTS = 16;
    private static final String NAME = "trackName";
    private static final String RESOURCE = "armId";
    private static final String TRANSCRIPT = "transcriptsrc";
    /** On elements that were added here: no other is ever taken away. */
    private static final String ADDED = "addedBy";
    private static final String HERE = "dynpack";
    private static final String SHOWN = "3";
    private static final String HIDDEN = "0";

    private final Storage storage;

    public ManifestTracks(Storage storage) {
        this.storage = storage;
    }

    /**
     * Has every server manifest of a folder say what an addition says.
     *
     * @return names of those that changed; fails with {@link AssetException} for one that is no server manifest
     */
    public CompletableFuture<List<String>> put(String folder, TrackAdditions.Addition track) {
        return rewrite(folder, manifest -> put(manifest, track));
    }

    /**
     * Takes a track away that {@link #put} added. One that a manifest had before stays, as it was last written.
     *
     * @return as {@link #put}
     */
    public CompletableFuture<List<String>> remove(String folder, String name) {
        return rewrite(folder, manifest -> manifest.removeIf(element -> element.param(RESOURCE)
                .filter(name::equalsIgnoreCase).isPresent() && element.param(ADDED).filter(HERE::equals).isPresent()));
    }

    private static boolean put(ServerManifest manifest, TrackAdditions.Addition track) {
        boolean isText = track.kind() == TrackReference.Kind.TEXT;
        List<MediaElement> known = manifest.mediaElements().stream()
                .filter(element -> element.getSrc() != null && track.means(TrackReference.of(element))).toList();
        if (known.isEmpty()) {
            if (track.src() == null) {
                return false;
            }
            MediaElement added = isText ? new TextStream(track.src()) : new Audio(track.src());
            added.setParam(NAME, track.name());
            added.setParam(RESOURCE, track.name());
            added.setParam(ADDED, HERE);
            if (isText) {
                // of text whose bit rate nobody states
                bitrate(added, 0);
            }
            manifest.add(added);
            say(added, track, false);
        }
        known.forEach(element -> say(element, track, known.size() > 1));
        return true;
    }

    /** @param isLevel whether the element is one of several bit rates of a programme */
    private static void say(MediaElement element, TrackAdditions.Addition track, boolean isLevel) {
        boolean isText = track.kind() == TrackReference.Kind.TEXT;
        if (!isLevel && track.hasOtherFile(TrackReference.of(element))) {
            element.setSrc(track.src());
            element.setParam(TRANSCRIPT, null);
        }
        if (track.language() != null) {
            element.setSystemLanguage(track.language());
            element.setParam("systemLanguage", track.language());
        }
        if (!isLevel && track.bitrate() > 0) {
            bitrate(element, track.bitrate());
        }
        if (!isLevel && track.trackId() > 0) {
            element.setParam("trackID", Integer.toString(track.trackId()));
        }
        if (isText) {
            element.setParam("outputFlag", track.hidden() ? HIDDEN : SHOWN);
        }
        String kind = isText ? "text" : "audio";
        say(element, kind + "DisplayName", track.displayName());
        say(element, kind + "HlsCharacteristic", track.characteristics());
        say(element, kind + "IsDefault", track.isDefault() == null ? null : track.isDefault() ? "TRUE" : "FALSE");
        say(element, "accessibility", track.accessibility());
        say(element, "role", track.role());
    }

    private static void bitrate(MediaElement element, long bitrate) {
        element.setSystemBitrate(Long.toString(bitrate));
        element.setParam("systemBitrate", Long.toString(bitrate));
    }

    private static void say(MediaElement element, String name, @Nullable String value) {
        if (value != null) {
            element.setParam(name, value);
        }
    }

    private CompletableFuture<List<String>> rewrite(String folder, Predicate<ServerManifest> edit) {
        return names(folder, null, new ArrayList<>()).thenCompose(names -> {
            List<String> changed = new ArrayList<>();
            CompletableFuture<Void> chain = CompletableFuture.completedFuture(null);
            for (String name : names) {
                chain = chain.thenCompose(done -> rewrite(name, edit, MAX_ATTEMPTS)).thenAccept(written -> {
                    if (written) {
                        changed.add(name);
                    }
                });
            }
            return chain.thenApply(done -> changed);
        });
    }

    private CompletableFuture<List<String>> names(String folder, @Nullable String continuation, List<String> names) {
        return storage.listChildren(folder, continuation).thenCompose(page -> {
            page.objects().stream().filter(object -> !object.isFolder()
                    && object.name().toLowerCase(Locale.ROOT).endsWith(".ism")).limit(MAX_MANIFESTS - names.size())
                    .forEach(object -> names.add(object.name()));
            return page.continuation() == null || names.size() == MAX_MANIFESTS
                    ? CompletableFuture.completedFuture(names)
                    : names(folder, page.continuation(), names);
        });
    }

    private CompletableFuture<Boolean> rewrite(String name, Predicate<ServerManifest> edit, int attempts) {
        return storage.readWhole(name, MAX_ISM).thenCompose(whole -> {
            ServerManifest manifest = read(whole);
            byte[] before = manifest.write();
            byte[] after = edit.test(manifest) ? manifest.write() : before;
            if (Arrays.equals(before, after)) {
                return CompletableFuture.completedFuture(false);
            }
            return storage.put(name, ByteBuffer.wrap(after), new PutCondition.IfMatch(whole.object().version()))
                    .thenApply(written -> true).exceptionallyCompose(failure -> attempts > 1
                            && IndexCache.unwrap(failure) instanceof StorageException.PreconditionFailed
                                    ? rewrite(name, edit, attempts - 1)
                                    : CompletableFuture.failedFuture(IndexCache.unwrap(failure)));
        });
    }

    private static ServerManifest read(WholeObject whole) {
        try {
            return ServerManifest.read(whole.bytes(), whole.object().name());
        } catch (IsmException e) {
            throw new AssetException(AssetException.Reason.UNUSABLE, e.getMessage(), e);
        }
    }
}
