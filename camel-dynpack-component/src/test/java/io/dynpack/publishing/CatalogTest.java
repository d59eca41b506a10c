package io.dynpack.publishing;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.storage.MemoryStorage;
import io.dynpack.storage.Storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CatalogTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T10:00:00.12345678Z"), ZoneOffset.UTC);
    private static final Clock LATER = Clock.fixed(Instant.parse("2026-03-02T00:00:00Z"), ZoneOffset.UTC);
    private static final UUID ID = UUID.fromString("7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa");
    private static final LocatorRequest REQUEST = LocatorRequest.of("harbour", StreamingPolicy.CLEAR_STREAMING_ONLY);

    private final MemoryStorage storage = new MemoryStorage(2);
    private final Catalog catalog = catalogWithAssets(storage);

    @Test
    void publishesUnderADerivedName() {
        StreamingLocator locator = catalog.publish(REQUEST).join();
        assertThat(locator.name()).matches("harbour-[0-9a-f]{16}");
        assertThat(locator.streamingLocatorId().version()).isEqualTo(8);
        assertThat(locator.streamingLocatorId().variant()).isEqualTo(2);
        assertThat(locator.created()).isEqualTo("2026-03-01T10:00:00.1234567Z");
        assertThat(locator.endTime()).isEqualTo("9999-12-31T23:59:59.9999999Z");
        assertThat(catalog.byId(locator.streamingLocatorId()).join()).hasValue(locator);
        assertThat(catalog.get(locator.name()).join()).hasValue(locator);
        String id = locator.streamingLocatorId().toString();
        assertThat(storage.names()).contains("catalog/streamingLocatorNames/" + locator.name(),
                "catalog/streamingLocators/" + id.substring(0, 2) + "/" + id + ".json");
    }

    @Test
    void theDerivedNameAndIdNeverChangeUnderOneSecret() {
        storage.putText("catalog/secrets/locatorIds.json",
                "{\"name\":\"locatorIds\",\"properties\":{\"secret\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\"}}");
        StreamingLocator locator = catalog
                .publish(REQUEST.withFilters(List.of("a", "b")).withTimes("2026-01-01T00:00:00Z", null))
                .join();
        assertThat(locator.name()).isEqualTo("harbour-e2c06ea1dfeef7d5");
        assertThat(locator.streamingLocatorId()).hasToString("bdc01125-9f72-8046-8352-1f9b557371dd");
    }

    /** Who knows what is published computes no URL. */
    @Test
    void anotherCatalogDerivesAnotherId() {
        StreamingLocator here = catalog.publish(REQUEST).join();
        StreamingLocator there = catalogWithAssets(new MemoryStorage(2)).publish(REQUEST).join();
        assertThat(there.name()).isEqualTo(here.name());
        assertThat(there.streamingLocatorId()).isNotEqualTo(here.streamingLocatorId());
        assertThat(storage.names()).contains("catalog/secrets/locatorIds.json");
        assertThat(catalog.list(10, null).join().items()).containsExactly(here);
        assertThat(catalog.listAssets(10, null).join().items()).hasSize(2);
    }

    /** Ids were derived without a secret once, and whoever has such a URL keeps it. */
    @Test
    void aLocatorThatExistsKeepsItsId() {
        UUID old = UUID.fromString("50efac08-4292-897e-9f32-6100b3f451a2");
        LocatorRequest request = REQUEST.withFilters(List.of("a", "b")).withTimes("2026-01-01T00:00:00Z", null);
        String name = "harbour-e2c06ea1dfeef7d5";
        StreamingLocator existing = catalog.publish(request.withName(name).withStreamingLocatorId(old)).join();
        assertThat(catalog.publish(request).join()).isEqualTo(existing);
        assertThat(new Catalog(storage.process(), LATER).publish(request).join()).isEqualTo(existing);
        assertThat(catalog.list(10, null).join().items()).containsExactly(existing);
        // a crash left the name alone
        storage.remove("catalog/streamingLocators/50/" + old + ".json");
        assertThat(catalog.publish(request).join()).isEqualTo(existing);
        assertThat(catalog.byId(old).join()).hasValue(existing);
    }

    @Test
    void whoeverMakesTheSecretAtTheSameTimeHasTheSame() throws Exception {
        List<Callable<Object>> nodes = new ArrayList<>();
        for (int node = 0; node < 16; node++) {
            Catalog other = new Catalog(storage.process(), CLOCK);
            nodes.add(() -> other.publish(REQUEST).join().streamingLocatorId());
        }
        assertThat(new HashSet<>(together(nodes))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":\"locatorIds\",\"properties\":{\"secret\":\"AAEC\"}}",
            "{\"name\":\"locatorIds\",\"properties\":{\"secret\":\"?\"}}"})
    void aDamagedSecretIsSaidAndNoIdDerivedWithoutOne(String damage) {
        storage.putText("catalog/secrets/locatorIds.json", damage);
        assertThatThrownBy(catalog.publish(REQUEST)::join).hasCauseInstanceOf(CatalogDocumentException.class)
                .hasMessageContaining("catalog/secrets/locatorIds.json");
        assertThat(catalog.publish(REQUEST.withStreamingLocatorId(ID)).join().streamingLocatorId()).isEqualTo(ID);
    }

    @Test
    void repeatingIsHarmless() {
        StreamingLocator first = catalog.publish(REQUEST).join();
        List<String> names = storage.names();
        StreamingLocator second = new Catalog(storage.process(), LATER).publish(REQUEST).join();
        assertThat(second).isEqualTo(first);
        assertThat(storage.names()).isEqualTo(names);
        assertThat(catalog.publish(REQUEST.withTimes(null, "9999-12-31T23:59:59.9999999Z")).join()).isEqualTo(first);
        assertThat(catalog.publish(LocatorRequest.of(first)).join()).isEqualTo(first);
    }

    @Test
    void differentContentIsADifferentLocator() {
        Set<UUID> ids = new HashSet<>();
        for (LocatorRequest request : List.of(REQUEST, REQUEST.withFilters(List.of("a")),
                REQUEST.withFilters(List.of("a", "b")),
                REQUEST.withFilters(List.of("b", "a")), REQUEST.withFilters(List.of("ab")),
                REQUEST.withTimes("2026-01-01T00:00:00Z", null), REQUEST.withTimes(null, "2026-01-01T00:00:00Z"),
                REQUEST.withName("x"), LocatorRequest.of("other", StreamingPolicy.CLEAR_STREAMING_ONLY),
                LocatorRequest.of("harbour", StreamingPolicy.DOWNLOAD_ONLY))) {
            ids.add(catalog.publish(request).join().streamingLocatorId());
        }
        assertThat(ids).hasSize(10);
    }

    @Test
    void conflictsShowBoth() {
        StreamingLocator first = catalog.publish(REQUEST.withName("summer").withStreamingLocatorId(ID)).join();
        List<String> names = storage.names();
        assertConflict(REQUEST.withName("summer").withFilters(List.of("x")), first);
        assertConflict(REQUEST.withName("summer").withStreamingLocatorId(UUID.randomUUID()), first);
        assertConflict(REQUEST.withName("winter").withStreamingLocatorId(ID), first);
        assertThat(storage.names()).filteredOn(name -> !name.startsWith("catalog/secrets/")).isEqualTo(names);
        assertThat(catalog.publish(REQUEST.withName("summer")).join()).as("without an id the existing one is meant")
                .isEqualTo(first);
    }

    @Test
    void needsAssetAndPolicy() {
        assertThatThrownBy(() -> catalog.publish(LocatorRequest.of("missing", StreamingPolicy.DOWNLOAD_ONLY)).join())
                .hasCauseInstanceOf(CatalogNotFoundException.class).hasMessageContaining("missing");
        assertThatThrownBy(() -> catalog.publish(LocatorRequest.of("harbour", "Predefined_Clear")).join())
                .hasCauseInstanceOf(CatalogNotFoundException.class)
                .hasMessageContaining("Predefined_ClearStreamingOnly");
        assertThatThrownBy(() -> LocatorRequest.of("", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> REQUEST.withTimes("yesterday", null)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"summer 2026", "../../etc/passwd", "..", ".", ".hidden", "a/b", "a\\b", "ü&?#%", "~", "con.", "🎬"})
    void anyNameIsOneFile(String name) {
        catalog.putAsset(Asset.at(name, "c", null)).join();
        StreamingLocator locator = catalog.publish(LocatorRequest.of(name, StreamingPolicy.DOWNLOAD_ONLY).withName(name))
                .join();
        assertThat(catalog.get(name).join()).hasValue(locator);
        assertThat(catalog.asset(name).join()).hasValue(Asset.at(name, "c", null));
        assertThat(storage.names())
                .allMatch(stored -> stored.matches("catalog/[A-Za-z]+/([0-9a-f]{2}/)?[A-Za-z0-9_~-][A-Za-z0-9_~.-]*"))
                .noneMatch(stored -> stored.contains("/.") || stored.endsWith("."));
    }

    @Test
    void longNamesStayApart() {
        String one = "ü".repeat(1000) + "1";
        String two = "ü".repeat(1000) + "2";
        catalog.publish(REQUEST.withName(one)).join();
        catalog.publish(REQUEST.withName(two)).join();
        assertThat(catalog.get(one).join()).isPresent();
        assertThat(catalog.get(two).join()).isPresent();
        assertThat(storage.names()).allMatch(name -> name.length() < 250);
        assertThatThrownBy(() -> REQUEST.withName("a".repeat(1025))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void revokes() {
        StreamingLocator locator = catalog.publish(REQUEST.withName("summer")).join();
        assertThat(catalog.revoke("summer").join()).isTrue();
        assertThat(catalog.byId(locator.streamingLocatorId()).join()).isEmpty();
        assertThat(catalog.get("summer").join()).isEmpty();
        assertThat(storage.names()).noneMatch(name -> name.contains("Locator"));
        assertThat(catalog.revoke("summer").join()).isFalse();
        catalog.publish(REQUEST.withName("summer")).join();
        assertThat(catalog.revoke(locator.streamingLocatorId()).join()).isTrue();
        assertThat(catalog.revoke(locator.streamingLocatorId()).join()).isFalse();
        assertThat(storage.names()).noneMatch(name -> name.contains("Locator"));
    }

    @Test
    void aReservationDoesNotRevokeTheLocatorOfAnother() {
        StreamingLocator summer = catalog.publish(REQUEST.withName("summer").withStreamingLocatorId(ID)).join();
        StreamingLocator winter = new StreamingLocator("winter", "harbour", StreamingPolicy.DOWNLOAD_ONLY, ID, null, null, null,
                null,
                null, null, null);
        storage.putText("catalog/streamingLocatorNames/winter",
                new String(Document.print(winter.toDocument()).array(), java.nio.charset.StandardCharsets.UTF_8));
        assertThat(catalog.get("winter").join()).isEmpty();
        assertThat(catalog.revoke("winter").join()).isTrue();
        assertThat(catalog.byId(ID).join()).hasValue(summer);
    }

    @ParameterizedTest
    @EnumSource(MemoryStorage.Death.class)
    void aPublishThatDiesIsFinishedByARetry(MemoryStorage.Death death) {
        LocatorRequest request = REQUEST.withName("summer").withStreamingLocatorId(ID);
        for (int call = 1;; call++) {
            MemoryStorage objects = new MemoryStorage();
            catalogWithAssets(objects);
            MemoryStorage dying = objects.process().dyingAt(call, death);
            Optional<StreamingLocator> published = attempt(() -> new Catalog(dying, CLOCK).publish(request).join());
            if (!dying.died()) {
                assertThat(published).isPresent();
                assertThat(call).as("calls that were tried").isGreaterThan(5);
                return;
            }
            Catalog fresh = new Catalog(objects.process(), LATER);
            Optional<StreamingLocator> seen = fresh.byId(ID).join();
            assertThat(fresh.get("summer").join()).isEqualTo(seen);
            assertThat(fresh.list(10, null).join().items()).isEqualTo(seen.stream().toList());
            StreamingLocator retried = fresh.publish(request).join();
            seen.ifPresent(locator -> assertThat(retried).isEqualTo(locator));
            assertThat(fresh.byId(ID).join()).hasValue(retried);
            assertThat(fresh.get("summer").join()).hasValue(retried);
            assertThat(fresh.list(10, null).join().damaged()).isEmpty();
            assertThat(objects.names()).hasSize(4);
        }
    }

    @ParameterizedTest
    @EnumSource(MemoryStorage.Death.class)
    void aRevokeThatDiesIsFinishedByARetry(MemoryStorage.Death death) {
        for (int call = 1;; call++) {
            MemoryStorage objects = new MemoryStorage();
            StreamingLocator locator = catalogWithAssets(objects).publish(REQUEST.withName("summer")).join();
            MemoryStorage dying = objects.process().dyingAt(call, death);
            Optional<Boolean> revoked = attempt(() -> new Catalog(dying, CLOCK).revoke("summer").join());
            if (!dying.died()) {
                assertThat(revoked).hasValue(true);
                return;
            }
            Catalog fresh = new Catalog(objects.process(), LATER);
            assertThat(fresh.get("summer").join()).isEqualTo(fresh.byId(locator.streamingLocatorId()).join());
            fresh.revoke("summer").join();
            assertThat(fresh.byId(locator.streamingLocatorId()).join()).isEmpty();
            assertThat(objects.names()).noneMatch(name -> name.contains("Locator"));
        }
    }

    @ParameterizedTest
    @EnumSource(MemoryStorage.Death.class)
    void aConflictThatDiesHarmsNobody(MemoryStorage.Death death) {
        for (int call = 1;; call++) {
            MemoryStorage objects = new MemoryStorage();
            StreamingLocator summer = catalogWithAssets(objects).publish(REQUEST.withName("summer").withStreamingLocatorId(ID))
                    .join();
            MemoryStorage dying = objects.process().dyingAt(call, death);
            attempt(() -> new Catalog(dying, CLOCK).publish(REQUEST.withName("winter").withStreamingLocatorId(ID)).join());
            assertThat(new Catalog(objects.process(), LATER).byId(ID).join()).hasValue(summer);
            assertThat(new Catalog(objects.process(), LATER).get("winter").join()).isEmpty();
            if (!dying.died()) {
                return;
            }
        }
    }

    @Test
    void manyNodesPublishTheSame() throws Exception {
        for (int round = 0; round < 20; round++) {
            LocatorRequest request = REQUEST.withName("round " + round);
            List<Callable<Object>> nodes = new ArrayList<>();
            for (int node = 0; node < 8; node++) {
                nodes.add(() -> new Catalog(storage.process(), Clock.systemUTC()).publish(request).join());
            }
            assertThat(new HashSet<>(together(nodes))).hasSize(1);
        }
    }

    @Test
    void ofManyConflictingPublishesOneWins() throws Exception {
        for (int round = 0; round < 20; round++) {
            String name = "round " + round;
            UUID id = new UUID(0x4000L, round);
            List<Callable<Object>> nodes = new ArrayList<>();
            for (int node = 0; node < 8; node++) {
                // half of them fight for the name, half for the id
                LocatorRequest request = REQUEST.withFilters(List.of("node" + node)).withStreamingLocatorId(id)
                        .withName(node % 2 == 0 ? name : name + " of " + node);
                nodes.add(() -> {
                    try {
                        return new Catalog(storage.process(), Clock.systemUTC()).publish(request).join();
                    } catch (CompletionException e) {
                        assertThat(e).hasCauseInstanceOf(CatalogConflictException.class);
                        return "conflict";
                    }
                });
            }
            List<Object> outcomes = together(nodes);
            assertThat(outcomes).filteredOn(StreamingLocator.class::isInstance).hasSize(1);
            StreamingLocator winner = (StreamingLocator) outcomes.stream().filter(StreamingLocator.class::isInstance)
                    .findFirst()
                    .orElseThrow();
            assertThat(catalog.byId(id).join()).hasValue(winner);
            assertThat(catalog.get(winner.name()).join()).hasValue(winner);
            int number = round;
            assertThat(storage.names()).filteredOn(stored -> stored.matches(".*Names/round~20" + number + "(~20.*)?"))
                    .hasSize(1);
        }
    }

    @Test
    void publishesAndRevokesAtTheSameTimeCanBeRepeated() throws Exception {
        LocatorRequest request = REQUEST.withName("summer").withStreamingLocatorId(ID);
        for (int round = 0; round < 50; round++) {
            List<Callable<Object>> nodes = new ArrayList<>();
            for (int node = 0; node < 4; node++) {
                nodes.add(() -> new Catalog(storage.process(), CLOCK).publish(request).join());
                nodes.add(() -> new Catalog(storage.process(), CLOCK).revoke("summer").join());
            }
            together(nodes);
            StreamingLocator locator = catalog.publish(request).join();
            assertThat(catalog.byId(ID).join()).hasValue(locator);
            assertThat(catalog.get("summer").join()).hasValue(locator);
            assertThat(catalog.revoke("summer").join()).isTrue();
            assertThat(storage.names()).noneMatch(name -> name.contains("Locator"));
        }
    }

    @Test
    void listsInPages() {
        for (int i = 0; i < 7; i++) {
            catalog.publish(REQUEST.withName("l" + i)).join();
        }
        for (int size : new int[]{1, 2, 3, 7, 100}) {
            List<StreamingLocator> all = new ArrayList<>();
            String continuation = null;
            do {
                CatalogPage<StreamingLocator> page = catalog.list(size, continuation).join();
                assertThat(page.items()).hasSizeBetween(1, size);
                all.addAll(page.items());
                continuation = page.continuation();
            } while (continuation != null);
            assertThat(all).extracting(StreamingLocator::name).containsExactlyInAnyOrder("l0", "l1", "l2", "l3", "l4", "l5",
                    "l6");
        }
        assertThatThrownBy(() -> catalog.list(0, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> catalog.list(1, "AAAA")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void listsAssetsWithoutTheirFilters() {
        storage.putText("catalog/assets/harbour/assetFilters/f.json", "{}");
        assertThat(catalog.listAssets(10, null).join().items()).extracting(Asset::name).containsExactly("harbour", "other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"name\":\"x\"", "{}",
            "{\"name\":\"x\",\"properties\":{\"assetName\":[]}}",
            "{\"name\":\"x\",\"name\":\"y\"}", "{} {}"})
    void aDamagedDocumentHidesNoOther(String damage) {
        StreamingLocator good = catalog.publish(REQUEST).join();
        String path = "catalog/streamingLocators/7c/" + ID + ".json";
        storage.putText(path, damage);
        assertThatThrownBy(() -> catalog.byId(ID).join()).cause()
                .isInstanceOfSatisfying(CatalogDocumentException.class, e -> assertThat(e.document()).isEqualTo(path));
        CatalogPage<StreamingLocator> page = catalog.list(10, null).join();
        assertThat(page.items()).containsExactly(good);
        assertThat(page.damaged()).extracting(CatalogDocumentException::document).containsExactly(path);
    }

    @Test
    void aDocumentUnderAForeignNameIsDamaged() {
        StreamingLocator locator = catalog.publish(REQUEST).join();
        String id = locator.streamingLocatorId().toString();
        storage.putText("catalog/streamingLocators/7c/" + ID + ".json",
                storage.text("catalog/streamingLocators/" + id.substring(0, 2) + "/" + id + ".json"));
        assertThatThrownBy(() -> catalog.byId(ID).join()).hasCauseInstanceOf(CatalogDocumentException.class);
        assertThat(catalog.list(10, null).join().items()).containsExactly(locator);
        assertThat(catalog.list(10, null).join().damaged()).hasSize(1);
    }

    @Test
    void aDocumentThatMayNotBeReadHidesNoOther() {
        StreamingLocator good = catalog.publish(REQUEST).join();
        String other = CatalogNames.locator(catalog.publish(REQUEST.withName("other")).join().streamingLocatorId());
        storage.refuseOpens(other::equals);
        CatalogPage<StreamingLocator> page = catalog.list(10, null).join();
        assertThat(page.items()).containsExactly(good);
        assertThat(page.damaged()).extracting(CatalogDocumentException::document).containsExactly(other);
    }

    @Test
    void keepsPolicies() {
        StreamingPolicy policy = StreamingPolicy.clear("hls only", new EnabledProtocols(false, false, true, false));
        StreamingPolicy stored = catalog.putPolicy(policy).join();
        assertThat(catalog.policy("hls only").join()).hasValue(stored);
        assertThat(new Catalog(storage, LATER).putPolicy(policy).join()).isEqualTo(stored);
        assertThatThrownBy(
                () -> catalog.putPolicy(StreamingPolicy.clear("hls only", new EnabledProtocols(true, false, true, false)))
                        .join())
                .hasCauseInstanceOf(CatalogConflictException.class);
        assertThatThrownBy(() -> catalog.putPolicy(StreamingPolicy.clear("Predefined_X", EnabledProtocols.NONE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(catalog.policy("none").join()).isEmpty();
        assertThat(catalog.policy(StreamingPolicy.DOWNLOAD_AND_CLEAR_STREAMING).join().orElseThrow()
                .enabled(EncryptionScheme.NO_ENCRYPTION)).isEqualTo(new EnabledProtocols(true, true, true, true));
    }

    private void assertConflict(LocatorRequest request, StreamingLocator existing) {
        assertThatThrownBy(() -> catalog.publish(request).join()).cause().isInstanceOfSatisfying(CatalogConflictException.class,
                e -> {
                    assertThat(e.existing()).isEqualTo(existing);
                    assertThat(((StreamingLocator) e.requested()).name()).isEqualTo(request.name());
                    assertThat(e).hasMessageContaining(existing.streamingLocatorId().toString());
                });
    }

    private static Catalog catalogWithAssets(MemoryStorage storage) {
        Catalog catalog = new Catalog(storage, CLOCK);
        catalog.putAsset(Asset.at("harbour", "container", "folder")).join();
        catalog.putAsset(Asset.at("other", "container", null)).join();
        return catalog;
    }

    private static <T> Optional<T> attempt(Callable<T> call) {
        try {
            return Optional.of(call.call());
        } catch (Exception e) {
            assertThat(e).isInstanceOf(CompletionException.class);
            return Optional.empty();
        }
    }

    /** A node whose call of {@code method} on an object below {@code prefix} is preceded by something that others do. */
    private static Catalog interrupted(MemoryStorage storage, String method, String prefix, Runnable others) {
        AtomicBoolean done = new AtomicBoolean();
        Storage node = (Storage) Proxy.newProxyInstance(CatalogTest.class.getClassLoader(), new Class<?>[]{Storage.class},
                (proxy, called, arguments) -> {
                    if (called.getName().equals(method) && arguments[0].toString().startsWith(prefix)
                            && done.compareAndSet(false, true)) {
                        others.run();
                    }
                    return called.invoke(storage, arguments);
                });
        return new Catalog(node, CLOCK);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLocatorThatIsPublishedDuringARevokeKeepsItsName(boolean byName) {
        StreamingLocator locator = catalog.publish(REQUEST).join();
        Catalog node = interrupted(storage, "delete", "catalog/streamingLocatorNames/", () -> catalog.publish(REQUEST).join());
        if (byName) {
            node.revoke(locator.name()).join();
        } else {
            node.revoke(locator.streamingLocatorId()).join();
        }
        assertThat(catalog.get(locator.name()).join()).isPresent();
        assertThat(catalog.revoke(locator.name()).join()).isTrue();
        assertThat(catalog.byId(locator.streamingLocatorId()).join()).isEmpty();
        assertThat(storage.names()).noneMatch(name -> name.contains("Locator"));
    }

    @Test
    void aNameThatARevokeTookDuringAPublishIsPutBack() {
        StreamingLocator locator = catalog.publish(REQUEST).join();
        String id = locator.streamingLocatorId().toString();
        storage.delete("catalog/streamingLocators/" + id.substring(0, 2) + "/" + id + ".json").join();
        Catalog node = interrupted(storage, "put", "catalog/streamingLocators/",
                () -> catalog.revoke(locator.name()).join());
        assertThat(node.publish(REQUEST).join().streamingLocatorId()).isEqualTo(locator.streamingLocatorId());
        assertThat(catalog.get(locator.name()).join()).isPresent();
        assertThat(catalog.revoke(locator.name()).join()).isTrue();
    }

    private static List<Object> together(List<Callable<Object>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            List<Object> results = new ArrayList<>();
            for (Future<Object> future : threads.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
