package io.dynpack.publishing;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.dynpack.storage.Storage;

/** The documents of content keys in the storage of a catalog. Knows no value of a key. Never blocks. */
public final class ContentKeyDocuments {
    /** That one key is looked for in. */
    static final int MAX_LOCATORS = 100;

    private static final int SAMPLE = 16;
    /** A key lies before the notes of its locators, of which most have one. */
    private static final int LISTED = 100;

    private final DocumentStore documents;
    private final Clock clock;

    /** @param clock for {@code created} */
    public ContentKeyDocuments(Storage storage, Clock clock) {
        this.documents = new DocumentStore(storage);
        this.clock = clock;
    }

    /** As {@link Storage#patienceMillis()} of the storage. */
    public long patienceMillis() {
        return documents.storage().patienceMillis();
    }

    /** Where the document of a key lies. */
    public static String place(UUID id) {
        return CatalogNames.contentKey(id);
    }

    /** Empty where there is no such key; fails with {@link CatalogDocumentException} where its document cannot be read. */
    public CompletableFuture<Optional<Versioned<ContentKeyDocument>>> read(UUID id) {
        return documents.read(place(id), members -> {
            ContentKeyDocument key = ContentKeyDocument.of(members);
            if (!key.id().equals(id)) {
                throw new IllegalArgumentException("the document lies under the name of another key");
            }
            return key;
        });
    }

    /**
     * Stores a key that has no document yet.
     *
     * @param otherwise answers where it has one, which stays as it is
     */
    public CompletableFuture<Void> create(UUID id, WrappedSecret secret, Supplier<CompletableFuture<Void>> otherwise) {
        ContentKeyDocument key = new ContentKeyDocument(id, ArmTime.print(clock.instant()), secret);
        return documents.<Optional<Void>>create(key.place(), key.toDocument(), Optional.empty(),
                () -> otherwise.get().thenApply(done -> Optional.empty())).thenApply(done -> null);
    }

    /**
     * Notes that a locator has a key, so that whoever asks for the key finds the policies that it is given under. One key may be
     * that of several locators.
     */
    public CompletableFuture<Void> note(UUID id, UUID locatorId) {
        return documents.<Optional<Void>>create(CatalogNames.locatorOfKey(id, locatorId),
                Document.wrap(locatorId.toString(), new LinkedHashMap<>()), Optional.empty(),
                () -> CompletableFuture.completedFuture(Optional.empty())).thenApply(done -> null);
    }

    /** Some of the keys that are stored, up to {@value #SAMPLE}. */
    public CompletableFuture<List<UUID>> some() {
        return documents.storage().list(CatalogNames.CONTENT_KEYS, null, LISTED).thenApply(page -> page.objects().stream()
                .map(object -> CatalogNames.contentKey(object.name())).flatMap(Optional::stream).limit(SAMPLE).toList());
    }

    /** Locators that had a key, up to {@value #MAX_LOCATORS}; some may be gone by now. */
    public CompletableFuture<List<UUID>> locators(UUID id) {
        return documents.storage().list(CatalogNames.locatorsOfKey(id), null, MAX_LOCATORS).thenApply(page -> page.objects()
                .stream().map(object -> CatalogNames.locatorOfKey(object.name())).flatMap(Optional::stream).limit(MAX_LOCATORS)
                .toList());
    }
}
