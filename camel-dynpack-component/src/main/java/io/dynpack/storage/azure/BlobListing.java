package io.dynpack.storage.azure;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import com.azure.core.http.rest.PagedFlux;
import com.azure.core.http.rest.PagedResponse;
import com.azure.storage.blob.BlobContainerAsyncClient;
import com.azure.storage.blob.BlobServiceAsyncClient;
import com.azure.storage.blob.models.BlobContainerItem;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.ListBlobContainersOptions;
import com.azure.storage.blob.models.ListBlobsOptions;

import io.dynpack.storage.ListPage;
import io.dynpack.storage.ObjectNames;
import io.dynpack.storage.StoredObject;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Pages of blobs and containers, each one request; a page may be empty and yet have a successor. */
final class BlobListing {
    /** As many as the service gives at most. */
    static final int PAGE = 5000;
    /** How a storage with folders marks the blobs that stand for them. */
    private static final String FOLDER = "hdi_isfolder";

    private final BlobServiceAsyncClient service;
    private final BlobLayout layout;
    private final BlobCalls calls;

    BlobListing(BlobServiceAsyncClient service, BlobLayout layout, BlobCalls calls) {
        this.service = service;
        this.layout = layout;
        this.calls = calls;
    }

    /**
     * @param deep objects of the whole tree; otherwise objects and folders directly below the prefix
     * @param most of them, at least 1
     */
    CompletableFuture<ListPage> page(String prefix, @Nullable String continuation, boolean deep, int most) {
        if (layout instanceof BlobLayout.OneContainer one) {
            return blobs(one.container(), "", prefix, continuation, deep, one.create(), most);
        }
        BlobLayout.ContainerPerAsset each = (BlobLayout.ContainerPerAsset) layout;
        int slash = prefix.indexOf('/');
        if (slash < 0) {
            return deep
                    ? everything(each, prefix, continuation, most)
                    : containers(each, prefix, continuation, most);
        }
        String container = prefix.substring(0, slash);
        return each.matches(container)
                ? blobs(container, container + "/", prefix.substring(slash + 1), continuation, deep, true, most)
                : CompletableFuture.completedFuture(new ListPage(List.of(), null));
    }

    /**
     * @param before what names have in front of the blob's own
     * @param absent whether an absent container is an empty one
     */
    private CompletableFuture<ListPage> blobs(String container, String before, String prefix, @Nullable String continuation,
            boolean deep, boolean absent, int most) {
        BlobContainerAsyncClient client = service.getBlobContainerAsyncClient(container);
        ListBlobsOptions options = new ListBlobsOptions().setPrefix(prefix.isEmpty() ? null : prefix)
                .setMaxResultsPerPage(Math.min(PAGE, most)).setDetails(new BlobListDetails().setRetrieveMetadata(true));
        return calls.call(before + prefix, 0, attempt -> {
            PagedFlux<BlobItem> children = client.listBlobsByHierarchy("/", options);
            Mono<ListPage> page = first(deep
                    ? client.listBlobs(options, continuation).byPage()
                    : continuation == null ? children.byPage() : children.byPage(continuation))
                    .map(answer -> page(answer, before));
            return absent
                    ? page.onErrorResume(BlobCalls::isNoContainer, failure -> Mono.just(new ListPage(List.of(), null)))
                    : page;
        });
    }

    private <T> Mono<PagedResponse<T>> first(Flux<PagedResponse<T>> pages) {
        return pages.next().timeout(calls.times().answer().plus(calls.times().progress()));
    }

    private static ListPage page(PagedResponse<BlobItem> answer, String before) {
        List<StoredObject> objects = new ArrayList<>(answer.getValue().size());
        Map<String, ByteBuffer> contents = new HashMap<>();
        for (BlobItem item : answer.getValue()) {
            StoredObject object = object(item, before);
            if (object != null) {
                objects.add(object);
                ByteBuffer content = object.isFolder() ? null : InlineContent.of(item);
                if (content != null) {
                    contents.put(object.name(), content);
                }
            }
        }
        // blobs and folders come one behind the other
        objects.sort(Comparator.comparing(StoredObject::name));
        return new ListPage(objects, token(answer.getContinuationToken()), contents);
    }

