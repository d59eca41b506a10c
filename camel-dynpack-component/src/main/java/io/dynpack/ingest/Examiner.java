package io.dynpack.ingest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.dynpack.asset.AssetException;
import io.dynpack.asset.AssetLoader;
import io.dynpack.asset.CueCache;
import io.dynpack.asset.IndexCache;
import io.dynpack.asset.LoadedAsset;
import io.dynpack.asset.TrackAdditions;
import io.dynpack.ism.ClientManifest;
import io.dynpack.presentation.EditListException;
import io.dynpack.presentation.Finding;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.PresentationException;
import io.dynpack.presentation.TrackTimeline;
import io.dynpack.storage.Storage;

/**
 * Looks at a folder: lists it, gets the indexes, reads the manifests, decides which one ingest has to write, loads what is served
 * as the origin would, and checks it. Writes nothing.
 */
final class Examiner {
    /** Documents of text that a report names. */
    private static final int NAMED = 100;

    private final Storage storage;
    private final MediaProbe probe;
    private final AssetLoader loader;
    private final long target;
    private final Function<Presentation, List<Finding>> limits;

    Examiner(Storage storage, IndexCache indexes, CueCache cues, long target, Function<Presentation, List<Finding>> limits) {
        this.storage = storage;
        this.probe = new MediaProbe(storage, indexes);
        this.loader = new AssetLoader(storage, indexes, cues, target);
        this.target = target;
        this.limits = limits;
    }

    /** What is known before anything is loaded. */
    private record Look(FolderContent content, List<ProbedFile> files, List<ManifestFile> manifests, Report report) {

        @Nullable
        ManifestFile manifest(String name) {
            return manifests.stream().filter(file -> file.name().equals(name)).findFirst().orElse(null);
        }
    }

    /** @param added to the tracks of each server manifest that can be served with them */
    CompletableFuture<Examination> examine(String assetName, String folder, Overwrite overwrite, IngestProgress progress,
            TrackAdditions added) {
        return look(folder, progress).thenCompose(look -> {
            ManifestDraft draft = draft(look, assetName, overwrite);
            return draft == null
                    ? asStored(look, added)
                    : load(look, draft, added).thenCompose(asset -> withDraft(look, draft, asset, overwrite, added));
        });
    }

    private CompletableFuture<@Nullable LoadedAsset> load(Look look, ManifestDraft draft, TrackAdditions added) {
        String folder = look.content.folder();
        return load(look, draft.name(), added, tracks -> loader.load(folder, draft.object(folder), draft.manifest(), tracks));
    }

    /** Without the added tracks where these keep it from being served; {@code null} where it cannot be. */
    private static CompletableFuture<@Nullable LoadedAsset> load(Look look, String name, TrackAdditions added,
            Function<TrackAdditions, CompletableFuture<LoadedAsset>> load) {
        return load.apply(added).<@Nullable LoadedAsset>thenApply(asset -> asset).exceptionallyCompose(failure -> {
            boolean again = added != TrackAdditions.NONE && BoundedTasks.cause(failure) instanceof AssetException;
            return again
                    ? load(look, name, TrackAdditions.NONE, load)
                    : CompletableFuture.<@Nullable LoadedAsset>completedFuture(failed(look, name, failure));
        });
    }

    /** The draft of a folder whatever manifests lie there, and what it would be served as. */
    CompletableFuture<GeneratedManifests> generate(String assetName, String folder) {
        return look(folder, IngestProgress.NONE).thenCompose(look -> {
            ManifestDraft draft = draft(look, assetName, Overwrite.ALWAYS);
            if (draft == null) {
                return CompletableFuture.failedFuture(checked(look, null, List.of()).unusable(assetName));
            }
            return load(look, draft, TrackAdditions.NONE)
                    .thenCompose(asset -> asset == null
                            ? CompletableFuture.failedFuture(
                                    checked(look, null, List.of()).unusable(assetName))
                            : CompletableFuture.completedFuture(new GeneratedManifests(draft.name(), draft.manifest(),
                                    draft.clientName(), ManifestDraft.client(asset.presentation(), draft.clientName()))));
        });
    }

