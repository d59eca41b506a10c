package io.dynpack.camel;

import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.PooledExchangeFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.ingest.AssetInfo;
import io.dynpack.ingest.IngestException;
import io.dynpack.publishing.CatalogNotFoundException;
import io.dynpack.storage.ListPage;
import io.dynpack.storage.MemoryStorage;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;

import static org.assertj.core.api.Assertions.assertThat;

/** Polls by hand, at times of the test's choice. */
class DynpackWatchConsumerTest {
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<String> handed = new ArrayList<>();
    private Instant now = Instant.parse("2040-01-01T00:00:00Z");
    private Exception failure;
    /** What the route notes of an asset, as {@code dynpack:ingest} does. */
    private Consumer<String> noted = name -> {};
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private DynpackWatchConsumer consumer;

    @TempDir
    private Path home;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(home.resolve("media/film"));
        Files.writeString(home.resolve("media/film/film.mp4"), "first");
        DynpackComponent component = new DynpackComponent();
        component.getConfiguration().setDirectory(home.resolve("media").toString());
        component.getConfiguration().setCatalogDirectory(home.resolve("catalog").toString());
        context.addComponent("dynpack", component);
        context.start();
        consumer = new DynpackWatchConsumer(context.getEndpoint("dynpack:watch", DynpackEndpoint.class), this::take, clock);
        consumer.setStartScheduler(false);
        consumer.start();
    }

    @AfterEach
    void stop() {
        consumer.stop();
        context.stop();
    }

    private void take(Exchange exchange) throws Exception {
        String name = exchange.getMessage().getBody(String.class);
        handed.add(name);
        noted.accept(name);
        if (failure != null) {
            throw failure;
        }
    }

    /** @return seconds after which the folder was handed over again, looked for in steps of the given length */
    private long secondsUntilHandedOver(Duration step) throws Exception {
        Instant start = now;
        int before = handed.size();
        do {
            now = now.plus(step);
            consumer.poll();
        } while (handed.size() == before);
        return Duration.between(start, now).toSeconds();
    }

    static List<Exception> passing() {
        return List.of(new SocketTimeoutException("whoever is told does not answer"), new StorageException.Busy("film/", 1),
                new StorageException.Refused("film/", null), new StorageException.NotFound("film/"),
                new IllegalStateException("a bug"));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void whatMayPassIsTriedAgainUntilItDoes(Exception passing) throws Exception {
        failure = passing;
        assertThat(consumer.poll()).isEqualTo(1);
        assertThat(consumer.poll()).isEqualTo(1);
        assertThat(consumer.poll()).isZero();
        failure = null;
        now = now.plusSeconds(1);
        assertThat(consumer.poll()).isEqualTo(1);
        now = now.plus(Duration.ofDays(1));
        assertThat(consumer.poll()).isZero();
        assertThat(handed).containsExactly("film", "film", "film");
    }

    @Test
    void waitsDoubleUpToTenMinutes() throws Exception {
        failure = new StorageException.Busy("film/", 1);
        consumer.poll();
        consumer.poll();
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            waits.add(secondsUntilHandedOver(Duration.ofSeconds(1)));
        }
        assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 600L, 600L, 600L, 600L);
    }

    static List<Exception> finalOnes() {
        return List.of(new IngestException("the folder film/ has no media", null, null), new DynpackException("not so"),
                new CatalogNotFoundException("streaming policy", "name", "none"),
                new CamelExchangeException("in a split", null, new IngestException("no media", null, null)));
    }

    @ParameterizedTest
    @MethodSource("finalOnes")
    void whatIsFinalComesAgainOnlyWithOtherFiles(Exception ending) throws Exception {
        failure = ending;
        consumer.poll();
        // what is wrong with the files was noted by who looked at them
        assertThat(arrivals().values()).extracting(Arrival::state).isEqualTo(
                ending instanceof DynpackException || ending instanceof CatalogNotFoundException
                        ? List.of(Arrival.State.REFUSED)
                        : List.of());
        now = now.plus(Duration.ofDays(1));
        assertThat(consumer.poll()).isZero();
        Files.writeString(home.resolve("media/film/film.mp4"), "second, longer");
        now = now.plusSeconds(1);
        consumer.poll();
        now = now.plusSeconds(10);
        consumer.poll();
        assertThat(handed).containsExactly("film", "film");
    }

    @Test
    void otherFilesDoNotWaitForWhatFailedBefore() throws Exception {
        failure = new StorageException.Busy("film/", 1);
        consumer.poll();
        for (int i = 0; i < 12; i++) {
            secondsUntilHandedOver(Duration.ofSeconds(30));
        }
        failure = null;
        Files.writeString(home.resolve("media/film/film.mp4"), "second, longer");
        assertThat(secondsUntilHandedOver(Duration.ofSeconds(1))).isLessThanOrEqualTo(6);
    }

    /** Counts what is listed, and refuses it for a time. */
    private static final class ListedStorage extends MemoryStorage {
        private final List<String> listed = new ArrayList<>();
        private String refused = "none";

        @Override
        public CompletableFuture<ListPage> listChildren(String prefix, String continuation) {
            listed.add(prefix);
            return prefix.equals(refused)
                    ? CompletableFuture.failedFuture(new StorageException.Refused(prefix, null))
                    : super.listChildren(prefix, continuation);
        }
    }

    private void watch(Storage media) throws Exception {
        DynpackComponent component = new DynpackComponent();
        component.getConfiguration().setMediaStorage(media);
        component.getConfiguration().setCatalogDirectory(home.resolve("catalog").toString());
        context.addComponent("memory", component);
        consumer.stop();
        consumer = new DynpackWatchConsumer(context.getEndpoint("memory:watch", DynpackEndpoint.class), this::take, clock);
        consumer.setStartScheduler(false);
        consumer.start();
    }

    private static AssetInfo asset(String name) {
        return new AssetInfo(name, name + "/", true, false, List.of(), List.of(), List.of(), "1", List.of());
    }

    @Test
    void aFolderThatCouldNotBeListedForATimeIsHandedOverAgain() throws Exception {
        ListedStorage media = new ListedStorage();
        media.putText("film/film.mp4", "");
        watch(media);
        noted = name -> arrivals(consumer).ingested(asset(name));
        consumer.poll();
        media.refused = "film/";
        consumer.poll();
        assertThat(arrivals().get("film").state()).isEqualTo(Arrival.State.PASSED_OVER);
        media.refused = "none";
        consumer.poll();
        assertThat(arrivals().get("film").state()).isEqualTo(Arrival.State.INGESTED);
        assertThat(handed).containsExactly("film", "film");
    }

    private static Arrivals arrivals(DynpackWatchConsumer of) {
        return of.getEndpoint().engine().arrivals();
    }

    private Map<String, Arrival> arrivals() {
        return consumer.getEndpoint().engine().arrivals().since(null).changes().stream()
                .collect(Collectors.toMap(Arrival::name, Function.identity()));
    }

    @Test
    void whatLooksLikeAnAssetAndIsNoneIsToldWithItsReason() throws Exception {
        Files.writeString(home.resolve("media/loose.mp4"), "");
        Files.writeString(home.resolve("media/notes.txt"), "");
        Files.createDirectories(home.resolve("media/season/first"));
        Files.createDirectories(home.resolve("media/empty"));
        Files.createDirectories(home.resolve("media/papers/inner"));
        Files.writeString(home.resolve("media/papers/inner/notes.txt"), "");
        Files.writeString(home.resolve("media/season/first/film.mp4"), "");
        consumer.poll();

        assertThat(handed).containsExactly("film");
        assertThat(arrivals()).containsOnlyKeys("loose.mp4", "season");
        assertThat(arrivals().get("loose.mp4").message()).contains("put the file into one");
        assertThat(arrivals().get("season").message()).contains("its folder first/ does").contains("move first/ up");

        Files.move(home.resolve("media/season/first"), home.resolve("media/first"));
        Files.delete(home.resolve("media/loose.mp4"));
        consumer.poll();
        now = now.plusSeconds(10);
        consumer.poll();
        assertThat(handed).containsExactly("film", "first");
        assertThat(arrivals()).isEmpty();
    }

    @Test
    void documentsOfTheAccountInAFolderAreTold() throws Exception {
        List<String> documents = List.of("accountFilters.json", "streamingPolicies.json", "contentKeyPolicies.json");
        for (String document : documents) {
            Files.writeString(home.resolve("media/film").resolve(document), "[]");
        }
        consumer.poll();
        assertThat(arrivals()).containsOnlyKeys(documents.stream().map(name -> "film/" + name).toList())
                .allSatisfy((name, arrival) -> assertThat(arrival.message()).contains("belongs beside the folders"));
    }

    /** What its locators name may come later than they do. */
    @ParameterizedTest
    @ValueSource(strings = {"accountFilters.json", "streamingPolicies.json", "contentKeyPolicies.json"})
    void aFolderWithLocatorsComesAgainWithDocumentsOfTheAccount(String document) throws Exception {
        Files.writeString(home.resolve("media/film/streamingLocators.json"), "[]");
        consumer.poll();
        Files.writeString(home.resolve("media").resolve(document), "[]");
        consumer.poll();
        now = now.plusSeconds(5);
        consumer.poll();
        assertThat(handed).containsExactly("film", "film");
    }

    @Test
    void aFolderWaitsUntilItIsHandedOver() throws Exception {
        consumer.getEndpoint().getConfiguration().setReadLock("marker");
        consumer.poll();
        assertThat(arrivals().get("film").state()).isEqualTo(Arrival.State.WAITING);
        assertThat(arrivals().get("film").message()).contains("_ready");
        failure = new SocketTimeoutException("whoever is told does not answer");
        Files.writeString(home.resolve("media/film/_ready"), "");
        consumer.poll();
        assertThat(arrivals().get("film").state()).isEqualTo(Arrival.State.FAILED);
        assertThat(arrivals().get("film").message()).isEqualTo("whoever is told does not answer");
    }

    @Test
    void aFolderWhoseFilesWereDeletedIsGone() throws Exception {
        noted = name -> arrivals(consumer).ingested(asset(name));
        consumer.poll();
        assertThat(arrivals()).containsOnlyKeys("film");
        Files.delete(home.resolve("media/film/film.mp4"));
        consumer.poll();
        assertThat(arrivals()).isEmpty();
        Files.writeString(home.resolve("media/film/film.mp4"), "second");
        now = now.plusSeconds(10);
        consumer.poll();
        now = now.plusSeconds(10);
        consumer.poll();
        assertThat(arrivals()).containsOnlyKeys("film");
    }

    @ParameterizedTest
    @MethodSource("notedBefore")
    void whatWasNotedBeforeARouteSucceededDoesNotStay(Exception earlier, Arrival.State state) throws Exception {
        consumer.getEndpoint().getConfiguration().setReadLock(earlier == null ? "marker" : "stable");
        failure = earlier;
        consumer.poll();
        assertThat(arrivals().get("film").state()).isEqualTo(state);
        failure = null;
        Files.writeString(home.resolve("media/film/_ready"), "");
        consumer.poll();
        now = now.plusSeconds(10);
        consumer.poll();
        assertThat(arrivals()).isEmpty();
    }

    static List<Arguments> notedBefore() {
        return List.of(Arguments.of(null, Arrival.State.WAITING),
                Arguments.of(new StorageException.Busy("film/", 1), Arrival.State.FAILED),
                Arguments.of(new DynpackException("not so"), Arrival.State.REFUSED));
    }

    @Test
    void whatARouteNotesAndHandlesStays() throws Exception {
        noted = name -> arrivals(consumer).refused(name, "no media", null);
        consumer.poll();
        assertThat(arrivals().get("film").state()).isEqualTo(Arrival.State.REFUSED);
    }

    @Test
    void failuresAreSeenWhereExchangesArePooled() throws Exception {
        try (CamelContext pooled = new DefaultCamelContext()) {
            pooled.getCamelContextExtension().setExchangeFactory(new PooledExchangeFactory());
            DynpackComponent component = new DynpackComponent();
            component.setConfiguration(consumer.getEndpoint().getComponent().getConfiguration());
            pooled.addComponent("dynpack", component);
            CountDownLatch second = new CountDownLatch(2);
            pooled.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("dynpack:watch?delay=20&initialDelay=0&readLockMinAge=0s").process(exchange -> {
                        second.countDown();
                        throw new SocketTimeoutException("whoever is told does not answer");
                    });
                }
            });
            pooled.start();
            assertThat(second.await(20, TimeUnit.SECONDS)).as("handed over again").isTrue();
            assertThat(component.engine().arrivals().since(null).changes()).singleElement()
                    .satisfies(film -> assertThat(film.state()).isEqualTo(Arrival.State.FAILED));
        }
    }

    /** A node that has a thousand folders to ingest serves what it has: Camel's check of consumers waits for their first poll. */
    @Test
    void isReadyBeforeAllFoldersOfTheFirstPollAreHandedOver() throws Exception {
        List<Boolean> ready = new ArrayList<>();
        noted = name -> ready.add(consumer.isConsumerReady());
        assertThat(consumer.isConsumerReady()).isFalse();
        consumer.poll();
        assertThat(ready).containsExactly(true);
    }

    private void copyWithTimes(String file) throws Exception {
        Path copy = home.resolve("media").resolve(file);
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, "");
        Files.setLastModifiedTime(copy, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    }

    /** As rsync does, file by file. */
    @Test
    void filesThatArriveWithOldTimesAreStillArriving() throws Exception {
        consumer.poll();
        assertThat(handed).as("it lay there before").containsExactly("film");
        for (String file : List.of("copied/1.mp4", "copied/2.mp4", "copied/3.mp4")) {
            copyWithTimes(file);
            now = now.plusSeconds(4);
            assertThat(consumer.poll()).as(file).isZero();
        }
        now = now.plusSeconds(4);
        assertThat(consumer.poll()).isZero();
        now = now.plusSeconds(1);
        assertThat(consumer.poll()).isEqualTo(1);
        assertThat(handed).containsExactly("film", "copied");
    }

    /** Polls may be far apart: what tells its time by itself does not wait for two of them. */
    @Test
    void whatWasWrittenBetweenTwoPollsIsAsOldAsItSays() throws Exception {
        consumer.poll();
        copyWithTimes("later/1.mp4");
        Files.setLastModifiedTime(home.resolve("media/later/1.mp4"), FileTime.from(now.plusSeconds(60)));
        now = now.plusSeconds(600);
        assertThat(consumer.poll()).isEqualTo(1);
    }

    /** A context that stops suspends its consumers first, then waits for what is under way. */
    @Test
    void whatIsSuspendedHandsOverNoMore() throws Exception {
        Files.createDirectories(home.resolve("media/second"));
        Files.writeString(home.resolve("media/second/second.mp4"), "");
        Files.writeString(home.resolve("media/loose.mp4"), "");
        noted = name -> consumer.suspend();
        assertThat(consumer.poll()).isEqualTo(1);
        assertThat(handed).containsExactly("film");
        noted = name -> {};
        consumer.resume();
        assertThat(consumer.poll()).isEqualTo(1);
        assertThat(handed).containsExactly("film", "second");
        assertThat(arrivals()).containsOnlyKeys("loose.mp4");
    }

    @Test
    void foldersWithoutMediaAreLookedIntoEverMoreRarely() throws Exception {
        ListedStorage media = new ListedStorage();
        for (String name : List.of("papers/a/1.txt", "papers/b/2.txt", "papers/c/3.txt")) {
            media.putText(name, "");
        }
        watch(media);
        Duration day = Duration.ofDays(1);
        for (Instant end = now.plus(day); now.isBefore(end); now = now.plusSeconds(10)) {
            consumer.poll();
        }
        assertThat(media.listed).filteredOn(name -> name.startsWith("papers/") && name.length() > 7)
                .hasSizeLessThan(3 * (int) (day.toMinutes() / 10 + 12));

        media.putText("papers/b/film.mp4", "");
        now = now.plus(Duration.ofMinutes(10));
        consumer.poll();
        assertThat(arrivals().get("papers").message()).contains("move b/ up");
        media.remove("papers/b/film.mp4");
        media.putText("papers/0/film.mp4", "");
        consumer.poll();
        assertThat(arrivals().get("papers").message()).as("there is another folder").contains("move 0/ up");
    }

    @Test
    void aFolderInAFolderThatMayNotBeListedIsNotTakenForTheFolder() throws Exception {
        ListedStorage media = new ListedStorage();
        media.putText("season/first/film.mp4", "");
        media.putText("season/second/film.mp4", "");
        media.refused = "season/first/";
        watch(media);
        consumer.poll();
        assertThat(arrivals().get("season").message()).contains("move second/ up");
    }
}
