package io.dynpack.tests.blob;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.ListBlobsOptions;

import io.dynpack.keys.KeyEncryption;
import io.dynpack.keys.KeyEncryptionKeys;
import io.dynpack.keys.StoredSecrets;
import io.dynpack.publishing.Asset;
import io.dynpack.publishing.Catalog;
import io.dynpack.publishing.CatalogPage;
import io.dynpack.publishing.ContentKeyDocuments;
import io.dynpack.publishing.LocatorLookup;
import io.dynpack.publishing.LocatorRequest;
import io.dynpack.publishing.StreamingLocator;
import io.dynpack.storage.PutCondition;
import io.dynpack.storage.StoredObject;
import io.dynpack.storage.azure.BlobAccount;
import io.dynpack.storage.azure.BlobLayout;
import io.dynpack.storage.azure.BlobStorage;
import io.dynpack.storage.azure.BlobTimes;

import static org.assertj.core.api.Assertions.assertThat;

/** The catalog over a blob service: many nodes, and many documents. */
@Tag("node")
@ExtendWith(Azurite.Provider.class)
class BlobCatalogTest {
    /**
     * More by {@code bench/many-locators.sh}; Azurite keeps its blobs in one list and looks through it at every call, so that
     * filling takes a time that grows with the square.
     */
    private static final int DOCUMENTS = Integer.getInteger("dynpack.catalog.documents", 1500);
    private static final String POLICY = "Predefined_ClearStreamingOnly";

    private final Azurite azurite;
    private final BlobContainerClient container;
    private final FaultyProxy proxy;
    private final List<BlobStorage> storages = new ArrayList<>();

    BlobCatalogTest(Azurite azurite) {
        this.azurite = azurite;
        this.container = azurite.container("catalog-test");
        this.proxy = new FaultyProxy(azurite.port(), 3);
    }

    @AfterEach
    void close() {
        storages.forEach(BlobStorage::close);
        proxy.close();
    }

    private BlobStorage storage(int port) {
        BlobStorage storage = new BlobStorage(BlobAccount.ofConnectionString(azurite.connectionString(port)),
                new BlobLayout.OneContainer(container.getBlobContainerName(), true),
                BlobTimes.DEFAULT.withTotal(Duration.ofSeconds(10)));
        storages.add(storage);
        return storage;
    }

    private Catalog node() {
        BlobStorage storage = storage(azurite.port());
        KeyEncryption encryption = new KeyEncryptionKeys(new byte[KeyEncryptionKeys.SIZE], List.of());
        return new Catalog(storage, Clock.systemUTC(),
                new StoredSecrets(new ContentKeyDocuments(storage, Clock.systemUTC()), encryption, null));
    }

    private static LocatorRequest request(String asset, String name) {
        return LocatorRequest.of(asset, POLICY).withName(name);
    }

    private static List<StreamingLocator> all(Catalog catalog, int pageSize) {
        List<StreamingLocator> all = new ArrayList<>();
        String continuation = null;
        do {
            CatalogPage<StreamingLocator> page = catalog.list(pageSize, continuation).join();
            assertThat(page.damaged()).isEmpty();
            assertThat(page.items()).hasSizeLessThanOrEqualTo(pageSize);
            all.addAll(page.items());
            continuation = page.continuation();
        } while (continuation != null);
        return all;
    }

