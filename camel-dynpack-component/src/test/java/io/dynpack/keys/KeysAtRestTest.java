package io.dynpack.keys;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import com.fasterxml.jackson.databind.json.JsonMapper;

import io.dynpack.protection.ContentKey;
import io.dynpack.publishing.Asset;
import io.dynpack.publishing.Catalog;
import io.dynpack.publishing.CatalogConflictException;
import io.dynpack.publishing.ContentKeyDocuments;
import io.dynpack.publishing.KeyEncryptionException;
import io.dynpack.publishing.LocatorRequest;
import io.dynpack.publishing.StreamingLocator;
import io.dynpack.publishing.StreamingPolicy;
import io.dynpack.storage.MemoryStorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Content keys from the moment a locator is published to their use. */
class KeysAtRestTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC);
    private static final byte[] KEK = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OTHER_KEK = "fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.US_ASCII);
    private static final String KID = "f0f7b4a1-0a6f-4ae4-8f0f-3b1d5a1f2a11";
    private static final byte[] VALUE = "value of sixteen".getBytes(StandardCharsets.US_ASCII);
    private static final String VALUE_TEXT = Base64.getEncoder().encodeToString(VALUE);
    private static final byte[] IV = "0xIV.of.sixteen!".getBytes(StandardCharsets.US_ASCII);
    private static final LocatorRequest CLEAR_KEY = LocatorRequest.of("harbour", "Predefined_ClearKey");

    private final MemoryStorage storage = new MemoryStorage(2);

    @BeforeEach
    void asset() {
        new Catalog(storage, CLOCK).putAsset(Asset.at("harbour", "c", null)).join();
    }

    /** A node over a storage. */
    private record Node(Catalog catalog, ContentKeys keys) {
        static Node over(MemoryStorage storage, KeyEncryption encryption, @Nullable KeySeed seed) {
            ContentKeyDocuments documents = new ContentKeyDocuments(storage, CLOCK);
            return new Node(new Catalog(storage, CLOCK, new StoredSecrets(documents, encryption, seed)),
                    new ContentKeys(documents, encryption, CLOCK, Duration.ofSeconds(5), 100));
        }

        ContentKey key(Object id) {
            return keys.find(UUID.fromString(id.toString())).join().orElseThrow();
        }
    }

    private Node node() {
        return Node.over(storage.process(), new KeyEncryptionKeys(KEK, List.of()), null);
    }

    private static LocatorRequest given(@Nullable String value, @Nullable String iv) {
        Map<String, Object> key = new LinkedHashMap<>(
                Map.of("id", KID.toUpperCase(Locale.ROOT), "labelReferenceInStreamingPolicy", "clearKeyDefault"));
        key.put("value", value);
        key.put("iv", iv);
        return LocatorRequest.of(Map.of("name", "given", "assetName", "harbour", "streamingPolicyName", "Predefined_ClearKey",
                "contentKeys", List.of(key)));
    }

    @Test
    void aKeyIsMadeForWhatThePolicyEncrypts() {
        Node node = node();
        StreamingLocator locator = node.catalog.publish(CLEAR_KEY).join();
        Map<String, Object> entry = locator.contentKeys().get(0);
        assertThat(locator.contentKeys()).hasSize(1);
        assertThat(entry).containsEntry("type", "EnvelopeEncryption")
                .containsEntry("labelReferenceInStreamingPolicy", "clearKeyDefault").doesNotContainKeys("value", "iv");
        ContentKey key = node.key(entry.get("id"));
        assertThat(key.value()).hasSize(16).isNotEqualTo(key.iv());
        String id = String.valueOf(entry.get("id"));
        assertThat(storage.names()).contains("catalog/contentKeys/" + id.substring(0, 2) + "/" + id + ".json");
        KeyTraces.assertAbsent(storage, key.value());
        KeyTraces.assertAbsent(storage, key.iv());
        assertThat(node.catalog.byId(locator.streamingLocatorId()).join()).hasValue(locator);
    }

    @ParameterizedTest
    @CsvSource({"Predefined_ClearKey, clearKeyDefault", "Predefined_MultiDrmCencStreaming, cencDefaultKey",
            "Predefined_MultiDrmStreaming, cencDefaultKey cbcsDefaultKey"})
    void labelsAreThoseOfAzureMediaServices(String policy, String labels) {
        StreamingLocator locator = node().catalog.publish(LocatorRequest.of("harbour", policy)).join();
        assertThat(locator.contentKeys()).extracting(key -> key.get("labelReferenceInStreamingPolicy"))
                .containsExactly((Object[]) labels.split(" "));
        assertThat(locator.contentKeys().stream().map(key -> key.get("id"))).doesNotHaveDuplicates();
    }

    @Test
    void clearPoliciesNeedNoKey() {
        StreamingLocator locator = Node.over(storage, KeyEncryption.NONE, null).catalog
                .publish(LocatorRequest.of("harbour", StreamingPolicy.CLEAR_STREAMING_ONLY)).join();
        assertThat(locator.contentKeys()).isEmpty();
        assertThat(storage.names()).noneMatch(name -> name.startsWith("catalog/contentKeys/"));
    }

    @Test
    void mappingsAndPoliciesOfKeysAreThoseOfTheStreamingPolicy() {
        Node node = node();
        node.catalog.putPolicy(StreamingPolicy.of(Map.of("name", "custom", "defaultContentKeyPolicyName", "last",
                "commonEncryptionCenc", Map.of("enabledProtocols", Map.of("dash", true), "contentKeys",
                        Map.of("defaultKey", Map.of("label", "audio", "policyName", "first"), "keyToTrackMappings",
                                List.of(Map.of("label", "video", "tracks",
                                        List.of(Map.of("trackSelections", List.of(Map.of("property", "FourCC", "operation",
                                                "Equal", "value", "hev1")))))))),
                "commonEncryptionCbcs", Map.of("enabledProtocols", Map.of("hls", false))))).join();
        StreamingLocator locator = node.catalog.publish(LocatorRequest.of("harbour", "custom")).join();
        assertThat(locator.contentKeys()).hasSize(2);
        assertThat(locator.contentKeys().get(0)).containsEntry("labelReferenceInStreamingPolicy", "audio")
                .containsEntry("policyName", "first").containsEntry("tracks", List.of());
        assertThat(locator.contentKeys().get(1)).containsEntry("labelReferenceInStreamingPolicy", "video")
                .containsEntry("policyName", "last").containsEntry("type", "CommonEncryptionCenc");
        assertThat(String.valueOf(locator.contentKeys().get(1).get("tracks"))).contains("hev1");
        assertThat(node.catalog.publish(LocatorRequest.of("harbour", "custom")).join()).isEqualTo(locator);
    }

    @Test
    void repeatingIsHarmlessAndReadsNoKey() {
        Node node = node();
        StreamingLocator first = node.catalog.publish(CLEAR_KEY).join();
        ContentKey key = node.key(first.contentKeys().get(0).get("id"));
        MemoryStorage other = storage.process();
        Node again = Node.over(other, new KeyEncryptionKeys(KEK, List.of()), null);
        assertThat(again.catalog.publish(CLEAR_KEY).join()).isEqualTo(first);
        assertThat(again.catalog.publish(LocatorRequest.of(first)).join()).as("as it was shown").isEqualTo(first);
        assertThat(other.reads()).noneMatch(name -> name.contains("contentKeys"));
        assertThat(again.key(key.id()).value()).isEqualTo(key.value());
        assertThat(again.key(key.id()).iv()).isEqualTo(key.iv());
    }

    @Test
    void otherLocatorsHaveOtherKeys() {
        Node node = node();
        Set<Object> ids = new HashSet<>();
        for (LocatorRequest request : List.of(CLEAR_KEY, CLEAR_KEY.withName("x"), CLEAR_KEY.withFilters(List.of("f")),
                LocatorRequest.of("harbour", "Predefined_MultiDrmStreaming"))) {
            node.catalog.publish(request).join().contentKeys().forEach(key -> ids.add(key.get("id")));
        }
        assertThat(ids).hasSize(5);
        MemoryStorage elsewhere = new MemoryStorage();
        Node other = Node.over(elsewhere, new KeyEncryptionKeys(KEK, List.of()), null);
        other.catalog.putAsset(Asset.at("harbour", "c", null)).join();
        assertThat(ids).doesNotContain(other.catalog.publish(CLEAR_KEY).join().contentKeys().get(0).get("id"));
    }

    @Test
    void whoeverPublishesAtTheSameTimeHasTheSameKey() throws Exception {
        List<Callable<String>> nodes = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Node node = node();
            nodes.add(() -> {
                StreamingLocator locator = node.catalog.publish(CLEAR_KEY).join();
                ContentKey key = node.key(locator.contentKeys().get(0).get("id"));
                return locator.withoutKeyValues().contentKeys() + Base64.getEncoder().encodeToString(key.value())
                        + Base64.getEncoder().encodeToString(key.iv());
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(nodes.size());
        try {
            Set<String> seen = new HashSet<>();
            for (Future<String> result : threads.invokeAll(nodes)) {
                seen.add(result.get());
            }
            assertThat(seen).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(storage.names().stream().filter(name -> name.matches("catalog/contentKeys/../[^/]+\\.json"))).hasSize(1);
    }

    /** Nobody sees a locator whose key is not there, whenever the publisher dies. */
    @ParameterizedTest
    @EnumSource(MemoryStorage.Death.class)
    void keysAreThereBeforeTheirLocator(MemoryStorage.Death death) {
        for (int call = 1;; call++) {
            MemoryStorage objects = new MemoryStorage();
            new Catalog(objects, CLOCK).putAsset(Asset.at("harbour", "c", null)).join();
            MemoryStorage dying = objects.process().dyingAt(call, death);
            LocatorRequest request = given(VALUE_TEXT, null);
            attempt(() -> Node.over(dying, new KeyEncryptionKeys(KEK, List.of()), null).catalog.publish(request).join());
            Node fresh = Node.over(objects.process(), new KeyEncryptionKeys(KEK, List.of()), null);
            fresh.catalog.list(10, null).join().items().forEach(locator -> locator.contentKeys()
                    .forEach(key -> assertThat(fresh.key(key.get("id")).value()).isEqualTo(VALUE)));
            StreamingLocator retried = fresh.catalog.publish(request).join();
            assertThat(fresh.key(retried.contentKeys().get(0).get("id")).value()).isEqualTo(VALUE);
            KeyTraces.assertAbsent(objects, VALUE);
            if (!dying.died()) {
                assertThat(call).isGreaterThan(6);
                return;
            }
        }
    }

    private static <T> Optional<T> attempt(Callable<T> call) {
        try {
            return Optional.of(call.call());
        } catch (Exception e) {
            assertThat(e).isInstanceOf(CompletionException.class);
            return Optional.empty();
        }
    }

    @Test
    void givenKeysAreKept() throws Exception {
        Node node = node();
        LocatorRequest request = given(VALUE_TEXT, Base64.getEncoder().encodeToString(IV));
        StreamingLocator locator = node.catalog.publish(request).join();
        assertThat(locator.contentKeys()).singleElement().satisfies(key -> assertThat(key)
                .containsEntry("type", "EnvelopeEncryption").doesNotContainKeys("value", "iv"));
        assertThat(node.key(KID).value()).isEqualTo(VALUE);
        assertThat(node.key(KID).iv()).isEqualTo(IV);
        assertThat(node.catalog.publish(request).join()).isEqualTo(locator);
        assertThat(node.catalog.publish(given(null, null)).join()).as("as an export without values").isEqualTo(locator);
        assertThat(node.catalog.publish(given("", "")).join()).isEqualTo(locator);
        KeyTraces.assertAbsent(storage, VALUE);
        KeyTraces.assertAbsent(storage, IV);
        for (Object shown : List.of(request, locator, node.key(KID), node.keys, node.catalog)) {
            KeyTraces.assertAbsent("text", shown.toString(), VALUE);
        }
        KeyTraces.assertAbsent("JSON", JsonMapper.builder().build().writeValueAsString(locator), VALUE);
    }

    /** Caches may hold segments of its URLs for days. */
    @Test
    void aLocatorThatIsPublishedAnewUnderItsIdHasTheSameKey() {
        Node node = node();
        UUID id = UUID.fromString("7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa");
        LocatorRequest request = CLEAR_KEY.withName("fixed").withStreamingLocatorId(id);
        StreamingLocator first = node.catalog.publish(request).join();
        ContentKey key = node.key(first.contentKeys().get(0).get("id"));
        node.catalog.revoke("fixed").join();
        StreamingLocator second = node.catalog.publish(request.withTimes(null, "2030-01-01T00:00:00Z")).join();
        assertThat(second.contentKeys()).isEqualTo(first.contentKeys());
        assertThat(node.key(key.id()).value()).isEqualTo(key.value());
        assertThat(
                node.catalog.publish(request.withStreamingLocatorId(UUID.randomUUID()).withName("other")).join().contentKeys())
                .isNotEqualTo(first.contentKeys());
    }

    /** Ids of locators were derived in another way once. */
    @Test
    void aLocatorOfAnotherIdIsTheOneThatIsMeant() {
        Node node = node();
        StreamingLocator existing = node.catalog
                .publish(CLEAR_KEY.withName("kept").withStreamingLocatorId(UUID.randomUUID())).join();
        assertThat(node.catalog.publish(CLEAR_KEY.withName("kept")).join()).isEqualTo(existing);
        storage.remove("catalog/streamingLocators/" + existing.streamingLocatorId().toString().substring(0, 2) + "/"
                + existing.streamingLocatorId() + ".json");
        assertThat(node().catalog.publish(CLEAR_KEY.withName("kept")).join()).as("a crash left the name alone")
                .isEqualTo(existing);
        assertThat(node().key(existing.contentKeys().get(0).get("id")).value()).hasSize(16);
    }

    @Test
    void idsAreTheSameInAnyCase() {
        Node node = node();
        StreamingLocator upper = node.catalog.publish(given(VALUE_TEXT, null)).join();
        assertThat(upper.contentKeys().get(0)).containsEntry("id", KID);
        assertThat(node.catalog.publish(LocatorRequest.of(Map.of("name", "given", "assetName", "harbour", "streamingPolicyName",
                "Predefined_ClearKey", "contentKeys", List.of(Map.of("id", KID, "label", "clearKeyDefault"))))).join())
                .isEqualTo(upper);
    }

    @Test
    void aLabelThatThePolicyDoesNotHaveIsRefused() {
        LocatorRequest request = LocatorRequest.of(Map.of("name", "given", "assetName", "harbour", "streamingPolicyName",
                "Predefined_MultiDrmStreaming", "contentKeys", List.of(Map.of("id", KID, "label", "cencDefaultKey"),
                        Map.of("id", KID, "labelReferenceInStreamingPolicy", "clearKeyDefault"))));
        assertThatThrownBy(() -> node().catalog.publish(request).join()).hasCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("contentKeys[1].labelReferenceInStreamingPolicy is clearKeyDefault")
                .hasMessageContaining("it has cencDefaultKey, cbcsDefaultKey");
        assertThat(storage.names()).noneMatch(name -> name.contains("contentKeys"));
    }

    @Test
    void anotherValueUnderTheIdOfAKeyIsAConflictThatShowsNeither() {
        Node node = node();
        node.catalog.publish(given(VALUE_TEXT, null)).join();
        String other = Base64.getEncoder().encodeToString(IV);
        for (LocatorRequest request : List.of(given(other, null), given(other, null).withName("another"),
                given(VALUE_TEXT, other).withName("another"))) {
            assertThatThrownBy(() -> node.catalog.publish(request).join()).hasCauseInstanceOf(CatalogConflictException.class)
                    .hasMessageContaining(KID).satisfies(failure -> {
                        KeyTraces.assertAbsent("failure", failure.toString(), VALUE);
                        KeyTraces.assertAbsent("failure", failure.toString(), IV);
                    });
        }
        assertThat(node.catalog.get("another").join()).isEmpty();
        assertThat(storage.names()).noneMatch(name -> name.endsWith("/another"));
        assertThat(node.key(KID).value()).isEqualTo(VALUE);
        assertThat(node.catalog.publish(given(VALUE_TEXT, null).withName("another")).join().contentKeys())
                .as("one key for two locators").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"c2VjcmV0, contentKeys[0].value has 6 bytes and not 16", "secret!, contentKeys[0].value is no Base64"})
    void badValuesAreRefusedAndNotShown(String value, String message) {
        assertThatThrownBy(() -> node().catalog.publish(given(value, null)).join()).hasMessageContaining(message)
                .satisfies(failure -> assertThat(String.valueOf(failure)).doesNotContain(value));
        assertThat(storage.names()).noneMatch(name -> name.contains("Locator") || name.contains("contentKeys"));
    }

    @Test
    void withoutAKeyEncryptionKeyNothingIsPublishedThatNeedsKeys() {
        Node none = Node.over(storage, KeyEncryption.NONE, null);
        for (LocatorRequest request : List.of(CLEAR_KEY, given(VALUE_TEXT, null),
                LocatorRequest.of("harbour", "Predefined_MultiDrmStreaming"))) {
            assertThatThrownBy(() -> none.catalog.publish(request).join()).hasCauseInstanceOf(KeyEncryptionException.class)
                    .hasMessageContaining("keyEncryptionKeyFile").hasMessageContaining("catalog/contentKeys/");
        }
        assertThat(storage.names()).noneMatch(name -> name.contains("Locator") || name.contains("contentKeys"));
        assertThatThrownBy(() -> new Catalog(storage, CLOCK).publish(CLEAR_KEY).join())
                .hasCauseInstanceOf(KeyEncryptionException.class);
    }

    @Test
    void aWrongKeyEncryptionKeyIsSaidWithTheDocument() {
        StreamingLocator locator = node().catalog.publish(CLEAR_KEY).join();
        UUID id = UUID.fromString(String.valueOf(locator.contentKeys().get(0).get("id")));
        Node wrong = Node.over(storage.process(), new KeyEncryptionKeys(OTHER_KEK, List.of()), null);
        assertThatThrownBy(() -> wrong.keys.find(id).join()).hasCauseInstanceOf(KeyEncryptionException.class)
                .hasMessageContaining("catalog/contentKeys/" + id.toString().substring(0, 2) + "/" + id + ".json")
                .hasMessageContaining("previousKeyEncryptionKeys");
        Node rotated = Node.over(storage.process(), new KeyEncryptionKeys(OTHER_KEK, List.of(KEK)), null);
        assertThat(rotated.key(id).value()).isEqualTo(node().key(id).value());
        assertThat(rotated.keys.find(UUID.randomUUID()).join()).isEmpty();
    }

    @Test
    void aLostKeyEncryptionKeyIsFoundWithoutARequest() {
        assertThat(node().keys.unopened().join()).as("nothing is stored").isEmpty();
        String id = String.valueOf(node().catalog.publish(CLEAR_KEY).join().contentKeys().get(0).get("id"));
        assertThat(node().keys.unopened().join()).isEmpty();
        Node wrong = Node.over(storage.process(), new KeyEncryptionKeys(OTHER_KEK, List.of()), null);
        assertThat(wrong.keys.unopened().join()).hasValueSatisfying(why -> assertThat(why).hasMessageContaining(id)
                .hasMessageContaining("previousKeyEncryptionKeys"));
        Node rotated = Node.over(storage.process(), new KeyEncryptionKeys(OTHER_KEK, List.of(KEK)), null);
        assertThat(rotated.keys.unopened().join()).isEmpty();
    }

    /** Whoever can write the catalog cannot pass one key off as another. */
    @Test
    void aDocumentUnderTheNameOfAnotherIsRefused() {
        Node node = node();
        node.catalog.publish(given(VALUE_TEXT, null)).join();
        String name = "catalog/contentKeys/f0/" + KID + ".json";
        String other = "f0f7b4a1-0a6f-4ae4-8f0f-3b1d5a1f2a12";
        String copy = new String(storage.bytes(name), StandardCharsets.UTF_8);
        storage.putText(name.replace(KID, other), copy);
        assertThatThrownBy(() -> node.keys.find(UUID.fromString(other)).join()).hasMessageContaining("another key");
        storage.putText(name.replace(KID, other), copy.replace(KID, other));
        assertThatThrownBy(() -> node().keys.find(UUID.fromString(other)).join()).hasMessageContaining("another document");
    }

    @Test
    void aSeedGivesTheValues() {
        KeySeed seed = KeySeed.parse("XVBovsmzhP9gRIZxWfFta3VVRPzVEWmJsazEJ46I");
        Node node = Node.over(storage, new KeyEncryptionKeys(KEK, List.of()), seed);
        StreamingLocator locator = node.catalog.publish(CLEAR_KEY).join();
        ContentKey key = node.key(locator.contentKeys().get(0).get("id"));
        assertThat(key.value()).isEqualTo(seed.value(key.id()));
        node.catalog.publish(given(VALUE_TEXT, null)).join();
        assertThat(node.key(KID).value()).as("given ones stay").isEqualTo(VALUE);
    }

    private static final String OLD = """
            {"name": "given", "properties": {"assetName": "harbour", "created": "2026-01-01T00:00:00.0000000Z",
              "endTime": "9999-12-31T23:59:59.9999999Z", "streamingLocatorId": "7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa",
              "streamingPolicyName": "Predefined_ClearKey", "contentKeys": [{"id": "%s", "type": "EnvelopeEncryption",
              "labelReferenceInStreamingPolicy": "clearKeyDefault", "value": "%s", "policyName": "p", "tracks": []}]}}"""
            .formatted(KID, VALUE_TEXT);
    private static final String OLD_ID = "catalog/streamingLocators/7c/7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa.json";
    private static final String OLD_NAME = "catalog/streamingLocatorNames/given";

    private static void putOld(MemoryStorage storage) {
        storage.putText(OLD_ID, OLD);
        storage.putText(OLD_NAME, OLD);
    }

    private static void assertMoved(MemoryStorage storage) {
        Node node = Node.over(storage.process(), new KeyEncryptionKeys(KEK, List.of()), null);
        StreamingLocator locator = node.catalog.get("given").join().orElseThrow();
        assertThat(locator.contentKeys()).singleElement().satisfies(key -> assertThat(key).containsEntry("id", KID)
                .containsEntry("policyName", "p").doesNotContainKey("value"));
        assertThat(locator.created()).isEqualTo("2026-01-01T00:00:00.0000000Z");
        assertThat(node.key(KID).value()).isEqualTo(VALUE);
        KeyTraces.assertAbsent(storage, VALUE);
    }

    @Test
    void valuesInLocatorsOfOlderVersionsAreMoved() {
        putOld(storage);
        assertThat(node().catalog.moveKeyValues().join().moved()).isEqualTo(1);
        assertMoved(storage);
        assertThat(node().catalog.moveKeyValues().join().moved()).isZero();
    }

    /** Commands that only look take the media folder for a catalog. */
    @Test
    void whereThereAreNoLocatorsNothingIsWritten() {
        List<String> before = storage.names();
        assertThat(node().catalog.moveKeyValues().join().moved()).isZero();
        assertThat(storage.names()).isEqualTo(before);
    }

    @Test
    void publishingAnOldLocatorAgainMovesItsValues() {
        putOld(storage);
        StreamingLocator old = new Catalog(storage, CLOCK).get("given").join().orElseThrow();
        assertThat(node().catalog.publish(LocatorRequest.of(old.withoutKeyValues())).join()).isEqualTo(old.withoutKeyValues());
        assertMoved(storage);
        assertThat(node().catalog.publish(LocatorRequest.of(old)).join()).isEqualTo(old.withoutKeyValues());
    }

    @Test
    void anOldReservationGetsItsKeyAsWell() {
        storage.putText(OLD_NAME, OLD);
        StreamingLocator old = StreamingLocator.of(Map.of("name", "given", "assetName", "harbour", "streamingPolicyName",
                "Predefined_ClearKey", "streamingLocatorId", "7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa", "contentKeys",
                List.of(Map.of("id", KID, "labelReferenceInStreamingPolicy", "clearKeyDefault", "policyName", "p"))));
        node().catalog.publish(LocatorRequest.of(old)).join();
        assertMoved(storage);
    }

    @ParameterizedTest
    @EnumSource(MemoryStorage.Death.class)
    void noCrashLosesAValueThatIsMoved(MemoryStorage.Death death) {
        for (int call = 1;; call++) {
            MemoryStorage objects = new MemoryStorage();
            putOld(objects);
            MemoryStorage dying = objects.process().dyingAt(call, death);
            attempt(() -> Node.over(dying, new KeyEncryptionKeys(KEK, List.of()), null).catalog.moveKeyValues().join());
            Node.over(objects.process(), new KeyEncryptionKeys(KEK, List.of()), null).catalog.moveKeyValues().join();
            assertMoved(objects);
            if (!dying.died()) {
                assertThat(call).isGreaterThan(6);
                return;
            }
        }
    }

    @Test
    void withoutAKeyEncryptionKeyOldLocatorsStayAsTheyAre() {
        putOld(storage);
        Node none = Node.over(storage.process(), KeyEncryption.NONE, null);
        StreamingLocator old = none.catalog.get("given").join().orElseThrow();
        assertThat(none.catalog.publish(LocatorRequest.of(old.withoutKeyValues())).join()).isEqualTo(old);
        assertThat(none.catalog.moveKeyValues().join().left()).hasSize(2)
                .allSatisfy(problem -> KeyTraces.assertAbsent("problem", problem, VALUE));
        assertThat(new String(storage.bytes(OLD_ID), StandardCharsets.UTF_8)).isEqualTo(OLD);
    }

    @Test
    void whatCannotBeMovedIsSaidAndKeepsNoOtherFromBeingMoved() {
        putOld(storage);
        String odd = OLD.replace("\"given\"", "\"odd\"").replace("c0aa", "c0ab").replace(KID, "no GUID");
        storage.putText(OLD_ID.replace("c0aa", "c0ab"), odd);
        storage.putText(OLD_NAME.replace("given", "odd"), odd);
        assertThat(node().catalog.moveKeyValues().join()).satisfies(moved -> {
            assertThat(moved.moved()).isEqualTo(1);
            assertThat(moved.left()).hasSize(2).allMatch(problem -> problem.startsWith("locator odd: contentKeys[0].id"));
        });
        storage.remove(OLD_ID.replace("c0aa", "c0ab"));
        storage.remove(OLD_NAME.replace("given", "odd"));
        assertMoved(storage);
    }
}