    /** A report with added tracks; as it is where these keep the asset from being served. */
    CompletableFuture<AssetInfo> with(AssetInfo info, TrackAdditions added) {
        return loader.load(info.folder(), info.serverManifests().get(0), added).handle((asset, failure) -> {
            Throwable cause = failure == null ? null : BoundedTasks.cause(failure);
            if (cause != null && !(cause instanceof AssetException)) {
                throw new CompletionException(cause);
            }
            if (cause != null) {
                return info;
            }
            Set<Finding> findings = new LinkedHashSet<>(info.findings());
            findings.addAll(asset.presentation().findings());
            List<Finding> sorted = new ArrayList<>(findings);
            sorted.sort(Comparator.comparing(Finding::severity).reversed());
            return new AssetInfo(info.assetName(), info.folder(), true, info.changed(), info.serverManifests(), info.files(),
                    Examination.streams(asset.presentation(), info.folder()), info.duration(), sorted);
        });
    }

    private CompletableFuture<Look> look(String folder, IngestProgress progress) {
        return BoundedTasks.call(() -> FolderContent.list(storage, folder)).thenCompose(content -> probe
                .probe(content, progress)
                .thenCompose(files -> BoundedTasks
                        .map(content.serverManifests(), MediaProbe.LIMIT, name -> ManifestFile.read(storage, folder, name))
                        .thenApply(manifests -> new Look(content, files,
                                manifests.stream().filter(ManifestFile::exists).toList(), new Report(folder)))));
    }

    /**
     * The manifest that ingest is to answer for, or {@code null} where others wrote all that are there. One of ours keeps its
     * name, even where other files would now give another: published URLs hold it.
     */
    private @Nullable ManifestDraft draft(Look look, String assetName, Overwrite overwrite) {
        List<ManifestFile> own = look.manifests.stream().filter(ManifestFile::isOwn).toList();
        List<ManifestFile> all = look.manifests;
        List<String> media = look.files.stream().filter(file -> file.index() != null && !file.index().tracks().isEmpty())
                .map(ProbedFile::name).toList();
        if (media.isEmpty() || own.isEmpty() && !all.isEmpty() && overwrite != Overwrite.ALWAYS) {
            return null;
        }
        String stem = ManifestName.of(media, look.content.folder(), assetName);
        if (!own.isEmpty()) {
            stem = stem(own.get(0).name());
        } else if (all.size() == 1) {
            stem = stem(all.get(0).name());
        }
        ManifestFile existing = look.manifest(stem + ".ism");
        if (existing != null && !existing.mayBeReplaced(overwrite)) {
            return null;
        }
        TrackChoice choice = TrackChoice.of(look.files);
        try {
            ManifestDraft draft = ManifestDraft.of(stem, choice.tracks(), choice.texts(), target);
            look.report.addAll(choice.findings());
            look.report.addAll(draft.findings());
            return draft;
        } catch (PresentationException | IllegalArgumentException e) {
            // the latter where composition offsets turn time backwards
            refusals(look, choice);
            look.report.add(Finding.error("", "no server manifest can be made: " + e.getMessage()));
            return null;
        }
    }

    /** An edit list that cannot be expressed is said for each file, as there is no presentation to say it. */
    private static void refusals(Look look, TrackChoice choice) {
        for (ChosenTrack track : choice.tracks()) {
            try {
                TrackTimeline.of(track.track());
            } catch (EditListException e) {
                look.report.add(Finding.error(track.file().name(), "track " + track.track().trackId() + " is left out: "
                        + e.getMessage() + "; write the file again without edits"));
            }
        }
    }

    private static String stem(String name) {
        return name.substring(0, name.length() - ".ism".length());
    }

    private CompletableFuture<Examination> asStored(Look look, TrackAdditions added) {
        return load(look, look.manifests.stream().map(ManifestFile::name).toList(), added).thenApply(served -> {
            Examination examination = checked(look, null, served);
            if (!served.isEmpty() && look.manifests.stream().noneMatch(ManifestFile::isOwn)) {
                new FileChecks(look.report).unreferenced(look.files, served);
            } else if (served.isEmpty() && !look.manifests.isEmpty()) {
                look.report.add(othersWrote(look.manifests.get(0).name()));
            }
            return examination;
        });
    }