    @Test
    void twoNodesThatPublishAtOnceLoseNothing() {
        Catalog one = node();
        Catalog two = node();
        one.putAsset(Asset.at("a", "a", null)).join();
        List<CompletableFuture<StreamingLocator>> published = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            // each name from both, and one that only either has
            published.add(one.publish(request("a", "both-" + i)));
            published.add(two.publish(request("a", "both-" + i)));
            published.add(one.publish(request("a", "one-" + i)));
            published.add(two.publish(request("a", "two-" + i)));
        }
        Set<UUID> ids = published.stream().map(future -> future.join().streamingLocatorId()).collect(Collectors.toSet());
        assertThat(ids).hasSize(180);
        Catalog third = node();
        assertThat(all(third, 50)).extracting(StreamingLocator::streamingLocatorId).containsExactlyInAnyOrderElementsOf(ids);
        for (CompletableFuture<StreamingLocator> each : published) {
            assertThat(third.get(each.join().name()).join()).contains(each.join());
        }
    }

    @Test
    void whoDiesWhilePublishingLosesNothing() {
        Catalog survivor = node();
        survivor.putAsset(Asset.at("a", "a", null)).join();
        for (int round = 0; round < 10; round++) {
            int last = round;
            try (FaultyProxy cable = new FaultyProxy(azurite.port(), round)) {
                Catalog dying = new Catalog(storage(cable.port()), Clock.systemUTC());
                List<CompletableFuture<StreamingLocator>> burst = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    burst.add(dying.publish(request("a", "burst-" + round + "-" + i)));
                }
                org.awaitility.Awaitility.await().pollInterval(Duration.ofMillis(1))
                        .until(() -> cable.calls().stream().filter(call -> call.method().equals("PUT")).count() > last * 2L);
                cable.close();
                List<StreamingLocator> done = burst.stream().filter(CompletableFuture::isDone)
                        .filter(future -> !future.isCompletedExceptionally()).map(CompletableFuture::join).toList();
                for (StreamingLocator locator : done) {
                    assertThat(survivor.byId(locator.streamingLocatorId()).join()).contains(locator);
                }
                for (int i = 0; i < 10; i++) {
                    StreamingLocator finished = survivor.publish(request("a", "burst-" + round + "-" + i)).join();
                    assertThat(survivor.byId(finished.streamingLocatorId()).join()).contains(finished);
                }
            }
        }
        assertThat(all(survivor, 1000)).hasSize(100);
    }

    @Test
    void everyNodeSeesAChangeWithinTenSeconds() {
        Catalog one = node();
        one.putAsset(Asset.at("a", "a", null)).join();
        StreamingLocator locator = one.publish(request("a", "seen")).join();
        LocatorLookup lookup = new LocatorLookup(node(), Clock.systemUTC(), Duration.ofSeconds(5), 1000);
        assertThat(lookup.locator(locator.streamingLocatorId()).join()).isPresent();
        one.revoke("seen").join();
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(10))
                .until(() -> lookup.locator(locator.streamingLocatorId()).join().isEmpty());
    }

    @Test
    void documentsThatOthersWroteAreListedByTheirContent() {
        Catalog catalog = node();
        catalog.putAsset(Asset.at("a", "a", null)).join();
        StreamingLocator locator = catalog.publish(request("a", "before")).join();
        BlobClient blob = container.getBlobClient("catalog/streamingLocators/"
                + locator.streamingLocatorId().toString().substring(0, 2) + "/" + locator.streamingLocatorId() + ".json");
        var metadata = blob.getProperties().getMetadata();
        assertThat(metadata).containsKey("dynpackcontent");
        String changed = blob.downloadContent().toString().replace("\"before\"", "\"after\"");
        blob.upload(BinaryData.fromString(changed), true);
        // as a tool does that copies the metadata of what it replaces
        blob.setMetadata(metadata);
        assertThat(all(catalog, 10)).extracting(StreamingLocator::name).containsExactly("after");
    }

    /** Metadata shows to whoever may list. */
    @Test
    void valuesOfKeysLieInNoBlobAndNoMetadata() {
        Catalog catalog = node();
        catalog.putAsset(Asset.at("a", "a", null)).join();
        String value = "c2VjcmV0IG9mIHNpeHRlZQ==";
        String id = "f0f7b4a1-0a6f-4ae4-8f0f-3b1d5a1f2a11";
        StreamingLocator secret = catalog.publish(LocatorRequest.of(Map.of("name", "secret", "assetName", "a",
                "streamingPolicyName", POLICY, "contentKeys", List.of(Map.of("id", id, "value", value))))).join();
        List<String> seen = new ArrayList<>();
        container.listBlobs(new ListBlobsOptions().setPrefix("catalog/")
                .setDetails(new BlobListDetails().setRetrieveMetadata(true)), null).forEach(blob -> {
                    seen.add(blob.getName());
                    String content = container.getBlobClient(blob.getName()).downloadContent().toString();
                    assertThat(content).as(blob.getName()).doesNotContain(value);
                    if (blob.getMetadata() != null) {
                        for (String metadata : blob.getMetadata().values()) {
                            String text = new String(Base64.getUrlDecoder().decode(metadata), StandardCharsets.UTF_8);
                            assertThat(metadata + text).as(blob.getName()).doesNotContain(value);
                        }
                    }
                });
        assertThat(seen).contains("catalog/contentKeys/f0/" + id + ".json");
        assertThat(all(node(), 10)).containsExactly(secret);
        assertThat(secret.contentKeys().get(0)).containsEntry("id", id).doesNotContainKey("value");
    }

    /** How often the service is called for each. */
    private record Calls(int publish, int lookUp, int page) {}

    @Test
    void manyDocumentsCostWhatFewDo() throws InterruptedException {
        BlobStorage storage = storage(proxy.port());
        Catalog catalog = new Catalog(storage, Clock.systemUTC());
        catalog.putAsset(Asset.at("a", "a", null)).join();
        for (int i = 0; i < 10; i++) {
            catalog.publish(request("a", "first-" + i)).join();
        }
        Calls few = calls(catalog, "few");
        fill(storage(azurite.port()), catalog.publish(request("a", "template")).join());
        Calls many = calls(catalog, "many");
        assertThat(many).isEqualTo(few);
        assertThat(many.lookUp).isEqualTo(1);
        assertThat(many.page).isEqualTo(1);
        List<StreamingLocator> all = all(catalog, 1000);
        Set<UUID> ids = new HashSet<>();
        all.forEach(locator -> ids.add(locator.streamingLocatorId()));
        assertThat(ids).hasSameSizeAs(all).hasSizeGreaterThan(DOCUMENTS);
    }

    private Calls calls(Catalog catalog, String name) {
        StreamingLocator[] locator = new StreamingLocator[1];
        Calls calls = new Calls(calls(() -> locator[0] = catalog.publish(request("a", name)).join()),
                calls(() -> catalog.byId(locator[0].streamingLocatorId()).join()),
                calls(() -> assertThat(catalog.list(10, null).join().items()).hasSize(10)));
        catalog.revoke(name).join();
        return calls;
    }

    private int calls(Runnable action) {
        proxy.forget();
        action.run();
        return proxy.calls().size();
    }

    /** Locators as publishing writes them, both documents of each. */
    private void fill(BlobStorage storage, StreamingLocator template) throws InterruptedException {
        String id = template.streamingLocatorId().toString();
        String text = container.getBlobClient("catalog/streamingLocators/" + id.substring(0, 2) + "/" + id + ".json")
                .downloadContent().toString();
        Semaphore running = new Semaphore(8);
        List<CompletableFuture<StoredObject>> failed = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            String newId = UUID.nameUUIDFromBytes(("locator " + i).getBytes(StandardCharsets.UTF_8)).toString();
            String name = "filled-" + i;
            ByteBuffer document = ByteBuffer.wrap(text.replace(id, newId).replace("\"template\"", "\"" + name + "\"")
                    .getBytes(StandardCharsets.UTF_8));
            for (String at : List.of("catalog/streamingLocators/" + newId.substring(0, 2) + "/" + newId + ".json",
                    "catalog/streamingLocatorNames/" + name)) {
                running.acquire();
                CompletableFuture<StoredObject> put = storage.put(at, document, PutCondition.ALWAYS);
                put.whenComplete((done, failure) -> running.release());
                if (put.isCompletedExceptionally()) {
                    failed.add(put);
                }
            }
        }
        running.acquire(8);
        try {
            failed.forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            throw new AssertionError("the catalog was not filled", e);
        }
    }
}
