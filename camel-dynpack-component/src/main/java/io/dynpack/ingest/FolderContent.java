package io.dynpack.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.dynpack.asset.IndexCache;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StoredObject;

/**
 * What lies directly in a folder, hidden files left out.
 *
 * @param folder  empty, or a prefix that ends with {@code /}
 * @param objects by name in the folder, ascending
 */
record FolderContent(String folder, TreeMap<String, StoredObject> objects) {
    /** Files of the ISO base media file format by their usual extensions; whether one really is, its content tells. */
    private static final Set<String> MEDIA = Set.of("mp4", "m4a", "m4v", "mp4a", "mp4v", "m4b", "mov", "qt", "isma", "ismv",
            "cmfa", "cmfv", "f4a", "f4v", "3gp", "3g2");

    static CompletableFuture<FolderContent> list(Storage storage, String folder) {
        if (!folder.isEmpty() && !folder.endsWith("/")) {
            return CompletableFuture
                    .failedFuture(new IngestException("the folder " + folder + " does not end with /", null, null));
        }
        FolderContent content = new FolderContent(folder, new TreeMap<>());
        return content.add(storage, null).thenApply(done -> content);
    }

    private CompletableFuture<Void> add(Storage storage, String continuation) {
        return BoundedTasks.call(() -> storage.listChildren(folder, continuation)).thenCompose(page -> {
            for (StoredObject object : page.objects()) {
                String name = object.name().substring(folder.length());
                if (!object.isFolder() && !name.startsWith(".") && !name.isEmpty()) {
                    objects.put(name, object);
                }
            }
            return page.continuation() == null ? CompletableFuture.completedFuture(null) : add(storage, page.continuation());
        });
    }

    /** Names of files that may hold media, ascending. */
    List<String> media() {
        return names(MEDIA);
    }

    /** Names of server manifests, ascending. */
    List<String> serverManifests() {
        return names(Set.of("ism"));
    }

    private List<String> names(Set<String> extensions) {
        List<String> names = new ArrayList<>();
        for (String name : objects.keySet()) {
            if (extensions.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT))
                    && name.indexOf('.') > 0) {
                names.add(name);
            }
        }
        return names;
    }

    boolean has(String name) {
        return objects.containsKey(name);
    }

    boolean hasIndexOf(String name) {
        return has(name + IndexCache.SUFFIX);
    }

    /** Objects by name, for a report. */
    Map<String, StoredObject> byName() {
        return objects;
    }
}
