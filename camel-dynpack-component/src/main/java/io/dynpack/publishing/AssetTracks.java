package io.dynpack.publishing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.dynpack.storage.PutCondition;
import io.dynpack.storage.StorageException;

/**
 * Tracks of assets, a document each, so that two who write different tracks at once do not meet. To list them all for each request
 * would cost many calls; so whoever writes one replaces a small document of the asset afterwards, and who serves lists them only
 * where that is another one than before. A writer that dies in between has its track stored and not in force; the same call again
 * mends that.
 *
 * <p>
 * Nothing blocks. Futures fail with a {@link CatalogException} or a {@link StorageException}.
 */
public final class AssetTracks {
    /** Of one asset; more are not served. */
    static final int MAX_TRACKS = 1000;
    private static final int MAX_ATTEMPTS = 16;

    private final DocumentStore documents;

    AssetTracks(DocumentStore documents) {
        this.documents = documents;
    }

    /** @throws DocumentFieldException for a track of video */
    public static void requireNoVideo(AssetTrack track) {
        if (track.kind() == AssetTrack.Kind.VIDEO) {
            throw new DocumentFieldException(AssetTrack.TYPE_FIELD,
                    "says video, which is what the server manifest names; tracks that are added are audio or text");
        }
    }

    /**
     * Creates or replaces a track; that the asset is there is for the caller to see.
     *
     * @throws DocumentFieldException for a track of video
     */
    public CompletableFuture<Void> put(AssetTrack track) {
        requireNoVideo(track);
        return documents.write(CatalogNames.track(track.assetName(), track.name()), track.toDocument())
                .thenCompose(done -> changed(track.assetName()));
    }

    /**
     * Brings a track to what a document says and leaves what it does not mention; {@code null} takes a member away (RFC 7386). Of
     * two who do so at once none loses what the other says.
     *
     * @param otherwise what is changed where there is no such document yet
     * @param check     of what comes out; where it fails, nothing is stored
     * @return fails with {@link DocumentFieldException} where no track comes out
     */
    public CompletableFuture<AssetTrack> update(AssetTrack otherwise, Map<?, ?> patch,
            Function<AssetTrack, CompletableFuture<Void>> check) {
        return update(otherwise, patch, check, MAX_ATTEMPTS)
                .thenCompose(track -> changed(track.assetName()).thenApply(done -> track));
    }

    private CompletableFuture<AssetTrack> update(AssetTrack otherwise, Map<?, ?> patch,
            Function<AssetTrack, CompletableFuture<Void>> check, int attempts) {
        String asset = otherwise.assetName();
        return read(asset, otherwise.name()).thenCompose(found -> {
            AssetTrack before = found.map(Versioned::value).orElse(otherwise);
            Map<String, Object> merged = merged(before.toDocument(), patch);
            merged.put("name", before.name());
            AssetTrack after = AssetTrack.of(asset, merged);
            requireNoVideo(after);
            if (after.kind() != before.kind()) {
                throw new DocumentFieldException(AssetTrack.TYPE_FIELD,
                        "cannot be changed; delete the track and put one of the other type");
            }
            String name = CatalogNames.track(asset, after.name());
            PutCondition condition = found.<PutCondition>map(track -> new PutCondition.IfMatch(track.version()))
                    .orElse(PutCondition.IF_ABSENT);
            CompletableFuture<AssetTrack> put = check.apply(after)
                    .thenCompose(done -> documents.put(name, after.toDocument(), condition))
                    .thenApply(object -> after);
            return DocumentStore.recover(put, cause -> attempts > 1 && (cause instanceof StorageException.PreconditionFailed
                    || cause instanceof StorageException.NotFound)
                            ? update(otherwise, patch, check, attempts - 1)
                            : DocumentStore.failed(cause));
        });
    }

