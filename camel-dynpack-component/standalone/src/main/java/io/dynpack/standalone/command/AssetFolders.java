package io.dynpack.standalone.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.apache.camel.main.Main;

import io.dynpack.ingest.AssetInfo;
import io.dynpack.ingest.MediaNames;

/**
 * The assets that a folder on the command line stands for: itself where it holds a server manifest; its sub-folders where some of
 * them are assets, as when it is served; else itself where it holds media.
 *
 * @param root   folder whose sub-folders the assets are
 * @param names  of the sub-folders, ascending
 * @param loose  media that lie beside these, which nothing serves; ascending
 * @param closed sub-folders that may not be read, such as {@code lost+found} of a volume; ascending
 */
record AssetFolders(Path root, List<String> names, List<String> loose, List<String> closed) {

    /** @throws ProblemException where there is no such folder, or no asset in it */
    static AssetFolders of(Path named) throws IOException {
        Path folder = Places.mediaFolder(named);
        List<String> media = files(folder, name -> MediaNames.isMp4(name) || MediaNames.isOtherContainer(name));
        boolean hasManifest = !files(folder, AssetFolders::isManifest).isEmpty();
        List<String> names = new ArrayList<>();
        List<String> closed = new ArrayList<>();
        try (Stream<Path> children = Files.list(folder)) {
            for (Path child : children.filter(Files::isDirectory).sorted().toList()) {
                String name = child.getFileName().toString();
                try {
                    if (!hasManifest && isAsset(child)) {
                        names.add(name);
                    }
                } catch (AccessDeniedException e) {
                    closed.add(name);
                }
            }
        }
        Path parent = folder.getParent();
        if (names.isEmpty() && parent != null && isAsset(folder)) {
            return new AssetFolders(parent, List.of(folder.getFileName().toString()), List.of(), List.of());
        }
        if (names.isEmpty()) {
            throw new ProblemException("neither " + named + " nor a folder directly in it holds MP4 files");
        }
        return new AssetFolders(folder, names, media, closed);
    }

    private static boolean isAsset(Path folder) throws IOException {
        return !folder.getFileName().toString().startsWith(".") && !files(folder,
                name -> MediaNames.isMp4(name) || MediaNames.isOtherContainer(name) || isManifest(name)).isEmpty();
    }

    private static boolean isManifest(String name) {
        return name.endsWith(".ism") && !name.startsWith(".");
    }

    private static List<String> files(Path folder, Predicate<String> wanted) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).filter(wanted).sorted()
                    .toList();
        }
    }

    /** A line for each of {@link #loose} and {@link #closed}. */
    List<String> passedOver() {
        return Stream.concat(
                loose.stream().map(name -> name + ": is passed over, since an asset is a folder; put the file into one"),
                closed.stream().map(name -> name + ": is passed over, since it may not be listed")).toList();
    }

    /**
     * Looks at each of them, and writes nothing.
     *
     * @param told gets each as soon as it was looked at
     */
    void describe(Consumer<AssetInfo> told) throws Exception {
        StatusLine status = StatusLine.install();
        Main main = new Main();
        main.addInitialProperty("camel.component.dynpack.directory", root.toString());
        // the component wants a place for its catalog; nothing here reads or writes one
        main.addInitialProperty("camel.component.dynpack.catalogDirectory", root.toString());
        try (MediaSession session = new MediaSession(main)) {
            for (int i = 0; i < names.size(); i++) {
                status.show("looking at " + names.get(i) + " (" + (i + 1) + " of " + names.size() + ")");
                AssetInfo info = session.describe(names.get(i));
                status.show("");
                told.accept(info);
            }
        }
    }
}
