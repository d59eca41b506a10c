package io.dynpack.publishing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.dynpack.storage.ListPage;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;
import io.dynpack.storage.WholeObject;

/**
 * Lists the documents below a prefix in pages of the caller's size. One that cannot be read, or lies under the name of another
 * resource, is passed over, and the page says so. A continuation is where the storage stands and the last name
 * that was delivered, so that documents which appear or vanish meanwhile shift nothing.
 */
final class CatalogListing<T> {
    static final int MAX_PAGE = 1000;
    /** Documents read at once. */
    private static final int PARALLEL = 16;

    private final DocumentStore documents;
    private final String prefix;
    private final boolean childrenOnly;
    private final Function<Map<String, Object>, T> type;
    private final Function<T, String> place;

    /** @param place the name under which a resource lies */
    CatalogListing(DocumentStore documents, String prefix, boolean childrenOnly, Function<Map<String, Object>, T> type,
            Function<T, String> place) {
        this.documents = documents;
        this.prefix = prefix;
        this.childrenOnly = childrenOnly;
        this.type = type;
        this.place = place;
    }

    CompletableFuture<CatalogPage<T>> page(int pageSize, @Nullable String continuation) {
        if (pageSize < 1 || pageSize > MAX_PAGE) {
            throw new IllegalArgumentException("a page has 1 to " + MAX_PAGE + " items");
        }
        Position start = continuation == null ? new Position(null, "") : Position.parse(continuation);
        return collect(start, pageSize, new ArrayList<>());
    }

    private CompletableFuture<CatalogPage<T>> collect(Position from, int pageSize, List<Listed> found) {
        int wanted = Math.max(1, pageSize - found.size());
        CompletableFuture<ListPage> listed = childrenOnly
                ? documents.storage().listChildren(prefix, from.storage, wanted)
                : documents.storage().list(prefix, from.storage, wanted);
        return listed.thenCompose(page -> {
            for (StoredObject object : page.objects()) {
                if (object.isFolder() || object.name().compareTo(from.last) <= 0) {
                    continue;
                }
                if (found.size() == pageSize) {
                    return read(found, new Position(from.storage, found.get(pageSize - 1).object.name()).print());
                }
                found.add(new Listed(object, page.contents().get(object.name())));
            }
            if (page.continuation() == null) {
                return read(found, null);
            }
            Position next = new Position(page.continuation(), from.last);
            return found.size() < pageSize
                    ? collect(next, pageSize, found)
                    : read(found, new Position(page.continuation(), found.get(pageSize - 1).object.name()).print());
        });
    }

    /** @param content {@code null} where the document has to be read */
    private record Listed(StoredObject object, @Nullable ByteBuffer content) {}

    private CompletableFuture<CatalogPage<T>> read(List<Listed> found, @Nullable String continuation) {
        return read(found, 0, new ArrayList<>(), new ArrayList<>(), continuation);
    }

    private CompletableFuture<CatalogPage<T>> read(List<Listed> found, int done, List<T> items,
            List<CatalogDocumentException> damaged, @Nullable String continuation) {
        if (done >= found.size()) {
            return CompletableFuture.completedFuture(new CatalogPage<>(items, damaged, continuation));
        }
        List<Listed> batch = found.subList(done, Math.min(found.size(), done + PARALLEL));
        List<CompletableFuture<Outcome<T>>> reads = batch.stream().map(this::read).toList();
        return CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new)).thenCompose(all -> {
            for (CompletableFuture<Outcome<T>> read : reads) {
                read.join().item.ifPresent(items::add);
                read.join().damage.ifPresent(damaged::add);
            }
            return read(found, done + batch.size(), items, damaged, continuation);
        });
    }

    private CompletableFuture<Outcome<T>> read(Listed listed) {
        String name = listed.object.name();
        CompletableFuture<Optional<Versioned<T>>> document = listed.content == null
                ? documents.read(name, type)
                : documents.parse(new WholeObject(listed.object, listed.content), type);
        return DocumentStore.recover(
                document.thenApply(found -> found.map(Versioned::value).map(item -> place.apply(item).equals(name)
                        ? Outcome.of(item)
                        : Outcome.<T>of(new CatalogDocumentException(name, "it lies under the name of another resource", null)))
                        .orElse(new Outcome<>(Optional.empty(), Optional.empty()))),
                cause -> {
                    if (cause instanceof CatalogDocumentException damage) {
                        return CompletableFuture.completedFuture(Outcome.of(damage));
                    }
                    // the storage as a whole was just listed
                    return cause instanceof StorageException.Refused
                            ? CompletableFuture
                                    .completedFuture(
                                            Outcome.of(new CatalogDocumentException(name, "it may not be read", cause)))
                            : DocumentStore.failed(cause);
                });
    }

    private record Outcome<T>(Optional<T> item, Optional<CatalogDocumentException> damage) {
        static <T> Outcome<T> of(T item) {
            return new Outcome<>(Optional.of(item), Optional.empty());
        }

        static <T> Outcome<T> of(CatalogDocumentException damage) {
            return new Outcome<>(Optional.empty(), Optional.of(damage));
        }
    }

    /**
     * @param storage continuation that the storage gave, {@code null} for its first page
     * @param last    name of the last document delivered
     */
    private record Position(@Nullable String storage, String last) {
        String print() {
            String text = (storage == null ? "" : "+" + storage) + "\n" + last;
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        static Position parse(String continuation) {
            String text = new String(Base64.getUrlDecoder().decode(continuation), StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\n');
            if (end < 0) {
                throw new IllegalArgumentException("no continuation of a listing");
            }
            return new Position(end == 0 ? null : text.substring(1, end), text.substring(end + 1));
        }
    }
}
