package io.dynpack.camel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.dynpack.asset.AssetCache;
import io.dynpack.asset.LoadedAsset;
import io.dynpack.asset.TrackAdditions;
import io.dynpack.ingest.SideCarName;
import io.dynpack.origin.AddedTracks;
import io.dynpack.presentation.Finding;
import io.dynpack.publishing.AssetTrack;
import io.dynpack.publishing.TrackList;
import io.dynpack.publishing.TrackPlayback;
import io.dynpack.publishing.Versioned;
import io.dynpack.storage.Storage;

/** Texts beside the media whose names say which language they are in. */
final class SideCars {
    /** Server manifests of a folder that are looked at. */
    private static final int MOST = 64;
    /** Files of one folder. */
    private static final int MOST_FILES = 1000;
    private static final String FOR_THE_DEAF = "public.accessibility.transcribes-spoken-dialog,"
            + "public.accessibility.describes-music-and-sound";
    private static final String CAPTION = "caption";

    private final Storage media;
    private final AssetCache assets;

    SideCars(Storage media, AssetCache assets) {
        this.media = media;
        this.assets = assets;
    }

    /** As tracks, by name of the file; those that a server manifest of the folder names already are left out. */
    CompletableFuture<List<AssetTrack>> find(String assetName, String folder) {
        return list(folder, null, new ArrayList<>()).thenCompose(files -> files.isEmpty()
                ? CompletableFuture.completedFuture(List.of())
                : assets.all(folder, MOST, TrackAdditions.NONE).thenApply(all -> {
                    Set<String> served = all.orElse(List.of()).stream().flatMap(asset -> asset.presentation().texts().stream())
                            .map(text -> text.source().file().name()).collect(Collectors.toSet());
                    return tracks(assetName, files.stream().filter(file -> !served.contains(folder + file)).sorted().toList());
                }));
    }

    private CompletableFuture<List<String>> list(String folder, @Nullable String continuation, List<String> files) {
        return media.listChildren(folder, continuation).thenCompose(page -> {
            page.objects().stream().filter(object -> !object.isFolder())
                    .map(object -> object.name().substring(folder.length()))
                    .filter(name -> !name.startsWith(".") && SideCarName.of(name).isPresent())
                    .limit(MOST_FILES - files.size()).forEach(files::add);
            return page.continuation() == null || files.size() == MOST_FILES
                    ? CompletableFuture.completedFuture(files)
                    : list(folder, page.continuation(), files);
        });
    }

    private static List<AssetTrack> tracks(String assetName, List<String> files) {
        List<AssetTrack> tracks = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String file : files) {
            SideCarName said = SideCarName.of(file).orElseThrow();
            String name = said.trackName();
            for (int i = 1; !names.add(name.toLowerCase(Locale.ROOT)); i++) {
                name = said.trackName() + "_" + i;
            }
            tracks.add(new AssetTrack(assetName, name, AssetTrack.Kind.TEXT, file, said.displayName(), said.language(), false,
                    new TrackPlayback(said.isDefault() ? true : null, said.isForced() ? true : null,
                            said.isSdh() ? FOR_THE_DEAF : null),
                    said.isSdh() ? CAPTION : null, 0, 0));
        }
        return tracks;
    }

    /** What the folder's server manifests say of the files of tracks. */
    CompletableFuture<List<Finding>> findings(String folder, Versioned<TrackList> tracks) {
        if (tracks.value().tracks().isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        Set<String> files = tracks.value().tracks().stream().flatMap(track -> Optional.ofNullable(track.fileName()).stream())
                .collect(Collectors.toSet());
        return assets.all(folder, MOST, AddedTracks.of(tracks)).thenApply(all -> all.orElse(List.of()).stream()
                .map(LoadedAsset::presentation).flatMap(presentation -> presentation.findings().stream())
                .filter(finding -> files.contains(finding.file())).distinct().toList());
    }
}
