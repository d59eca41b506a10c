package io.dynpack.standalone.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.apache.camel.main.Main;

import io.dynpack.ingest.AssetInfo;
import io.dynpack.ingest.MediaNames;

/**
 * The assets that a folder on the command line stands for: itself where it holds media or a server manifest, else its sub-folders
 * that do.
 *
 * @param root  folder whose sub-folders the assets are
 * @param names of the sub-folders, ascending
 */
record AssetFolders(Path root, List<String> names) {

    /** @throws ProblemException where there is no such folder, or no asset in it */
    static AssetFolders of(Path named) throws IOException {
        Path folder = Places.mediaFolder(named);
        Path parent = folder.getParent();
        if (parent != null && isAsset(folder)) {
            return new AssetFolders(parent, List.of(folder.getFileName().toString()));
        }
        List<String> names = new ArrayList<>();
        try (Stream<Path> children = Files.list(folder)) {
            for (Path child : children.filter(Files::isDirectory).sorted().toList()) {
                if (isAsset(child)) {
                    names.add(child.getFileName().toString());
                }
            }
        }
        if (names.isEmpty()) {
            throw new ProblemException("neither " + named + " nor a folder directly in it holds MP4 files");
        }
        return new AssetFolders(folder, names);
    }

    private static boolean isAsset(Path folder) throws IOException {
        if (folder.getFileName().toString().startsWith(".")) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString())
                    .anyMatch(name -> MediaNames.isMp4(name) || MediaNames.isOtherContainer(name)
                            || name.endsWith(".ism") && !name.startsWith("."));
        }
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
