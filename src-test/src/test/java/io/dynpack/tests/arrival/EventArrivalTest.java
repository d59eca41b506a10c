package io.dynpack.tests.arrival;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Events of blobs through a broker; the folders of a file storage stand for containers. */
class EventArrivalTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static KafkaBroker broker;

    @TempDir
    private Path home;
    private String topic;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = KafkaBroker.running();
    }

    @BeforeEach
    void createTopic() throws Exception {
        topic = "events-" + UUID.randomUUID();
        broker.createTopic(topic, 4);
        Files.createDirectories(home.resolve("media"));
    }

    private ArrivalNode node() throws Exception {
        return new ArrivalNode(List.of("event-arrival"),
                Map.of("arrival.topic", topic, "arrival.group", topic, "camel.component.kafka.brokers",
                        broker.address(), "camel.component.dynpack.directory", home.resolve("media").toString(),
                        "camel.component.dynpack.catalogDirectory", home.resolve("catalog").toString()))
                .start();
    }

    static String event(String container, String blob) {
        return """
                {"id":"%s","topic":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a",
                 "subject":"/blobServices/default/containers/%s/blobs/%s","eventType":"Microsoft.Storage.BlobCreated",
                 "eventTime":"2024-06-30T12:00:00.1234567Z","dataVersion":"","metadataVersion":"1",
                 "data":{"api":"PutBlob","eTag":"0x8D4BCC2E4835CD0","contentType":"video/mp4","contentLength":524288,
                  "blobType":"BlockBlob","url":"https://a.blob.core.windows.net/%s/%s"}}"""
                .formatted(UUID.randomUUID(), container, blob, container, blob);
    }

    private void asset(String name) throws Exception {
        Fixtures.copy(Fixtures.single(), home.resolve("media").resolve(name));
    }

    @Test
    void eventsAloneInArraysTwiceAndInDisorderPublishOnce() throws Exception {
        for (String name : List.of("asset-1", "asset-2", "asset-3")) {
            asset(name);
        }
        String first = event("asset-1", "_ready");
        String second = event("asset-2", "_ready");
        broker.send(topic, "1", first);
        broker.send(topic, "1", first);
        broker.send(topic, "1", "[" + event("asset-2", "single.mp4") + "," + second + "," + event("asset-3", "_ready") + "]");
        broker.send(topic, "1", event("asset-1", "single.mp4"));
        broker.send(topic, "1", second);
        broker.send(topic, "1", event("last", "_ready"));
        try (ArrivalNode node = node()) {
            await().atMost(SOON).until(() -> !node.refused().isEmpty());

            assertThat(node.refused()).singleElement().asString().contains("last");
            assertThat(node.published()).containsExactly("asset-1", "asset-2", "asset-3");
        }
    }

    @Test
    void whatIsNoEventIsRefusedAndHoldsNothingUp() throws Exception {
        asset("asset-1");
        Files.createDirectories(home.resolve("media/broken"));
        Files.write(home.resolve("media/broken/clip.mp4"), "no media".getBytes(StandardCharsets.UTF_8));
        broker.send(topic, "1", "{ not JSON");
        broker.send(topic, "1",
                "{\"eventType\":\"Microsoft.Storage.BlobDeleted\",\"subject\":\"/x/containers/c/blobs/d/_ready\"}");
        broker.send(topic, "1", event("broken", "_ready"));
        broker.send(topic, "1", event("asset-1", "_ready"));
        try (ArrivalNode node = node()) {
            await().atMost(SOON).until(() -> !node.published().isEmpty());

            assertThat(node.published()).containsExactly("asset-1");
            assertThat(node.refused()).hasSize(3);
            assertThat(node.refused().get(0)).doesNotContain("Exception");
            assertThat(node.refused().get(1)).contains("Microsoft.Storage.BlobDeleted");
            assertThat(node.refused().get(2)).contains("clip.mp4");
        }
    }

    @Test
    void nodesShareTheWorkAndOneThatStopsLosesNothing() throws Exception {
        List<String> names = Stream.iterate(1, i -> i + 1).limit(24).map(i -> "asset-" + i).toList();
        for (String name : names) {
            asset(name);
        }
        try (ArrivalNode first = node()) {
            ArrivalNode second = node();
            await().atMost(SOON).until(() -> broker.members(topic) == 2);
            for (String name : names.subList(0, 12)) {
                broker.send(topic, name, event(name, "_ready"));
            }
            await().atMost(SOON).until(() -> !second.published().isEmpty());
            second.close();
            for (String name : names.subList(12, 24)) {
                broker.send(topic, name, event(name, "_ready"));
            }
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                List<String> all = new ArrayList<>(first.published());
                all.addAll(second.published());
                assertThat(all).containsAll(names);
            });
            assertThat(first.published()).isNotEmpty();
            assertThat(first.refused()).isEmpty();
        }
    }
}
