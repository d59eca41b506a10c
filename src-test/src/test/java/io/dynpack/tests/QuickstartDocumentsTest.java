package io.dynpack.tests;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.dynpack.publishing.AccountFilter;
import io.dynpack.publishing.AssetFilter;
import io.dynpack.tests.http.LogLines;
import io.dynpack.tests.http.RawHttp;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Filters, policies and locators are what the documents in the media folder say, and follow them while the application runs. */
class QuickstartDocumentsTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ID = "7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0%02x";
    private static final String VIDEO = """
            {"name": "%s", "properties": {"tracks": [{"trackSelections": [
              {"property": "Type", "operation": "Equal", "value": "Video"},
              {"property": "Bitrate", "operation": "Equal", "value": "0-%d"}]}]}}""";
    private static final String ONE_PROTOCOL = "{\"name\": \"%s\", \"properties\": {\"noEncryption\": {\"enabledProtocols\":"
            + " {\"%s\": true}}}}";

    private static QuickstartOrigin origin;
    private static int assets;

    private String asset;

    @BeforeAll
    static void start() {
        origin = QuickstartOrigin.start(Map.of("arrival.period", "200", "arrival.minAge", "500ms", "account.period", "200"),
                null);
    }

    @AfterAll
    static void stop() {
        origin.close();
    }

    @BeforeEach
    void name(TestInfo test) {
        asset = "film-" + test.getTestMethod().orElseThrow().getName();
        assets++;
    }

    private static String id(int variant) {
        return ID.formatted(assets * 8 + variant);
    }

    /** As an editor saves it: there as a whole or not at all. */
    private static void write(Path file, String text) throws IOException {
        Path unfinished = origin.media().resolveSibling("written");
        Files.writeString(unfinished, text);
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private void write(String document, String text) throws IOException {
        write(origin.media().resolve(asset).resolve(document), text);
    }

    private void arrive(String... documents) throws IOException {
        Path folder = Fixtures.copy(Fixtures.single(), origin.media().resolveSibling("arriving-" + asset));
        for (int i = 0; i < documents.length; i += 2) {
            Files.writeString(folder.resolve(documents[i]), documents[i + 1]);
        }
        Files.move(folder, origin.media().resolve(asset));
    }

    private static <T> T soon(Callable<T> what, java.util.function.Predicate<T> is) {
        return await().atMost(SOON).pollInterval(Duration.ofMillis(200)).until(what, is);
    }

    private List<PublishedList.Entry> published() {
        return PublishedList.of(origin.base()).entries().stream().filter(entry -> entry.assetName().equals(asset)).toList();
    }

    private List<PublishedList.Entry> published(String... names) {
        return soon(this::published, entries -> entries.stream().map(PublishedList.Entry::name).sorted().toList()
                .equals(List.of(names)));
    }

    private static List<JsonObject> rows() {
        return JsonParser.parseString(new Delivery().text(origin.base().resolve("assets.json"), false)).getAsJsonObject()
                .getAsJsonArray("assets").asList().stream().map(JsonElement::getAsJsonObject).toList();
    }

    private static String row(String name) {
        return rows().stream().filter(row -> row.get("name").getAsString().equals(name)).map(JsonObject::toString).findFirst()
                .orElse("");
    }

    private static int status(String path) {
        return new RawHttp(origin.base()).get(path).status();
    }

    @Test
    void withoutDocumentsThereIsOneClearLocator() throws Exception {
        arrive();
        List<PublishedList.Entry> entries = soon(this::published, list -> list.size() == 1);
        assertThat(entries.get(0).filters()).isEmpty();
        assertThat(entries.get(0).streamingPolicyName()).isEqualTo("Predefined_DownloadAndClearStreaming");
        assertThat(origin.data().resolve("catalog/declared/assets/" + asset + ".json")).doesNotExist();
        assertThat(status(entries.get(0).downloadPaths().get(0))).isEqualTo(200);

        // a document takes its place, and it comes back
        write("streamingLocators.json", "[]");
        soon(this::published, List::isEmpty);
        soon(() -> row(asset), row -> row.contains("\"locators\":[]"));
        Files.delete(origin.media().resolve(asset).resolve("streamingLocators.json"));
        assertThat(soon(this::published, list -> list.size() == 1).get(0).locatorId()).isEqualTo(entries.get(0).locatorId());
    }

    @Test
    void locatorsAreThoseOfTheDocument() throws Exception {
        String locators = """
                [{"name": "full", "properties": {"streamingLocatorId": "%s"}},
                 {"name": "hls", "properties": {"streamingPolicyName": "hls-only", "streamingLocatorId": "%s",
                  "startTime": "2020-01-01T00:00:00Z", "endTime": "2199-01-01T00:00:00Z"}},
                 {"name": "past", "properties": {"streamingLocatorId": "%s", "endTime": "2021-01-01T00:00:00Z"}}]""";
        String all = locators.formatted(id(0), id(1), id(2));
        // it comes before the policy that it needs
        arrive("streamingLocators.json", all);
        soon(() -> row(asset), row -> row.contains("[1]: there is no streaming policy with the name hls-only"));
        published("full", "past");
        write(origin.media().resolve("streamingPolicies.json"), "[" + ONE_PROTOCOL.formatted("hls-only", "hls") + "]");
        List<PublishedList.Entry> entries = published("full", "hls", "past");
        PublishedList.Entry hls = entries.stream().filter(entry -> entry.name().equals("hls")).findFirst().orElseThrow();
        assertThat(hls.locatorId()).isEqualTo(id(1));
        assertThat(hls.streamingPolicyName()).isEqualTo("hls-only");
        assertThat(hls.startTime()).isEqualTo("2020-01-01T00:00:00Z");
        assertThat(hls.endTime()).isEqualTo("2199-01-01T00:00:00Z");
        assertThat(hls.streamingPaths()).singleElement()
                .satisfies(paths -> assertThat(paths.streamingProtocol()).isEqualTo("Hls"));
        soon(() -> row(asset), row -> !row.contains("no streaming policy") && row.contains("\"name\":\"hls\""));
        soon(() -> status("/" + id(1) + "/single.ism/manifest(format=m3u8-cmaf)"), status -> status == 200);
        assertThat(status("/" + id(1) + "/single.ism/manifest(format=mpd-time-cmaf)")).isEqualTo(403);
        assertThat(status("/" + id(0) + "/single.ism/manifest(format=mpd-time-cmaf)")).isEqualTo(200);
        assertThat(status("/" + id(2) + "/single.ism/manifest(format=mpd-time-cmaf)")).as("past").isEqualTo(404);

        // one that changed keeps its id, one that is gone from the document is revoked
        write("streamingLocators.json", "{\"name\": \"full\", \"properties\": {\"streamingLocatorId\": \"" + id(0)
                + "\", \"streamingPolicyName\": \"hls-only\"}}");
        soon(() -> published("full").get(0), entry -> entry.streamingPolicyName().equals("hls-only"));
        soon(() -> status("/" + id(0) + "/single.ism/manifest(format=mpd-time-cmaf)"), status -> status == 403);
        soon(() -> status("/" + id(1) + "/single.ism/manifest(format=m3u8-cmaf)"), status -> status == 404);
        soon(() -> row(asset), row -> !row.contains(id(1)) && row.contains(id(0)));
        Files.delete(origin.media().resolve("streamingPolicies.json"));
        soon(() -> origin.catalog().policy("hls-only").join(), policy -> policy.isEmpty());
    }

    @Test
    void filtersFollowTheirDocuments() throws Exception {
        Path ofAccount = origin.media().resolve("accountFilters.json");
        write(ofAccount, "{\"value\": [" + VIDEO.formatted("mobile", 3_500_000) + "]}");
        arrive("assetFilters.json", "[" + VIDEO.formatted("small", 200_000) + ", " + VIDEO.formatted("medium", 600_000) + "]",
                "streamingLocators.json",
                "{\"name\": \"" + asset + "\", \"properties\": {\"filters\": [\"SMALL\", \"mobile\"]}}");
        assertThat(published(asset).get(0).filters()).containsExactly("SMALL", "mobile");
        assertThat(soon(() -> row(asset), row -> row.contains("\"filters\":[\"SMALL\""))).doesNotContain("404");
        AccountFilter mobile = origin.catalog().accountFilter("mobile").join().orElseThrow();
        assertThat(mobile.toDocument().toString()).contains("0-3500000");
        assertThat(origin.catalog().assetFilter(asset, "medium").join()).isPresent();

        write("assetFilters.json", "[" + VIDEO.formatted("small", 250_000) + "]");
        soon(() -> origin.catalog().assetFilter(asset, "medium").join(), filter -> filter.isEmpty());
        AssetFilter small = soon(() -> origin.catalog().assetFilter(asset, "small").join(), filter -> filter.isPresent())
                .orElseThrow();
        assertThat(small.toDocument().toString()).contains("0-250000");
        Files.delete(ofAccount);
        soon(() -> origin.catalog().accountFilter("mobile").join(), filter -> filter.isEmpty());
        soon(() -> row(asset), row -> row.contains("has the filter mobile, which neither the asset nor the account has"));
    }

    @Test
    void aMistakeIsToldAndTakesNothingAway() throws Exception {
        String locator = "{\"name\": \"%s\", \"properties\": {\"streamingLocatorId\": \"%s\"}}".formatted(asset, id(0));
        arrive("assetFilters.json", VIDEO.formatted("kept", 1), "streamingLocators.json", locator);
        published(asset);
        try (LogLines console = new LogLines("dynpack.console");
                LogLines log = new LogLines("io.dynpack.camel.FolderDocuments.findings")) {
            write("assetFilters.json",
                    "[" + VIDEO.formatted("new", 1) + ", " + VIDEO.formatted("kept", 1).replace("Equal", "Is")
                            + "]");
            String mistake = "assetFilters.json: [1].properties.tracks[0].trackSelections[0].operation ";
            assertThat(console.next("(?s)Documents of " + asset + ".*")).contains("ERROR: " + mistake);
            assertThat(log.next(asset + ": assetFilters.json: .*")).contains(mistake);
            write("streamingLocators.json", "[" + locator.replace("}}", ", \"endTime\": \"soon\"}}") + "]");
            assertThat(console.next("(?s)Documents of " + asset + ".*streamingLocators.*"))
                    .contains("streamingLocators.json: [0].properties.endTime is \"soon\"");
            String row = soon(() -> row(asset), text -> text.contains("[0].properties.endTime"));
            assertThat(row).contains("[1].properties.tracks[0].trackSelections[0].operation", "\"severity\":\"ERROR\"")
                    .contains(id(0));
            assertThat(origin.catalog().assetFilter(asset, "kept").join()).isPresent();
            assertThat(origin.catalog().assetFilter(asset, "new").join()).as("others are stored").isPresent();
            assertThat(published(asset).get(0).locatorId()).isEqualTo(id(0));
            assertThat(status("/" + id(0) + "/single.ism/manifest(format=m3u8-cmaf)")).isEqualTo(200);

            write("assetFilters.json", "[]");
            write("streamingLocators.json", locator);
            soon(() -> origin.catalog().assetFilter(asset, "kept").join(), filter -> filter.isEmpty());
            soon(() -> row(asset), text -> !text.contains("assetFilters.json") && !text.contains("streamingLocators.json"));
        }
    }

    @Test
    void aMistakeOfTheAccountIsARowOfItsOwn() throws Exception {
        Path policies = origin.media().resolve("streamingPolicies.json");
        write(policies, "[" + ONE_PROTOCOL.formatted("tv", "hls") + "]");
        soon(() -> origin.catalog().policy("tv").join(), policy -> policy.isPresent());
        try (LogLines console = new LogLines("dynpack.console")) {
            write(policies, "[" + ONE_PROTOCOL.formatted("tv", "dash") + "]");
            assertThat(console.next("(?s)Documents of the media folder.*")).contains(
                    "ERROR: streamingPolicies.json: [0]: the streaming policy tv is in the catalog with other content",
                    "give this one another name");
            assertThat(soon(() -> row("streamingPolicies.json"), row -> !row.isEmpty())).contains("REFUSED",
                    "cannot be changed");
            write(policies, "[{");
            assertThat(console.next("(?s)Documents of the media folder.*"))
                    .contains("streamingPolicies.json: line 1, column 3");
            assertThat(origin.catalog().policy("tv").join().orElseThrow().noEncryption().hls()).isTrue();
            Files.delete(policies);
            assertThat(console.next("(?s)Documents of the media folder.*")).contains("deleted streaming policy tv");
        }
        soon(() -> row("streamingPolicies.json"), String::isEmpty);
    }

    @Test
    void documentsInTheWrongPlaceAreToldOf() throws Exception {
        arrive("accountFilters.json", VIDEO.formatted("lost", 1));
        write(origin.media().resolve("assetFilters.json"), "[]");
        soon(() -> row(asset + "/accountFilters.json"),
                row -> row.contains("PASSED_OVER") && row.contains("beside the folders"));
        soon(() -> row("assetFilters.json"), row -> row.contains("belongs in the folder of its asset"));
        soon(this::published, list -> list.size() == 1);
        Files.delete(origin.media().resolve("assetFilters.json"));
        Files.delete(origin.media().resolve(asset).resolve("accountFilters.json"));
        soon(() -> row(asset + "/accountFilters.json") + row("assetFilters.json"), String::isEmpty);
        assertThat(origin.catalog().accountFilter("lost").join()).isEmpty();
    }

    /** The catalog outlives the application, and so does what came from which document. */
    @Test
    void whatVanishedWhileNothingRanIsDeletedAtStart() throws Exception {
        QuickstartOrigin first = QuickstartOrigin.start();
        try {
            Files.writeString(first.media().resolve("accountFilters.json"), VIDEO.formatted("old", 1));
            Path folder = Fixtures.copy(Fixtures.single(), first.media().resolveSibling("arriving"));
            Files.writeString(folder.resolve("streamingLocators.json"), "[{\"name\": \"old\"}, {\"name\": \"kept\"}]");
            Files.move(folder, first.media().resolve("film"));
            soon(() -> names(first.base()), names -> names.equals(List.of("kept", "old")));
            soon(() -> first.catalog().accountFilter("old").join(), filter -> filter.isPresent());
            first.pause();
            Files.delete(first.media().resolve("accountFilters.json"));
            Files.writeString(first.media().resolve("film/streamingLocators.json"), "[{\"name\": \"kept\"}]");
            first.resume();
            soon(() -> names(first.base()), names -> names.equals(List.of("kept")));
            soon(() -> first.catalog().accountFilter("old").join(), filter -> filter.isEmpty());
        } finally {
            first.close();
        }
    }

    private static List<String> names(URI base) {
        return PublishedList.of(base).entries().stream().map(PublishedList.Entry::name).sorted().toList();
    }

    @Test
    void documentsAreNoDownloads() throws Exception {
        arrive("assetFilters.json", "[]");
        PublishedList.Entry entry = soon(this::published, list -> list.size() == 1).get(0);
        assertThat(entry.downloadPaths()).isNotEmpty().allMatch(path -> path.endsWith(".mp4"));
        for (String file : List.of("assetFilters.json", "streamingLocators.json", "single.ism", "single.ismc", "notes.txt")) {
            assertThat(status("/" + entry.locatorId() + "/" + file)).as(file).isEqualTo(404);
        }
    }
}
