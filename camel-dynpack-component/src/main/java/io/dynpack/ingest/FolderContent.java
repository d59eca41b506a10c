package io.dynpack.ingest;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.dynpack.asset.IndexCache;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StoredObject;

/**
 * What lies directly in a folder, hidden files left out.
 *
 * @param folder  empty, or a prefix that ends with {@code /}
 * @param objects files by name in the folder, ascending
 * @param folders names of the folders in it, ascending, each with a slash at its end
 */
record FolderContent(String folder, TreeMap<String, StoredObject> objects, TreeSet<String> folders) {

    static CompletableFuture<FolderContent> list(Storage storage, String folder) {
        if (!folder.isEmpty() && !folder.endsWith("/")) {
            return CompletableFuture
                    .failedFuture(new IngestException("the folder " + folder + " does not end with /", null, null));
        }
        FolderContent content = new FolderContent(folder, new TreeMap<>(), new TreeSet<>());
        return content.add(storage, null).thenApply(done -> content);
    }

    private CompletableFuture<Void> add(Storage storage, @Nullable String continuation) {
        return BoundedTasks.call(() -> storage.listChildren(folder, continuation)).thenCompose(page -> {
            for (StoredObject object : page.objects()) {
                String name = object.name().substring(folder.length());
                if (name.startsWith(".") || name.isEmpty()) {
                    continue;
                }
                if (object.isFolder()) {
                    folders.add(name);
                } else {
                    objects.put(name, object);
                }
            }
            return page.continuation() == null ? CompletableFuture.completedFuture(null) : add(storage, page.continuation());
        });
    }

    /** Names of files that may hold media, ascending. */
    List<String> media() {
        return names(MediaNames::isMp4);
    }

    /** Names of files that hold media in other containers than MP4, ascending. */
    List<String> otherContainers() {
        return names(MediaNames::isOtherContainer);
    }

    /** Names of server manifests, ascending. */
    List<String> serverManifests() {
        return names(name -> name.indexOf('.') > 0 && name.toLowerCase(Locale.ROOT).endsWith(".ism"));
    }

    private List<String> names(Predicate<String> wanted) {
        return objects.keySet().stream().filter(wanted).toList();
    }

    boolean has(String name) {
        return objects.containsKey(name);
    }

    boolean hasIndexOf(String name) {
        return has(name + IndexCache.SUFFIX);
    }

    /** The object of a name that is listed. */
    StoredObject object(String name) {
        return Objects.requireNonNull(objects.get(name));
    }
}
