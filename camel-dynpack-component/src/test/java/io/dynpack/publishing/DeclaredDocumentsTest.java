package io.dynpack.publishing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.publishing.DeclaredDocuments.Outcome;
import io.dynpack.storage.MemoryStorage;
import io.dynpack.storage.PutCondition;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DeclaredDocumentsTest {
    private static final DeclaredFile NONE = new DeclaredFile.Absent();
    private static final LocatorRequest CLEAR = LocatorRequest.of("film", StreamingPolicy.CLEAR_STREAMING_ONLY);
    private static final String ID = "7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa";
    private static final String FILTER = "{\"name\": \"%s\", \"properties\": {\"firstQuality\": {\"bitrate\": %d}}}";
    private static final String POLICY = "{\"name\": \"%s\", \"properties\": {\"noEncryption\": {\"enabledProtocols\": {\"%s\":"
            + " true}}}}";

    private final Storage storage = new Storage();
    private final Catalog catalog = new Catalog(storage, Clock.systemUTC());
    private final DeclaredDocuments documents = new DeclaredDocuments(catalog);

    /** It stops to take what is written, as a node does that dies. */
    private static final class Storage extends MemoryStorage {
        private int writesLeft = Integer.MAX_VALUE;
        private int written;

        @Override
        public CompletableFuture<StoredObject> put(String name, ByteBuffer bytes, PutCondition condition) {
            return writesLeft-- > 0
                    ? super.put(name, bytes, condition).whenComplete((object, failure) -> written += failure == null ? 1 : 0)
                    : CompletableFuture.failedFuture(new StorageException.Busy(name, 1));
        }
    }

    @BeforeEach
    void assets() {
        catalog.putAsset(Asset.at("film", "film", null)).join();
        catalog.putAsset(Asset.at("other", "other", null)).join();
    }

    private static DeclaredFile file(String text) {
        return new DeclaredFile.Present(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String list(String... entries) {
        return "[" + String.join(", ", entries) + "]";
    }

    private static String locator(String name, String members) {
        return "{\"name\": \"" + name + "\", \"properties\": {" + members + "}}";
    }

    private Outcome asset(DeclaredFile filters, DeclaredFile locators) {
        return documents.applyToAsset(filters, NONE, List.of(), locators, CLEAR).join();
    }

    private Outcome locators(String... entries) {
        return asset(NONE, file(list(entries)));
    }

    private List<String> published() {
        return catalog.list(1000, null).join().items().stream().map(StreamingLocator::name).sorted().toList();
    }

    private static List<String> messages(Outcome outcome) {
        return outcome.problems().stream().map(DeclaredDocuments.Problem::message).toList();
    }

    /** Half a megabyte as it is given, and far more with its lines indented. */
    @Test
    void aDocumentThatCouldNotBeReadAgainIsNotStored() {
        String labels = IntStream.range(0, 40_000).mapToObj(i -> "{\"label\":\"" + i + "\"}").collect(Collectors.joining(","));
        String policy = "{\"name\": \"p\", \"properties\": {\"envelopeEncryption\": {\"enabledProtocols\": {\"hls\": true},"
                + " \"contentKeys\": {\"keyToTrackMappings\": [" + labels + "]}}}}";
        Outcome outcome = documents.applyToAccount(NONE, file(list(policy, POLICY.formatted("q", "hls"))), NONE).join();
        assertThat(messages(outcome)).singleElement().asString().startsWith("[0]: it has ").endsWith("may have 1048576");
        assertThat(outcome.stored()).containsExactly("streaming policy q");
        assertThat(catalog.policy("p").join()).isEmpty();
    }

    @Test
    void aDamagedPolicyThatIsNotDeclaredAnyLongerGoes() {
        documents.applyToAccount(NONE, file(list(POLICY.formatted("p", "hls"))), NONE).join();
        storage.putBytes("catalog/streamingPolicies/p.json", "{".getBytes(StandardCharsets.UTF_8));
        assertThat(documents.applyToAccount(NONE, NONE, NONE).join().deleted()).containsExactly("streaming policy p");
        assertThat(catalog.policy("p").join()).isEmpty();
    }

    /** What was found in the place of a text may be a key. */
    @Test
    void whatIsNoJsonShowsNoKey() {
        String secret = "c2VjcmV0c2VjcmV0";
        for (String value : List.of(secret, "'" + secret + "'", "-" + secret, "0" + secret, "[" + secret + "==]", "\"" + secret,
                "true" + secret)) {
            assertThat(messages(asset(NONE, file("[{\"contentKeys\": [{\"value\": " + value + "}]}]")))).singleElement()
                    .asString().startsWith("line 1, column ").contains(" is no JSON: ").doesNotContain(secret);
        }
    }

    @Test
    void filtersFollowTheirDocument() {
        assertThat(
                documents.applyToAccount(file(list(FILTER.formatted("a", 1), FILTER.formatted("B", 1))), NONE, NONE).join()
                        .stored())
                .containsExactly("account filter a", "account filter B");
        catalog.putAccountFilter(new AccountFilter(catalog.accountFilter("a").join().orElseThrow().filter())).join();
        Outcome second = documents.applyToAccount(file(FILTER.formatted("b", 2)), NONE, NONE).join();
        assertThat(second.stored()).containsExactly("account filter b");
        assertThat(second.deleted()).as("b is B").containsExactly("account filter a");
        assertThat(catalog.accountFilter("B").join().orElseThrow().filter().firstQuality()).hasValue(2);
        assertThat(documents.applyToAccount(NONE, NONE, NONE).join().deleted()).containsExactly("account filter b");
        assertThat(storage.stat("catalog/declared/account.json")).isCompletedExceptionally();
    }

    @Test
    void whatSomebodyElseStoredStays() {
        catalog.putAccountFilter(AccountFilter.of(Map.of("name", "theirs"))).join();
        catalog.publish(CLEAR.withName("theirs")).join();
        documents.applyToAccount(file(FILTER.formatted("a", 1)), NONE, NONE).join();
        documents.applyToAccount(file("[]"), NONE, NONE).join();
        locators(locator("mine", ""));
        assertThat(locators().deleted()).containsExactly("streaming locator mine");
        assertThat(catalog.accountFilter("theirs").join()).isPresent();
        assertThat(published()).containsExactly("theirs");
    }

    @Test
    void nothingIsWrittenTwice() {
        DeclaredFile filters = file(list(FILTER.formatted("a", 1)));
        DeclaredFile locators = file(list(locator("one", "\"filters\": [\"a\"]"), locator("two", "")));
        asset(filters, locators);
        int before = storage.written;
        Outcome again = asset(filters, locators);
        assertThat(storage.written).isEqualTo(before);
        assertThat(again.stored()).isEmpty();
        assertThat(again.deleted()).isEmpty();
        assertThat(again.problems()).isEmpty();
        assertThat(again.locators()).extracting(StreamingLocator::name).containsExactly("one", "two");
    }

    @Test
    void withoutADocumentThereIsOneLocator() {
        StreamingLocator clear = asset(NONE, NONE).locators().get(0);
        assertThat(clear.streamingPolicyName()).isEqualTo(StreamingPolicy.CLEAR_STREAMING_ONLY);
        assertThat(storage.stat("catalog/declared/assets/film.json")).as("nothing to note").isCompletedExceptionally();
        Outcome declared = locators(locator("mine", ""));
        assertThat(declared.deleted()).containsExactly("streaming locator " + clear.name());
        assertThat(published()).containsExactly("mine");
        assertThat(locators().locators()).as("an empty list is a list").isEmpty();
        assertThat(published()).isEmpty();
        assertThat(asset(NONE, NONE).locators()).containsExactly(catalog.byId(clear.streamingLocatorId()).join().orElseThrow());
        assertThat(published()).containsExactly(clear.name());
    }

    @Test
    void aLocatorThatChangedIsPublishedAnew() {
        String id = "\"streamingLocatorId\": \"" + ID + "\"";
        locators(locator("summer", id));
        Outcome changed = locators(locator("summer", id + ", \"endTime\": \"2199-01-01T00:00:00Z\""));
        assertThat(changed.stored()).containsExactly("streaming locator summer");
        assertThat(changed.locators().get(0).streamingLocatorId()).hasToString(ID);
        assertThat(catalog.get("summer").join().orElseThrow().endTime()).isEqualTo("2199-01-01T00:00:00Z");
        // the same id under another name
        assertThat(locators(locator("winter", id)).deleted()).isEmpty();
        assertThat(published()).containsExactly("winter");
        // a name and an id that two others had
        locators(locator("a", ""), locator("b", id));
        Outcome both = locators(locator("a", id));
        assertThat(messages(both)).isEmpty();
        assertThat(published()).containsExactly("a");
        assertThat(catalog.byId(UUID.fromString(ID)).join().orElseThrow().name()).isEqualTo("a");
    }

    @Test
    void aLocatorOfSomebodyElseIsNotReplaced() {
        StreamingLocator theirs = catalog.publish(LocatorRequest.of("other", StreamingPolicy.DOWNLOAD_ONLY).withName("theirs")
                .withStreamingLocatorId(UUID.fromString(ID))).join();
        locators(locator("mine", ""));
        Outcome outcome = locators(locator("mine", "\"streamingLocatorId\": \"" + ID + "\""), locator("new", ""));
        assertThat(messages(outcome)).singleElement().asString().startsWith("[0]: ").contains("theirs", "other");
        assertThat(published()).containsExactly("mine", "new", "theirs");
        assertThat(outcome.locators()).extracting(StreamingLocator::name).containsExactlyInAnyOrder("mine", "new");
        assertThat(catalog.byId(UUID.fromString(ID)).join()).contains(theirs);
        assertThat(catalog.get("mine").join()).isPresent();
    }

    /** A node that starts again reads the same documents. */
    @Test
    void whatSomebodyElsePublishedIsNotOursAtTheNextLookEither() {
        StreamingLocator theirs = catalog.publish(CLEAR.withName("theirs").withStreamingLocatorId(UUID.fromString(ID))).join();
        for (int look = 0; look < 3; look++) {
            Outcome outcome = locators(locator("theirs", "\"endTime\": \"2199-01-01T00:00:00Z\""), locator("mine", ""));
            assertThat(messages(outcome)).as("look %d", look).singleElement().asString()
                    .startsWith("[0]: ").contains("which this document did not publish");
            assertThat(catalog.get("theirs").join()).contains(theirs);
            assertThat(published()).containsExactly("mine", "theirs");
        }
        assertThat(locators().deleted()).containsExactly("streaming locator mine");
        assertThat(published()).containsExactly("theirs");
    }

    /** Locators under it would be answered with 404. */
    @Test
    void aPolicyOfSomebodyElseIsNotDeleted() {
        catalog.putPolicy(StreamingPolicy.of(Map.of("name", "theirs", "properties",
                Map.of("noEncryption", Map.of("enabledProtocols", Map.of("hls", true)))))).join();
        for (int look = 0; look < 2; look++) {
            assertThat(messages(documents.applyToAccount(NONE, file(POLICY.formatted("theirs", "dash")), NONE).join()))
                    .singleElement().asString().contains("this document did not store it");
        }
        assertThat(documents.applyToAccount(NONE, file("[]"), NONE).join().deleted()).isEmpty();
        assertThat(catalog.policy("theirs").join()).isPresent();
    }

    @Test
    void aListOfAllPoliciesMayHaveThoseThatAreBuiltIn() {
        Outcome outcome = documents.applyToAccount(NONE,
                file(list(POLICY.formatted("Predefined_ClearStreamingOnly", "dash"), POLICY.formatted("ott", "hls"))), NONE)
                .join();
        assertThat(messages(outcome)).isEmpty();
        assertThat(outcome.stored()).containsExactly("streaming policy ott");
        Outcome without = documents.applyToAccount(NONE, file("[]"), NONE).join();
        assertThat(messages(without)).isEmpty();
        assertThat(without.deleted()).containsExactly("streaming policy ott");
    }

    @Test
    void policiesAreNotChanged() {
        documents.applyToAccount(NONE, file(list(POLICY.formatted("ott", "hls"), POLICY.formatted("old", "hls"))), NONE).join();
        Outcome changed = documents.applyToAccount(NONE, file(list(POLICY.formatted("ott", "dash"))), NONE).join();
        assertThat(messages(changed)).singleElement().asString().startsWith("[0]: the streaming policy ott")
                .contains("cannot be changed", "another name");
        assertThat(catalog.policy("ott").join().orElseThrow().noEncryption().hls()).isTrue();
        assertThat(catalog.policy("old").join()).as("a document with a mistake takes nothing away").isPresent();
        assertThat(documents.applyToAccount(NONE, file("[]"), NONE).join().deleted())
                .containsExactly("streaming policy ott", "streaming policy old");
        assertThat(messages(documents.applyToAccount(NONE, file(list(POLICY.formatted("ott", "dash"))), NONE).join()))
                .isEmpty();
    }

    @Test
    void whatIsToldIsNoLongerThanAnybodyReads() {
        assertThat(messages(locators(locator("a".repeat(100_000), "")))).singleElement().asString().hasSizeLessThan(1100);
    }

    /** Its reader says no place, and what is wrong with one document must not keep the others from being read. */
    @Test
    void nestingWithoutEndIsToldAsAnyMistake() {
        assertThat(messages(documents.applyToAccount(file("[".repeat(100_000)), NONE, NONE).join())).singleElement()
                .asString().contains("it is no JSON", "nesting depth");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "filters | `` | `it is empty; write [] for an empty list`",
            "filters | `[{\"name\": \"a\",}]` | line 1, column 15 is no JSON",
            "filters | `[{\"name\": \"a\"}` | line 1, column 15 is no JSON: Unexpected end-of-input",
            "filters | `[] x` | line 1, column 4 is no JSON",
            "filters | `[] []` | line 1, column 4 is behind the end",
            "filters | `7` | `it is neither a list of objects nor an object`",
            "filters | `[7]` | `[0] is no object`",
            "filters | `{\"value\": [{\"name\": \"a\"}, {}]}` | `value[1].name is missing`",
            "filters | `[{\"name\": \"a\", \"properties\": {\"tracks\": [{\"trackSelections\": [{\"property\": \"Hue\"}]}]}}]`"
                    + " | `[0].properties.tracks[0].trackSelections[0].property`",
            "filters | `{\"name\": \"a/b\"}` | `name is \"a/b\", which a URL cannot carry`",
            "filters | `[{\"name\": \"a\"}, {\"name\": \"A\"}]` | `[1]: its name or id is that of [0] too: a`",
            "locators | `[{\"properties\": {\"endTime\": \"tomorrow\"}}]` | `[0].properties.endTime is \"tomorrow\"`",
            "locators | `[{\"name\": \"a\", \"streamingLocatorId\": \"7\"}]` | `[0].streamingLocatorId is no GUID`",
            "locators | `{\"name\": \"a\", \"properties\": {\"filters\": \"mobile\"}}` | `properties.filters is no list`",
            "locators | `[{\"properties\": {\"startTime\": \"2030-01-01T00:00:00Z\", \"endTime\": \"2029-01-01T00:00:00Z\"}}]`"
                    + " | `[0].properties.endTime 2029-01-01T00:00:00Z is not after`",
            "locators | `[{\"properties\": {\"assetName\": \"other\"}}]` | `[0].properties.assetName is other, but`",
            "locators | `[{\"properties\": {\"streamingPolicyName\": \"ott\"}}]`"
                    + " | `[0]: there is no streaming policy with the name ott`",
            "locators | `[{\"name\": \"a\", \"streamingLocatorId\": \"7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa\"}, {\"name\": \"b\","
                    + " \"streamingLocatorId\": \"7C1D0A52-3BE4-4F0E-8A6B-5D2F9E61C0AA\"}]` | `[1]: its name or id is`"})
    void aMistakeIsToldWithItsPlaceAndTakesNothingAway(String document, String text, String message) {
        DeclaredFile filters = file(FILTER.formatted("kept", 1));
        DeclaredFile locators = file(locator("kept", ""));
        asset(filters, locators);
        Outcome outcome = document.equals("filters") ? asset(file(text), locators) : asset(filters, file(text));
        assertThat(messages(outcome)).singleElement().asString().startsWith(message).doesNotContain("java", "com.fasterxml",
                "Source:", "])");
        assertThat(outcome.problems().get(0).isError()).isTrue();
        assertThat(catalog.assetFilter("film", "kept").join()).isPresent();
        assertThat(published()).contains("kept");
        assertThat(outcome.locators()).extracting(StreamingLocator::name).contains("kept");
        // and once it is mended
        asset(file("[]"), file("[]"));
        assertThat(catalog.listAssetFilters("film", 10, null).join().items()).isEmpty();
        assertThat(published()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "`[{\"properties\": {}}]` | `[0].name is missing`",
            "`{\"name\": \"Predefined_Mine\", \"noEncryption\": {\"enabledProtocols\": {\"hls\": true}}}`"
                    + " | `names of policies do not`",
            "`{\"name\": \"a\"}` | `no protocol is enabled`",
            "`[{\"name\": \"a\", \"properties\": {\"noEncryption\": {\"enabledProtocols\": {\"hls\": \"yes\"}}}}]`"
                    + " | `[0].properties.noEncryption.enabledProtocols.hls is neither true nor false`"})
    void mistakesInPolicies(String text, String message) {
        assertThat(messages(documents.applyToAccount(NONE, file(text), NONE).join())).singleElement().asString()
                .startsWith(message);
        assertThat(catalog.listPolicies(10, null).join().items()).isEmpty();
    }

    @Test
    void aDocumentThatCannotBeReadTakesNothingAway() {
        locators(locator("kept", ""));
        Outcome outcome = asset(NONE, new DeclaredFile.Unreadable("it is longer than 1 MiB"));
        assertThat(messages(outcome)).containsExactly("it is longer than 1 MiB");
        assertThat(published()).containsExactly("kept");
    }

    @Test
    void aDocumentIsAsLongAsItMayBe() {
        String[] most = IntStream.range(0, DeclaredDocuments.MAX_ENTRIES).mapToObj(i -> FILTER.formatted("f" + i, 1))
                .toArray(String[]::new);
        assertThat(asset(file(list(most)), NONE).stored()).hasSize(most.length);
        Outcome more = asset(file(list(FILTER.formatted("one", 1), String.join(", ", most))), NONE);
        assertThat(messages(more)).containsExactly("it has 1001 entries, and may have 1000");
        assertThat(more.deleted()).isEmpty();
        assertThat(asset(NONE, NONE).deleted()).hasSize(most.length);
    }

    @Test
    void filtersThatNobodyHasAreToldOf() {
        Outcome outcome = locators(locator("a", "\"filters\": [\"mobile\", \"hd\"]"));
        assertThat(outcome.problems()).hasSize(2).noneMatch(DeclaredDocuments.Problem::isError);
        assertThat(messages(outcome).get(0)).contains("mobile", "404");
        catalog.putAccountFilter(AccountFilter.of(java.util.Map.of("name", "HD"))).join();
        assertThat(
                messages(asset(file(FILTER.formatted("mobile", 1)), file(locator("a", "\"filters\": [\"mobile\", \"hd\"]")))))
                .isEmpty();
    }

    @Test
    void whoDiesInBetweenLeavesNothingThatNobodyOwns() {
        DeclaredFile filters = file(list(FILTER.formatted("a", 1), FILTER.formatted("b", 1)));
        DeclaredFile locators = file(list(locator("one", ""), locator("two", "")));
        for (int writes = 0; writes < 12; writes++) {
            storage.writesLeft = writes;
            try {
                asset(filters, locators);
            } catch (java.util.concurrent.CompletionException e) {
                assertThat(e).hasCauseInstanceOf(StorageException.Busy.class);
            }
            storage.writesLeft = Integer.MAX_VALUE;
            // by now somebody has emptied the documents
            asset(file("[]"), file("[]"));
            assertThat(published()).as("after %d writes", writes).isEmpty();
            assertThat(catalog.listAssetFilters("film", 10, null).join().items()).as("after %d writes", writes).isEmpty();
        }
    }

    @Test
    void whatCannotBePublishedWithoutADocumentFails() {
        assertThatThrownBy(() -> documents.applyToAsset(NONE, NONE, List.of(), NONE, LocatorRequest.of("film", "ott")).join())
                .hasCauseInstanceOf(CatalogNotFoundException.class);
        assertThat(Optional.of(published())).hasValue(List.of());
    }

    /** It was published in the clear. */
    @Test
    void misspeltPolicyPublishesNothing() {
        Outcome outcome = locators(locator("mine", "\"streamingPolicyname\": \"Predefined_ClearKey\""), locator("other", ""));
        assertThat(messages(outcome)).containsExactly(
                "[0].properties.streamingPolicyname is no field of a streaming locator: it is spelt streamingPolicyName");
        assertThat(outcome.problems()).allMatch(DeclaredDocuments.Problem::isError);
        assertThat(published()).containsExactly("other");
    }

    /** As the az command line lists them: an asset of Azure Media Services is not called as its container is. */
    @Test
    void locatorsNameTheAssetAsItWasCalledBefore() {
        Outcome outcome = asset(NONE, file("{\"value\": [" + locator("a", "\"assetName\": \"ClimbingMountRainier\"") + ", "
                + locator("b", "\"assetName\": \"ClimbingMountRainier\"") + "]}"));
        assertThat(outcome.locators()).extracting(StreamingLocator::name).containsExactly("a", "b");
        assertThat(outcome.locators()).extracting(StreamingLocator::assetName).containsOnly("film");
        assertThat(outcome.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.isError()).isFalse();
            assertThat(problem.message()).startsWith("assetName is ClimbingMountRainier, and no folder has that name: taken as")
                    .contains("film");
        });
    }

    /** Whoever may write beside one asset must not revoke what is published of another. */
    @Test
    void anEntryThatIsRefusedTakesNothingOfOthersWithIt() {
        catalog.publish(LocatorRequest.of("other", StreamingPolicy.DOWNLOAD_ONLY).withName("theirs")).join();
        Outcome refused = locators(locator("theirs", ""));
        assertThat(refused.problems()).isNotEmpty();
        assertThat(refused.locators()).isEmpty();
        Outcome taken = locators(locator("ours", ""));
        assertThat(taken.deleted()).isEmpty();
        assertThat(published()).containsExactly("ours", "theirs");
    }

    @Test
    void theListOfAWholeAccountIsNotTakenForOneAsset() {
        Outcome outcome = locators(locator("a", "\"assetName\": \"Rainier\""), locator("b", "\"assetName\": \"Hood\""),
                locator("c", ""));
        assertThat(messages(outcome)).hasSize(2).allMatch(message -> message.contains("names several assets: Rainier, Hood;"));
        assertThat(published()).containsExactly("c");
    }

    @Test
    void anAssetWhoseFolderIsThereIsNotTakenForThisOne() {
        DeclaredDocuments beside = new DeclaredDocuments(catalog,
                name -> CompletableFuture.completedFuture(name.equals("Rainier")));
        Outcome outcome = beside.applyToAsset(NONE, NONE, List.of(), file(locator("a", "\"assetName\": \"Rainier\"")), CLEAR)
                .join();
        assertThat(messages(outcome)).singleElement().asString()
                .startsWith("properties.assetName is Rainier, but the document");
        assertThat(published()).isEmpty();
    }

    /** As {@code az ams content-key-policy show --with-secrets} prints it. */
    @Test
    void aContentKeyPolicyWithoutItsNameSaysWhatToDo() {
        String printed = "{\"policyId\": \"ed7f3d1b-cfa7-4181-b966-e0b3027eec3a\", \"created\": \"2015-12-01T00:00:00Z\","
                + " \"lastModified\": \"2016-12-02T00:00:00Z\", \"options\": [{\"configuration\": {\"@odata.type\":"
                + " \"#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration\"}, \"restriction\": {\"@odata.type\":"
                + " \"#Microsoft.Media.ContentKeyPolicyOpenRestriction\"}}]}";
        assertThat(messages(documents.applyToAccount(NONE, NONE, file(list(printed))).join())).containsExactly(
                "[0].name is missing: put the policy as {\"name\": ..., \"properties\": {...}};"
                        + " az ams content-key-policy show --with-secrets does not print the name");
    }
}
