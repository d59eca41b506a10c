package io.dynpack.camel.operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.dynpack.asset.LoadedAsset;
import io.dynpack.asset.ManifestTracks;
import io.dynpack.asset.TrackAdditions;
import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackException;
import io.dynpack.index.TrackKind;
import io.dynpack.origin.AddedTracks;
import io.dynpack.presentation.Finding;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TextStream;
import io.dynpack.publishing.Asset;
import io.dynpack.publishing.AssetTrack;
import io.dynpack.publishing.CatalogNotFoundException;
import io.dynpack.publishing.TrackList;
import io.dynpack.publishing.TrackPlayback;
import io.dynpack.publishing.Versioned;

/** The tracks of an asset: those that have documents, and those that its server manifests alone have. */
final class ServedTracks {
    /** Server manifests of a folder that are looked at. */
    private static final int MOST = 64;

    private final DynpackEngine engine;
    /** {@code null} where server manifests stay as they are. */
    private final @Nullable ManifestTracks manifests;

    ServedTracks(DynpackEngine engine, DynpackConfiguration options) {
        this.engine = engine;
        this.manifests = options.isRewriteServerManifest() ? new ManifestTracks(engine.media()) : null;
    }

    /** Writes a track that was stored into the server manifests too, where that is asked for. */
    CompletableFuture<Void> rewrite(AssetTrack track) {
        return manifests == null
                ? CompletableFuture.completedFuture(null)
                : folder(track.assetName()).thenCompose(folder -> manifests.put(folder, AddedTracks.of(track)))
                        .thenApply(done -> null);
    }

    /**
     * As {@link #rewrite} for one that was deleted.
     *
     * @return whether a server manifest had it as an added one
     */
    CompletableFuture<Boolean> remove(TrackAddress address) {
        return manifests == null
                ? CompletableFuture.completedFuture(false)
                : folder(address.assetName()).thenCompose(folder -> manifests.remove(folder, address.name()))
                        .thenApply(changed -> !changed.isEmpty());
    }

    private CompletableFuture<String> folder(String assetName) {
        return engine.catalog().asset(assetName).thenApply(found -> found.map(Asset::folder)
                .orElseThrow(() -> new CatalogNotFoundException("asset", "name", assetName)));
    }

    /** All of them; a track that has a document is as that says. */
    CompletableFuture<List<AssetTrack>> list(String assetName) {
        return byKey(assetName).thenApply(tracks -> List.copyOf(tracks.values()));
    }

    /** The one of this name, in any case. */
    CompletableFuture<Optional<AssetTrack>> find(TrackAddress address) {
        return byKey(address.assetName()).thenApply(tracks -> Optional.ofNullable(tracks.get(key(address.name()))));
    }

    /** As {@link #find}; fails with {@link CatalogNotFoundException} where there is none. */
    CompletableFuture<AssetTrack> require(TrackAddress address) {
        return find(address).thenApply(found -> found.orElseThrow(
                () -> new CatalogNotFoundException("track of " + address.assetName(), "name", address.name())));
    }

    private CompletableFuture<Map<String, AssetTrack>> byKey(String assetName) {
        return engine.catalog().tracks().list(assetName)
                .thenCompose(documents -> assets(assetName, documents).thenApply(assets -> {
                    Map<String, AssetTrack> tracks = new LinkedHashMap<>();
                    documents.value().tracks().forEach(track -> tracks.put(key(track.name()), track));
                    assets.forEach(asset -> served(assetName, asset)
                            .forEach(track -> tracks.putIfAbsent(key(track.name()), track)));
                    return tracks;
                }));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private CompletableFuture<List<LoadedAsset>> assets(String assetName, Versioned<TrackList> tracks) {
        return folder(assetName)
                .thenCompose(folder -> engine.assets().all(folder, MOST, AddedTracks.of(tracks)))
                .thenApply(all -> all.orElse(List.of()));
    }

    private static List<AssetTrack> served(String assetName, LoadedAsset asset) {
        List<AssetTrack> tracks = new ArrayList<>();
        int folder = asset.folder().length();
        for (Stream stream : asset.presentation().streams()) {
            boolean isVideo = stream.kind() == TrackKind.VIDEO;
            tracks.add(new AssetTrack(assetName, stream.name(), isVideo ? AssetTrack.Kind.VIDEO : AssetTrack.Kind.AUDIO,
                    isVideo ? null : stream.levels().get(0).file().name().substring(folder), stream.displayName(),
                    isVideo ? null : stream.language(), false, TrackPlayback.NOTHING, stream.role(),
                    isVideo ? 0 : (int) Math.min(Integer.MAX_VALUE, stream.levels().get(0).track().trackId()),
                    isVideo ? 0 : stream.levels().get(0).bitrate()));
        }
        for (TextStream text : asset.presentation().texts()) {
            tracks.add(new AssetTrack(assetName, text.name(), AssetTrack.Kind.TEXT,
                    text.source().file().name().substring(folder), text.displayName(), text.language(), false,
                    new TrackPlayback(text.isDefault(), text.isForced(), text.characteristics()), text.role(),
                    (int) Math.min(Integer.MAX_VALUE, text.source().trackId()), 0));
        }
        return tracks;
    }

    /**
     * Whether an asset can be served with a track.
     *
     * @return fails with {@link DynpackException}, which says why it cannot
     */
    CompletableFuture<Void> require(AssetTrack track) {
        return engine.catalog().tracks().list(track.assetName()).thenCompose(stored -> {
            List<AssetTrack> all = new ArrayList<>(stored.value().tracks());
            all.removeIf(other -> other.isNamed(track.name()));
            all.add(track);
            TrackAdditions trial = AddedTracks.of(new Versioned<>(new TrackList(all, List.of()), "trial"));
            return folder(track.assetName()).thenCompose(folder -> engine.assets().tried(folder, MOST, trial));
        }).thenApply(found -> found.orElse(List.of())).thenAccept(assets -> {
            if (assets.isEmpty()) {
                throw new DynpackException("the track " + track.name() + " cannot be stored: nothing of the asset "
                        + track.assetName() + " can be served, so that it would not be either; ingest the asset first");
            }
            boolean isThere = assets.stream().anyMatch(asset -> has(asset, track.name()));
            if (!isThere && !track.isHidden()) {
                throw new DynpackException("the track " + track.name() + " cannot be stored: " + reason(assets, track));
            }
        });
    }

    private static boolean has(LoadedAsset asset, String name) {
        return asset.presentation().stream(name) != null || asset.presentation().text(name) != null;
    }

    private static String reason(List<LoadedAsset> assets, AssetTrack track) {
        String file = track.fileName();
        String reasons = assets.stream().flatMap(asset -> asset.presentation().findings().stream())
                .filter(finding -> file == null
                        ? finding.message().contains(track.name())
                        : finding.file().equals(file) || finding.file().endsWith("/" + file))
                .map(Finding::message).distinct().collect(Collectors.joining("; "));
        return (file == null ? "" : file + " ") + (reasons.isEmpty() ? "cannot be served" : reasons);
    }
}
