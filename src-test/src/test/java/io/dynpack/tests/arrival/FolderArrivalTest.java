package io.dynpack.tests.arrival;

import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.dynpack.camel.DynpackConstants;
import io.dynpack.storage.StorageException;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Folders that a listing finds, and what becomes of those that fail. */
class FolderArrivalTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path home;

    private ArrivalNode node(Map<String, String> properties) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("camel.component.dynpack.directory", home.resolve("media").toString(),
                "camel.component.dynpack.catalogDirectory", home.resolve("catalog").toString(), "arrival.period", "100",
                "arrival.readLock", "marker"));
        all.putAll(properties);
        return new ArrivalNode(List.of("folder-arrival"), all);
    }

    private void asset(String name) throws Exception {
        Fixtures.copy(Fixtures.single(), home.resolve("media").resolve(name));
        Files.createFile(home.resolve("media").resolve(name).resolve("_ready"));
    }

    @Test
    void whatTheCatalogCannotTakeIsRefusedOnceWithTheReason() throws Exception {
        asset("one");
        List<String> refused = new CopyOnWriteArrayList<>();
        try (ArrivalNode node = node(Map.of("arrival.streamingPolicy", "NoSuchPolicy", "arrival.refused", "bean:noting"))) {
            node.bind("noting", (Processor) exchange -> refused.add(exchange.getMessage().getHeader(DynpackConstants.ASSET)
                    + ": " + exchange.getMessage().getBody(String.class))).start();
            await().atMost(SOON).until(() -> !refused.isEmpty());
            asset("two");
            await().atMost(SOON).until(() -> refused.stream().anyMatch(reason -> reason.startsWith("two")));

            assertThat(refused).hasSize(2).allMatch(reason -> reason.contains("NoSuchPolicy"));
            assertThat(node.published()).isEmpty();
        }
    }

    @Test
    void whoeverIsToBeToldIsToldOnceItAnswersAgain() throws Exception {
        asset("one");
        List<String> told = new CopyOnWriteArrayList<>();
        try (ArrivalNode node = node(Map.of("arrival.published", "bean:telling"))) {
            node.bind("telling", (Processor) exchange -> {
                told.add(exchange.getMessage().getHeader(DynpackConstants.ASSET, String.class));
                if (told.size() < 3) {
                    throw new SocketTimeoutException("no answer");
                }
            }).start();
            await().atMost(SOON).until(() -> told.size() == 3);
            asset("two");
            await().atMost(SOON).until(() -> told.contains("two"));

            assertThat(told).containsExactly("one", "one", "one", "two");
            assertThat(node.refused()).isEmpty();
        }
    }

    @Test
    void aRefusalOfTheStorageEndsWhenTheRightsAreThere() throws Exception {
        asset("one");
        List<String> listings = new CopyOnWriteArrayList<>();
        try (ArrivalNode node = node(Map.of("camel.component.dynpack.mediaStorage", "#bean:failing"))) {
            // every second listing is that of ingest
            node.bind("failing", new FailingStorage(home.resolve("media"), folder -> {
                if (folder.isEmpty()) {
                    return null;
                }
                listings.add(folder);
                return listings.size() == 2 || listings.size() == 4 ? new StorageException.Refused(folder, null) : null;
            })).start();
            await().atMost(SOON).until(() -> !node.published().isEmpty());

            assertThat(node.published()).containsExactly("one");
            assertThat(node.refused()).isEmpty();
            assertThat(listings).hasSizeGreaterThanOrEqualTo(6);
        }
    }
}