    private static Map<String, Object> merged(Map<?, ?> target, Map<?, ?> patch) {
        Map<String, Object> merged = new LinkedHashMap<>();
        target.forEach((key, value) -> merged.put(String.valueOf(key), value));
        patch.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (value == null) {
                merged.remove(name);
            } else if (value instanceof Map<?, ?> members) {
                merged.put(name, merged(merged.get(name) instanceof Map<?, ?> before ? before : Map.of(), members));
            } else {
                merged.put(name, value);
            }
        });
        return merged;
    }

    /** @param name in any case */
    public CompletableFuture<Optional<AssetTrack>> get(String assetName, String name) {
        return read(assetName, name).thenApply(found -> found.map(Versioned::value));
    }

    private CompletableFuture<Optional<Versioned<AssetTrack>>> read(String assetName, String name) {
        CatalogNames.require(assetName);
        CatalogNames.require(name);
        return documents.read(CatalogNames.track(assetName, name), document -> {
            AssetTrack track = AssetTrack.of(assetName, document);
            if (!track.isNamed(name)) {
                throw new IllegalArgumentException("the document lies under the name of another resource");
            }
            return track;
        });
    }

    /**
     * Deletes the document of a track.
     *
     * @param name in any case
     * @return whether there was one, be it damaged
     */
    public CompletableFuture<Boolean> delete(String assetName, String name) {
        CompletableFuture<Boolean> there = DocumentStore.recover(read(assetName, name).thenApply(Optional::isPresent),
                cause -> cause instanceof CatalogDocumentException
                        ? CompletableFuture.completedFuture(true)
                        : DocumentStore.failed(cause));
        return there.thenCompose(was -> was
                ? documents.delete(CatalogNames.track(assetName, name)).thenCompose(done -> changed(assetName))
                        .thenApply(done -> true)
                : CompletableFuture.completedFuture(false));
    }

    /** Has every node look at the tracks of an asset again, and at their files. */
    public CompletableFuture<Void> changed(String assetName) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("change", UUID.randomUUID().toString());
        return documents.write(CatalogNames.tracksChanged(assetName), Document.wrap(assetName, properties));
    }

    /** All tracks of an asset that have documents, with a version that is another one after each change. */
    public CompletableFuture<Versioned<TrackList>> list(String assetName) {
        return stamped(assetName, null).thenApply(Stamped::tracks);
    }

    /**
     * The tracks of an asset as they were read.
     *
     * @param stamp version of the document that says whether they changed since; empty where there is none
     */
    record Stamped(String stamp, Versioned<TrackList> tracks) {}

    /** @param known of the same asset; the answer where nothing changed */
    CompletableFuture<Stamped> stamped(String assetName, @Nullable Stamped known) {
        // before the list: what is listed is what the stamp says, or newer, and then another stamp follows
        return stamp(assetName).thenCompose(stamp -> known != null && known.stamp.equals(stamp)
                ? CompletableFuture.completedFuture(known)
                : list(assetName, stamp).thenApply(tracks -> new Stamped(stamp, tracks)));
    }

    private CompletableFuture<String> stamp(String assetName) {
        CatalogNames.require(assetName);
        return documents.read(CatalogNames.tracksChanged(assetName), document -> document)
                .thenApply(found -> found.map(Versioned::version).orElse(""));
    }

    private CompletableFuture<Versioned<TrackList>> list(String assetName, String stamp) {
        if (stamp.isEmpty()) {
            return CompletableFuture.completedFuture(new Versioned<>(TrackList.NONE, ""));
        }
        return new CatalogListing<>(documents, CatalogNames.tracks(assetName), true,
                document -> AssetTrack.of(assetName, document), track -> CatalogNames.track(assetName, track.name()))
                .page(MAX_TRACKS, null).thenApply(page -> {
                    TrackList tracks = new TrackList(page.items(), page.damaged());
                    return new Versioned<>(tracks, version(stamp, tracks));
                });
    }

    /** A list may be newer than its stamp, so that both count. */
    private static String version(String stamp, TrackList tracks) {
        List<String> texts = new ArrayList<>(List.of(stamp));
        tracks.tracks().forEach(track -> texts.add(track.toDocument().toString()));
        tracks.damaged().forEach(damage -> texts.add(String.valueOf(damage.getMessage())));
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\n", texts).getBytes(StandardCharsets.UTF_8)), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