    private CompletableFuture<Examination> withDraft(Look look, ManifestDraft draft, @Nullable LoadedAsset asset,
            Overwrite overwrite, TrackAdditions added) {
        String folder = look.content.folder();
        List<String> others = look.manifests.stream().map(ManifestFile::name).filter(name -> !name.equals(draft.name()))
                .toList();
        return load(look, others, added).thenCompose(loaded -> {
            List<LoadedAsset> served = new ArrayList<>(loaded);
            if (asset == null) {
                return CompletableFuture.completedFuture(checked(look, null, served));
            }
            served.add(asset);
            served.sort(Comparator.comparing(item -> item.ism().name()));
            ClientManifest client = ManifestDraft.client(asset.presentation(), draft.clientName());
            return ManifestFile.read(storage, folder, draft.clientName()).thenApply(stored -> {
                if (!stored.mayBeReplaced(overwrite) && !stored.isOwn()) {
                    look.report.add(othersWrote(stored.name()));
                }
                return checked(look, new Examination.Planned(draft, client,
                        orAbsent(look.manifest(draft.name()), draft.name()), stored), served);
            });
        });
    }

    private static Finding othersWrote(String name) {
        return Finding.info(name, "was written by others and stays as it is; remove it, or ingest with overwrite=always");
    }

    private static ManifestFile orAbsent(@Nullable ManifestFile file, String name) {
        return file == null ? new ManifestFile(name, null, new byte[0]) : file;
    }

    private CompletableFuture<List<LoadedAsset>> load(Look look, List<String> names, TrackAdditions added) {
        return BoundedTasks
                .map(names, MediaProbe.LIMIT,
                        name -> load(look, name, added, tracks -> loader.load(look.content.folder(), name, tracks)))
                .thenApply(assets -> assets.stream().filter(Objects::nonNull).toList());
    }

    /** A manifest that cannot be served is a finding; a storage that does not answer fails the whole. */
    private static @Nullable LoadedAsset failed(Look look, String name, Throwable failure) {
        Throwable cause = BoundedTasks.cause(failure);
        if (cause instanceof AssetException || cause instanceof IllegalArgumentException) {
            synchronized (look.report) {
                look.report.add(Finding.error(name, "cannot be served: " + cause.getMessage()));
            }
            return null;
        }
        throw new CompletionException(cause);
    }

    private static String noMedia(FolderContent content) {
        if (content.objects().isEmpty() && content.folders().isEmpty()) {
            return "the folder " + content.folder() + " does not exist, or is empty";
        }
        return "has no media file; MP4 files are expected directly in the folder"
                + (content.folders().isEmpty() ? "" : ", not in its folder " + content.folders().first());
    }

    /** Documents of text that no server manifest has; the name of one that has a language makes it a track. */
    private static List<String> unnamed(Look look, List<LoadedAsset> served) {
        Set<String> named = new HashSet<>();
        for (LoadedAsset asset : served) {
            asset.presentation().texts().forEach(text -> named.add(text.source().file().name()));
            asset.presentation().findings().forEach(finding -> named.add(finding.file()));
        }
        return look.content.objects().keySet().stream()
                .filter(name -> SideCarName.isMissing(name) && !named.contains(look.content.folder() + name)
                        && !named.contains(name))
                .limit(NAMED).toList();
    }

    private Examination checked(Look look, Examination.@Nullable Planned planned, List<LoadedAsset> served) {
        if (look.files.isEmpty()) {
            look.report.add(Finding.error("", noMedia(look.content)));
        }
        for (String name : look.content.otherContainers()) {
            look.report.add(Finding.warning(name, "is no MP4 file and is left out; write it again as one (ffmpeg -i "
                    + "input -c copy output.mp4)"));
        }
        unnamed(look, served).forEach(name -> look.report.add(Finding.info(name, "is not shown unless a server manifest or a"
                + " track names it, since its name says no language; name it after the language of its text, as in film.en.vtt")));
        new FileChecks(look.report).check(look.files);
        Map<String, ProbedFile> files = new HashMap<>();
        look.files.forEach(file -> files.put(file.object().name(), file));
        PresentationChecks checks = new PresentationChecks(look.report, target, files);
        for (LoadedAsset asset : served) {
            checks.check(asset.presentation());
            look.report.addAll(limits.apply(asset.presentation()));
        }
        return new Examination(look.content, look.files, planned, served, look.report);
    }
}
