package io.dynpack.tests.arrival;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.dynpack.standalone.Announcer;
import io.dynpack.standalone.AssetBoard;
import io.dynpack.storage.StorageException;
import io.dynpack.tests.http.LogLines;
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
        return node(Map.of("camel.component.dynpack.directory", home.resolve("media").toString())).start();
    }

    /** Not started; tries again after milliseconds, and stops at the end of a short poll. */
    private ArrivalNode node(Map<String, String> properties) throws Exception {
        return node(List.of("event-arrival"), properties);
    }

    private ArrivalNode node(List<String> routes, Map<String, String> properties) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("arrival.topic", topic, "arrival.group", topic,
                "camel.component.kafka.brokers", broker.address(), "camel.component.kafka.pollTimeoutMs", "200",
                "camel.component.dynpack.catalogDirectory",
                home.resolve("catalog").toString(), "arrival.redeliveryDelay", "10", "arrival.redeliveries", "3",
                "arrival.busyRedeliveries", "2"));
        all.putAll(properties);
        return new ArrivalNode(routes, all);
    }

    /** @param failures as {@link FailingStorage} asks for them */
    private ArrivalNode node(Function<String, StorageException> failures, Map<String, String> properties) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("camel.component.dynpack.mediaStorage", "#bean:failing"));
        all.putAll(properties);
        return node(all).bind("failing", new FailingStorage(home.resolve("media"), failures)).start();
    }

    private static KafkaConfiguration consumer(ArrivalNode node) {
        return ((KafkaEndpoint) node.context().getRoute("dynpack-event-arrival").getEndpoint()).getConfiguration();
    }

    private void awaitCommitted() {
        await().atMost(SOON).until(() -> broker.uncommitted(topic, topic) == 0);
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

    /** A folder whose file is no film. */
    private void broken() throws IOException {
        Files.createDirectories(home.resolve("media/broken"));
        Files.write(home.resolve("media/broken/clip.mp4"), "no media".getBytes(StandardCharsets.UTF_8));
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
        broken();
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

    @Test
    void aStorageThatIsBusyLosesNoEventAndTakesOnesBehindItInTurn() throws Exception {
        asset("asset-1");
        asset("asset-2");
        broker.send(topic, "1", event("asset-1", "_ready"));
        broker.send(topic, "1", event("asset-2", "_ready"));
        AtomicInteger attempts = new AtomicInteger();
        // three attempts in place, then Kafka hands it out again, twice
        try (ArrivalNode node = node(folder -> folder.equals("asset-1/") && attempts.incrementAndGet() <= 7
                ? new StorageException.Busy(folder, 1)
                : null, Map.of())) {
            await().atMost(Duration.ofSeconds(60)).until(() -> node.published().size() == 2);
            awaitCommitted();

            assertThat(node.published()).containsExactly("asset-1", "asset-2");
            assertThat(node.refused()).isEmpty();
            assertThat(attempts).hasValueGreaterThan(7);
        }
    }

    @Test
    void whatTheStorageRefusesIsTriedAFewTimesAndHoldsNothingUp() throws Exception {
        for (String name : List.of("forbidden", "strange", "asset-1")) {
            asset(name);
        }
        broker.send(topic, "1", event("forbidden", "_ready"));
        broker.send(topic, "1", event("strange", "_ready"));
        // no name of an object
        broker.send(topic, "1", event("..", "_ready"));
        broker.send(topic, "1", event("asset-1", "_ready"));
        AtomicInteger attempts = new AtomicInteger();
        try (ArrivalNode node = node(folder -> {
            if (folder.equals("forbidden/")) {
                attempts.incrementAndGet();
                return new StorageException.Refused(folder, null);
            }
            return folder.equals("strange/") ? new StorageException("the storage answered 412 for " + folder, null) : null;
        }, Map.of())) {
            await().atMost(SOON).until(() -> !node.published().isEmpty());
            awaitCommitted();

            assertThat(node.published()).containsExactly("asset-1");
            assertThat(node.refused()).hasSize(3);
            assertThat(node.refused().get(0)).contains("forbidden").contains("refused");
            assertThat(node.refused().get(1)).contains("412").contains("strange");
            assertThat(attempts).hasValue(4);
        }
    }

    @Test
    void whatSaysNothingIsCommitted() throws Exception {
        asset("asset-1");
        broker.send(topic, "1", null);
        broker.send(topic, "1", "");
        broker.send(topic, "1", "7");
        broker.send(topic, "1", "null");
        broker.send(topic, "1", "[null]");
        broker.send(topic, "1", "{}");
        broker.send(topic, "1", "[" + "[".repeat(5000));
        broker.send(topic, "1", event("asset-1", "_ready"));
        broker.send(topic, "1", null);
        try (ArrivalNode node = node()) {
            await().atMost(SOON).until(() -> !node.published().isEmpty());
            awaitCommitted();

            assertThat(node.published()).containsExactly("asset-1");
            assertThat(node.refused()).hasSize(3).allMatch(reason -> reason.equals("what came is no event in JSON"));
        }
    }

    @Test
    void whoeverIsToBeToldIsToldOnceItAnswersAgain() throws Exception {
        asset("asset-1");
        broker.send(topic, "1", event("asset-1", "_ready"));
        broker.send(topic, "1", event("absent", "_ready"));
        AtomicInteger publications = new AtomicInteger();
        AtomicInteger refusals = new AtomicInteger();
        try (ArrivalNode node = node(Map.of("camel.component.dynpack.directory", home.resolve("media").toString(),
                "arrival.published", "bean:telling", "arrival.refused", "bean:complaining"))) {
            node.bind("telling", (Processor) exchange -> {
                if (publications.incrementAndGet() < 5) {
                    throw new SocketTimeoutException("no answer");
                }
            }).bind("complaining", (Processor) exchange -> {
                if (refusals.incrementAndGet() < 5) {
                    throw new SocketTimeoutException("no answer");
                }
            }).start();
            awaitCommitted();

            assertThat(publications).hasValue(5);
            assertThat(refusals).hasValue(5);
        }
    }

    /** As the example for Kubernetes has it: an announcer that failed would have its event come for ever. */
    @Test
    void theConsoleSaysWhatBecameOfEvents() throws Exception {
        asset("asset-1");
        broken();
        broker.send(topic, "1", "{ not JSON");
        broker.send(topic, "1", event("asset-1/deeper", "_ready"));
        broker.send(topic, "1", event("broken", "_ready"));
        broker.send(topic, "1", event("asset-1", "_ready"));
        try (LogLines console = new LogLines("dynpack.console");
                ArrivalNode node = node(Map.of("camel.component.dynpack.directory", home.resolve("media").toString(),
                        "arrival.published", "bean:announcer?method=published",
                        "arrival.refused", "bean:announcer?method=refused"))) {
            node.bind("announcer", new Announcer()).bind("assetBoard", new AssetBoard()).start();
            awaitCommitted();

            assertThat(console.lines()).hasSize(4).anyMatch(line -> line.startsWith("Cannot use what came: "))
                    .anyMatch(line -> line.startsWith("Cannot use what came: the event names a blob in asset-1/deeper/"))
                    .anyMatch(line -> line.startsWith("Cannot use broken: ") && line.contains("ERROR: clip.mp4"))
                    .anyMatch(line -> line.startsWith("Published asset-1\n    /"));
        }
    }

    @Test
    void aNodeThatStopsBeforeItTriesAgainLeavesTheEventToOthers() throws Exception {
        asset("asset-1");
        broker.send(topic, "1", event("asset-1", "_ready"));
        for (StorageException failure : List.of(new StorageException.Busy("asset-1/", 1),
                new StorageException.Refused("asset-1/", null))) {
            AtomicInteger attempts = new AtomicInteger();
            try (ArrivalNode stopping = node(folder -> {
                attempts.incrementAndGet();
                return failure;
            }, Map.of("arrival.redeliveryDelay", "5000"))) {
                await().atMost(SOON).until(() -> attempts.get() == 1);
                stopping.close();

                // one that was due already may have been made
                assertThat(attempts).hasValueLessThanOrEqualTo(2);
                assertThat(stopping.published()).isEmpty();
                assertThat(stopping.refused()).isEmpty();
            }
        }
        try (ArrivalNode next = node()) {
            await().atMost(SOON).until(() -> !next.published().isEmpty());
            assertThat(next.refused()).isEmpty();
        }
    }

    @Test
    void waitingForAnotherAttemptHoldsNoThreadOfTheStorage() throws Exception {
        asset("asset-1");
        broker.send(topic, "1", event("asset-1", "_ready"));
        AtomicInteger attempts = new AtomicInteger();
        FailingStorage storage = new FailingStorage(home.resolve("media"),
                folder -> attempts.incrementAndGet() == 1 ? new StorageException.Busy(folder, 1) : null);
        try (ArrivalNode node = node(Map.of("camel.component.dynpack.mediaStorage", "#bean:failing", "arrival.redeliveryDelay",
                "5000")).bind("failing", storage).start()) {
            await().atMost(SOON).until(() -> attempts.get() == 1);
            storage.failuresTold().get(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(attempts).hasValue(1);
            await().atMost(SOON).until(() -> !node.published().isEmpty());
        }
    }

    @Test
    void anAssetThatNoListingWouldFindIsRefusedWithTheReason() throws Exception {
        asset("films/one");
        asset("two");
        broker.send(topic, "1", event("films", "one/_ready"));
        broker.send(topic, "1", event("two", "_ready"));
        try (ArrivalNode node = node()) {
            await().atMost(SOON).until(() -> !node.published().isEmpty());

            assertThat(node.published()).containsExactly("two");
            assertThat(node.refused()).singleElement().asString().contains("films/one/", "dynpack:watch");
        }
    }

    @Test
    void theListingBesideItFindsWhatWasRefusedWhileRightsWereMissing() throws Exception {
        asset("asset-1");
        Files.createFile(home.resolve("media/asset-1/_ready"));
        broker.send(topic, "1", event("asset-1", "_ready"));
        AtomicBoolean granted = new AtomicBoolean();
        try (ArrivalNode node = node(List.of("event-arrival", "folder-arrival"),
                Map.of("camel.component.dynpack.mediaStorage", "#bean:failing", "arrival.readLock", "marker", "arrival.period",
                        "200"))) {
            node.bind("failing", new FailingStorage(home.resolve("media"),
                    folder -> folder.isEmpty() || granted.get() ? null : new StorageException.Refused(folder, null))).start();
            await().atMost(SOON).until(() -> !node.refused().isEmpty());
            awaitCommitted();
            assertThat(node.published()).isEmpty();
            granted.set(true);
            await().atMost(SOON).until(() -> !node.published().isEmpty());

            assertThat(node.published()).containsExactly("asset-1");
        }
    }

    @Test
    void fiveEventsHaveHalfAnHourUnlessToldOtherwise() throws Exception {
        try (ArrivalNode node = node()) {
            KafkaConfiguration consumer = consumer(node);
            assertThat(consumer.getMaxPollIntervalMs()).isEqualTo(1_800_000);
            assertThat(consumer.getMaxPollRecords()).isEqualTo(5);
        }
        try (ArrivalNode node = node(Map.of("camel.component.dynpack.directory", home.resolve("media").toString(),
                "arrival.maxPollIntervalMs", "600000", "arrival.maxPollRecords", "2")).start()) {
            KafkaConfiguration consumer = consumer(node);
            assertThat(consumer.getMaxPollIntervalMs()).isEqualTo(600_000);
            assertThat(consumer.getMaxPollRecords()).isEqualTo(2);
        }
    }

    @Test
    void whatWhoeverIsToldAsksInVainOfDynpackIsRefused() throws Exception {
        asset("asset-1");
        broker.send(topic, "1", event("asset-1", "_ready"));
        try (ArrivalNode node = node(Map.of("camel.component.dynpack.directory", home.resolve("media").toString(),
                "arrival.published", "dynpack:publishLocator?streamingPolicy=NoSuchPolicy")).start()) {
            awaitCommitted();

            assertThat(node.refused()).singleElement().asString().contains("NoSuchPolicy");
        }
    }
}
