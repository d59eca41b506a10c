package io.dynpack.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.dynpack.asset.LoadedAsset;
import io.dynpack.codec.AudioCodec;
import io.dynpack.codec.VideoCodec;
import io.dynpack.index.TrackKind;
import io.dynpack.ism.ClientManifest;
import io.dynpack.presentation.Finding;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TextStream;

/**
 * A folder after it was looked at, and what is to be written there.
 *
 * @param content as listed
 * @param files   the media, ascending by name
 * @param planned the manifests to be there, or {@code null} where those that are there stay as they are
 * @param served  what is served, by ascending name of the server manifest; empty where nothing can be
 * @param report  the findings
 */
record Examination(FolderContent content, List<ProbedFile> files, @Nullable Planned planned, List<LoadedAsset> served,
        Report report) {
    /** Files that a message names. */
    private static final int NAMED = 10;

    /**
     * Manifests to be there.
     *
     * @param draft  the server manifest
     * @param client beside the draft
     * @param server what lies under the draft's name now
     * @param stored what lies under the client manifest's name now
     */
    record Planned(ManifestDraft draft, ClientManifest client, ManifestFile server, ManifestFile stored) {}

    boolean isUsable() {
        return !served.isEmpty();
    }

    AssetInfo info(String assetName, boolean changed) {
        TreeSet<String> manifests = new TreeSet<>(content.serverManifests());
        if (planned != null) {
            manifests.add(planned.draft.name());
        }
        Presentation presentation = isUsable() ? served.get(0).presentation() : null;
        return new AssetInfo(assetName, content.folder(), isUsable(), changed, List.copyOf(manifests),
                files.stream()
                        .map(file -> new AssetInfo.MediaFile(file.name(), file.object().length(), file.object().version()))
                        .toList(),
                presentation == null ? List.of() : streams(presentation, content.folder()),
                presentation == null ? null : Seconds.exact(presentation.end()), report.sorted());
    }

    /** What is served, in the order of the presentation. */
    static List<AssetInfo.StreamInfo> streams(Presentation presentation, String folder) {
        List<AssetInfo.StreamInfo> streams = new ArrayList<>();
        presentation.streams().forEach(stream -> streams.add(stream(stream, folder)));
        presentation.texts().forEach(text -> streams.add(text(text, folder)));
        return streams;
    }

    private static AssetInfo.StreamInfo stream(Stream stream, String folder) {
        List<AssetInfo.LevelInfo> levels = new ArrayList<>();
        for (Level level : stream.levels()) {
            VideoCodec video = level.codec() instanceof VideoCodec codec ? codec : null;
            AudioCodec audio = level.codec() instanceof AudioCodec codec ? codec : null;
            levels.add(new AssetInfo.LevelInfo(level.bitrate(), level.file().name().substring(folder.length()),
                    level.codec().rfc6381(false), video == null ? 0 : video.width(), video == null ? 0 : video.height(),
                    audio == null ? 0 : audio.channels(), audio == null ? 0 : audio.sampleRate()));
        }
        return new AssetInfo.StreamInfo(video(stream) ? "video" : "audio", stream.name(), stream.language(),
                stream.timeline().count(), levels);
    }

    private static AssetInfo.StreamInfo text(TextStream text, String folder) {
        return new AssetInfo.StreamInfo("text", text.name(), text.language(), text.timeline().count(),
                List.of(new AssetInfo.LevelInfo(text.bitrate(),
                        text.source().file().name().substring(folder.length()), TextStream.FOURCC, 0, 0, 0, 0)));
    }

    private static boolean video(Stream stream) {
        return stream.kind() == TrackKind.VIDEO;
    }

    /** Why nothing can be served, file by file. */
    IngestException unusable(String assetName) {
        AssetInfo info = info(assetName, false);
        StringBuilder message = new StringBuilder("nothing in ")
                .append(content.folder().isEmpty() ? "the folder of " + assetName : content.folder()).append(" can be served");
        List<Finding> errors = info.findings().stream().filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .toList();
        for (Finding error : errors.subList(0, Math.min(NAMED, errors.size()))) {
            message.append("; ").append(error.file().isEmpty() ? "" : error.file() + " ").append(error.message());
        }
        if (errors.size() > NAMED) {
            message.append("; and ").append(errors.size() - NAMED).append(" more");
        }
        return new IngestException(message.toString(), info, null);
    }
}