    /** {@code null} for what is no object: the blob that stands for a folder, a name that the SPI does not have. */
    private static @Nullable StoredObject object(BlobItem item, String before) {
        String name = before + item.getName();
        boolean folder = Boolean.TRUE.equals(item.isPrefix());
        if (!isName(folder && name.endsWith("/") ? name.substring(0, name.length() - 1) : name)) {
            return null;
        }
        if (folder) {
            return new StoredObject(name, 0, "", Instant.EPOCH);
        }
        Map<String, String> metadata = item.getMetadata();
        if (metadata != null && metadata.entrySet().stream()
                .anyMatch(each -> each.getKey().toLowerCase(Locale.ROOT).equals(FOLDER) && "true".equals(each.getValue()))) {
            return null;
        }
        return new StoredObject(name, item.getProperties().getContentLength(),
                EntityTags.version(item.getProperties().getETag()), item.getProperties().getLastModified().toInstant());
    }

    private static boolean isName(String name) {
        try {
            ObjectNames.check(name);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static @Nullable String token(@Nullable String continuation) {
        return continuation == null || continuation.isEmpty() ? null : continuation;
    }

    /** Containers as folders. */
    private CompletableFuture<ListPage> containers(BlobLayout.ContainerPerAsset each, String prefix,
            @Nullable String continuation,
            int most) {
        String pattern = each.prefix();
        if (!pattern.startsWith(prefix) && !prefix.startsWith(pattern)) {
            return CompletableFuture.completedFuture(new ListPage(List.of(), null));
        }
        String longer = prefix.length() > pattern.length() ? prefix : pattern;
        ListBlobContainersOptions options = new ListBlobContainersOptions().setMaxResultsPerPage(Math.min(PAGE, most));
        if (!longer.isEmpty()) {
            options.setPrefix(longer);
        }
        return calls.call(prefix, 0, attempt -> first(continuation == null
                ? service.listBlobContainers(options).byPage()
                : service.listBlobContainers(options).byPage(continuation)).map(answer -> containers(answer, each)));
    }

    private static ListPage containers(PagedResponse<BlobContainerItem> answer, BlobLayout.ContainerPerAsset each) {
        List<StoredObject> folders = new ArrayList<>();
        for (BlobContainerItem container : answer.getValue()) {
            if (each.matches(container.getName()) && isName(container.getName())) {
                folders.add(new StoredObject(container.getName() + "/", 0, "", Instant.EPOCH));
            }
        }
        return new ListPage(folders, token(answer.getContinuationToken()));
    }

    /** One container after the other: a continuation is where the list of containers stands, a tab, and where its blobs do. */
    private CompletableFuture<ListPage> everything(BlobLayout.ContainerPerAsset each, String prefix,
            @Nullable String continuation,
            int most) {
        int tab = continuation == null ? -1 : continuation.indexOf('\t');
        String containers = continuation == null || tab < 0 ? null : token(continuation.substring(0, tab));
        String blobs = continuation == null || tab < 0 ? null : token(continuation.substring(tab + 1));
        return containers(each, prefix, containers, 1).thenCompose(found -> {
            String next = found.continuation() == null ? null : found.continuation() + "\t";
            if (found.objects().isEmpty()) {
                return CompletableFuture.completedFuture(new ListPage(List.of(), next));
            }
            return page(found.objects().get(0).name(), blobs, true, most).thenApply(page -> page.continuation() == null
                    ? new ListPage(page.objects(), next, page.contents())
                    : new ListPage(page.objects(), (containers == null ? "" : containers) + "\t" + page.continuation(),
                            page.contents()));
        });
    }
}
