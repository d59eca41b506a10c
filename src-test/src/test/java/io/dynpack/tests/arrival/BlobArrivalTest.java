package io.dynpack.tests.arrival;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;

import io.dynpack.asset.IndexCache;
import io.dynpack.publishing.StreamingLocator;
import io.dynpack.tests.blob.Azurite;
import io.dynpack.tests.http.RawHttp;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** From blobs that the SDK's own client uploads to a manifest that is served, without a human step. */
@Tag("node")
@ExtendWith(Azurite.Provider.class)
class BlobArrivalTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Azurite azurite;
    private final String suffix = UUID.randomUUID().toString().substring(0, 8);

    BlobArrivalTest(Azurite azurite) {
        this.azurite = azurite;
    }

    private ArrivalNode node(List<String> routes, Map<String, String> properties) throws Exception {
        return unstarted(routes, properties).start();
    }

    private ArrivalNode unstarted(List<String> routes, Map<String, String> properties) throws Exception {
        Map<String, String> all = new HashMap<>(properties);
        all.put("camel.server.enabled", "true");
        all.put("camel.server.host", "127.0.0.1");
        all.put("camel.server.port", "0");
        all.put("camel.beans.eventLoops", "#class:io.dynpack.camel.vertx.EventLoops");
        all.put("camel.component.dynpack.connectionString", azurite.connectionString());
        all.put("camel.component.dynpack.azureCatalogContainer", "catalog-" + suffix);
        return new ArrivalNode(Stream.concat(routes.stream(), Stream.of("streaming")).toList(), all)
                .bind("blobServiceClient", azurite.client());
    }

    private static void upload(BlobContainerClient container, String folder) throws IOException {
        try (Stream<Path> files = Files.list(Fixtures.single())) {
            for (Path file : files.filter(name -> name.toString().endsWith(".mp4")).toList()) {
                container.getBlobClient(folder + file.getFileName()).uploadFromFile(file.toString(), true);
            }
        }
    }

    private static void mark(BlobContainerClient container, String folder) {
        container.getBlobClient(folder + "_ready").upload(BinaryData.fromString("at " + System.nanoTime()), true);
    }

    /** What a player sees of the only locator there is. */
    private static int manifest(ArrivalNode node) throws IOException {
        List<?> locators = node.context().createProducerTemplate().requestBody("dynpack:listLocators", null, List.class);
        if (locators.isEmpty()) {
            return 0;
        }
        return manifest(node, ((StreamingLocator) locators.get(0)).streamingLocatorId().toString());
    }

    private static int manifest(ArrivalNode node, String id) {
        int port = node.context().hasService(VertxPlatformHttpServer.class).getPort();
        return new RawHttp(URI.create("http://127.0.0.1:" + port + "/"))
                .get("/" + id + "/single.ism/manifest(format=m3u8-cmaf)").status();
    }

    @Test
    void anEventStartsItAndTheManifestIsThereWithinFiveSeconds() throws Exception {
        KafkaBroker broker = KafkaBroker.running();
        String topic = "blobs-" + suffix;
        broker.createTopic(topic, 2);
        String name = "asset-" + suffix;
        BlobContainerClient container = azurite.client().createBlobContainer(name);
        try (ArrivalNode node = node(List.of("event-arrival"),
                Map.of("camel.component.dynpack.azureContainers", name + ",other-*",
                        "camel.component.kafka.brokers", broker.address(), "arrival.topic", topic, "arrival.group", topic))) {
            await().atMost(SOON).until(() -> broker.members(topic) == 1);
            upload(container, "");
            mark(container, "");
            broker.send(topic, name, EventArrivalTest.event(name, "_ready"));
            await().pollInterval(Duration.ofMillis(100)).atMost(Duration.ofSeconds(5)).until(() -> manifest(node) == 200);
            await().atMost(SOON).until(() -> !node.published().isEmpty());

            assertThat(node.published()).containsExactly(name);
            assertThat(node.refused()).isEmpty();
        }
    }

    @Test
    void aListingFindsMarkersOnceInEachVersion() throws Exception {
        String name = "media-" + suffix;
        BlobContainerClient container = azurite.client().createBlobContainer(name);
        upload(container, "films/one/");
        upload(container, "films/unfinished/");
        container.getBlobClient("films/broken/clip.mp4").upload(BinaryData.fromString("no media"));
        mark(container, "films/broken/");
        mark(container, "films/one/");
        try (ArrivalNode node = node(List.of("blob-arrival"), Map.of("camel.component.dynpack.azureContainer", name,
                "azure.account", "devstoreaccount1", "azure.container", name, "arrival.period", "300"))) {
            await().atMost(SOON).until(() -> manifest(node) == 200);
            await().atMost(SOON).until(() -> !node.refused().isEmpty() && !node.published().isEmpty());
            assertThat(node.published()).containsExactly("films/one");

            mark(container, "films/one/");
            await().atMost(SOON).until(() -> node.published().size() == 2);
            mark(container, "films/unfinished/");
            await().atMost(SOON).until(() -> node.published().size() == 3);

            assertThat(node.published()).containsExactly("films/one", "films/one", "films/unfinished");
            assertThat(node.refused()).singleElement().asString().contains("clip.mp4");
        }
    }

    @Test
    void whatTheCatalogCannotTakeIsRefusedOnceAndMoreMarkersThanAreRememberedComeAgain() throws Exception {
        String name = "media-" + suffix;
        BlobContainerClient container = azurite.client().createBlobContainer(name);
        upload(container, "one/");
        mark(container, "one/");
        Map<String, String> properties = Map.of("camel.component.dynpack.azureContainer", name, "azure.account",
                "devstoreaccount1", "azure.container", name, "arrival.period", "200", "arrival.streamingPolicy",
                "NoSuchPolicy");
        Map<String, String> naming = new HashMap<>(properties);
        // takes down names in place of reasons
        naming.put("arrival.refused", "bean:published");
        try (ArrivalNode node = node(List.of("blob-arrival"), naming)) {
            await().atMost(SOON).until(() -> !node.published().isEmpty());
            upload(container, "two/");
            mark(container, "two/");
            // the first is listed again before the second
            await().atMost(SOON).until(() -> node.published().contains("two"));

            assertThat(node.published()).containsExactly("one", "two");
        }
        Map<String, String> forgetful = new HashMap<>(properties);
        forgetful.put("arrival.markers", "1");
        try (ArrivalNode node = node(List.of("blob-arrival"), forgetful)) {
            await().atMost(SOON).until(() -> node.refused().size() > 4);

            assertThat(node.refused()).allMatch(reason -> reason.contains("NoSuchPolicy"));
        }
    }

    @Test
    void whatFailsLeavesTheListingsToOthersForAWhile() throws Exception {
        String name = "media-" + suffix;
        BlobContainerClient container = azurite.client().createBlobContainer(name);
        upload(container, "one/");
        mark(container, "one/");
        List<Long> attempts = new CopyOnWriteArrayList<>();
        try (ArrivalNode node = unstarted(List.of("blob-arrival"), Map.of("camel.component.dynpack.azureContainer", name,
                "azure.account", "devstoreaccount1", "azure.container", name, "arrival.period", "100", "arrival.published",
                "bean:telling"))) {
            node.bind("telling", (Processor) exchange -> {
                attempts.add(System.nanoTime());
                if (attempts.size() < 5) {
                    throw new SocketTimeoutException("no answer");
                }
            }).start();
            await().atMost(SOON).until(() -> attempts.size() == 5);

            // 0, 1, 2 and 4 s
            assertThat(attempts.get(4) - attempts.get(0)).isGreaterThan(Duration.ofSeconds(7).toNanos());
            assertThat(node.refused()).isEmpty();
        }
    }

    @Test
    void aWatchFindsContainers() throws Exception {
        String name = "asset-" + suffix;
        BlobContainerClient container = azurite.client().createBlobContainer(name + "-1");
        upload(container, "");
        azurite.client().createBlobContainer(name + "-empty");
        try (ArrivalNode node = node(List.of("folder-arrival"), Map.of("camel.component.dynpack.azureContainers", name + "-*",
                "arrival.period", "300", "arrival.minAge", "1s"))) {
            await().atMost(SOON).until(() -> manifest(node) == 200);
            await().atMost(SOON).until(() -> !node.published().isEmpty());

            assertThat(node.published()).containsExactly(name + "-1");
        }
    }

    @Test
    void documentsLieBesideTheBlobs() throws Exception {
        String name = "asset-" + suffix;
        String id = "7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa";
        BlobContainerClient container = azurite.client().createBlobContainer(name + "-1");
        BinaryData document = BinaryData.fromString("{\"name\": \"summer\", \"streamingLocatorId\": \"" + id + "\"}");
        container.getBlobClient("streamingLocators.json").upload(document);
        upload(container, "");
        try (ArrivalNode node = node(List.of("folder-arrival", "account-documents"),
                Map.of("camel.component.dynpack.azureContainers", name + "-*", "arrival.period", "300", "arrival.minAge",
                        "1s"))) {
            await().atMost(SOON).until(() -> !node.published().isEmpty());
            assertThat(manifest(node, id)).isEqualTo(200);

            container.getBlobClient("streamingLocators.json").upload(BinaryData.fromString("[]"), true);
            await().atMost(SOON).until(() -> manifest(node, id) == 404);
            container.getBlobClient("streamingLocators.json").delete();
            await().atMost(SOON).until(() -> node.published().size() == 2);
            assertThat(node.refused()).isEmpty();
        }
    }

    @Test
    void aWatchMayWaitForAServerManifest() throws Exception {
        String name = "asset-" + suffix;
        BlobContainerClient first = azurite.client().createBlobContainer(name + "-1");
        BlobContainerClient second = azurite.client().createBlobContainer(name + "-2");
        upload(first, "");
        upload(second, "");
        second.getBlobClient("single.ism").upload(BinaryData.fromString("""
                <?xml version="1.0" encoding="utf-8"?>
                <smil xmlns="http://www.w3.org/2001/SMIL20/Language">
                  <head><meta name="formats" content="mp4" /></head>
                  <body><switch>
                    <video src="single.mp4" /><audio src="single.mp4" />
                  </switch></body>
                </smil>
                """));
        try (ArrivalNode node = node(List.of("folder-arrival"), Map.of("camel.component.dynpack.azureContainers", name + "-*",
                "arrival.period", "300", "arrival.readLock", "manifest"))) {
            await().atMost(SOON).until(() -> manifest(node) == 200);
            await().atMost(SOON).until(() -> !node.published().isEmpty());

            assertThat(node.published()).containsExactly(name + "-2");
            assertThat(second.getBlobClient("single.ism").downloadContent().toString())
                    .contains("<meta name=\"formats\" content=\"mp4\" />");
            assertThat(second.listBlobs().stream().map(BlobItem::getName)).containsExactlyInAnyOrder("single.ism", "single.mp4",
                    "single.mp4" + IndexCache.SUFFIX);
        }
    }
}
