package io.dynpack.camel.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.dynpack.storage.Storage;

/** The files of an asset by name. */
final class AssetFiles {
    /** An asset with more files is not listed further. */
    private static final int MAX_FILES = 10_000;

    private AssetFiles() {}

    /**
     * @param serverManifests names that end with {@code .ism}
     * @param others          all other names
     */
    record Names(List<String> serverManifests, List<String> others) {
        boolean isEmpty() {
            return serverManifests.isEmpty() && others.isEmpty();
        }
    }

    static CompletableFuture<Names> list(Storage media, String folder) {
        return list(media, folder, null, new Names(new ArrayList<>(), new ArrayList<>()));
    }

    private static CompletableFuture<Names> list(Storage media, String folder, @Nullable String continuation, Names names) {
        return media.listChildren(folder, continuation).thenCompose(page -> {
            page.objects().stream().filter(object -> !object.isFolder()).forEach(object -> {
                String name = object.name().substring(folder.length());
                boolean ism = name.toLowerCase(Locale.ROOT).endsWith(".ism");
                (ism ? names.serverManifests : names.others).add(name);
            });
            boolean more = page.continuation() != null && names.others.size() < MAX_FILES;
            return more ? list(media, folder, page.continuation(), names) : CompletableFuture.completedFuture(names);
        });
    }
}
