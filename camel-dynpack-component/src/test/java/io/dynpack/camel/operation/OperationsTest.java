package io.dynpack.camel.operation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.FailedToCreateProducerException;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.converter.stream.InputStreamCache;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.json.JsonMapper;

import io.dynpack.camel.Arrival;
import io.dynpack.camel.Arrivals;
import io.dynpack.camel.DynpackComponent;
import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackException;
import io.dynpack.camel.MediaBody;
import io.dynpack.ingest.AssetInfo;
import io.dynpack.ingest.GeneratedManifests;
import io.dynpack.ingest.IngestException;
import io.dynpack.publishing.CatalogConflictException;
import io.dynpack.publishing.CatalogException;
import io.dynpack.publishing.CatalogNotFoundException;
import io.dynpack.publishing.EnabledProtocols;
import io.dynpack.publishing.ListPathsResponse;
import io.dynpack.publishing.LocatorRequest;
import io.dynpack.publishing.StreamingLocator;
import io.dynpack.publishing.StreamingPolicy;
import io.dynpack.publishing.StreamingProtocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Every operation through a Camel route, on the sample asset. */
class OperationsTest extends CamelTestSupport {
    private static final Path SAMPLE = Path.of("../examples/quickstart/sample/clockwork");

    @TempDir
    static Path folder;

    @Override
    protected CamelContext createCamelContext() throws Exception {
        Path media = folder.resolve("media");
        copy(SAMPLE, media.resolve("clockwork"));
        Files.createDirectories(media.resolve("junk"));
        Files.writeString(media.resolve("junk/film.mp4"), "this is no film");
        CamelContext context = super.createCamelContext();
        DynpackComponent component = new DynpackComponent();
        component.getConfiguration().setDirectory(media.toString());
        component.getConfiguration().setCatalogDirectory(folder.resolve("catalog").toString());
        component.getConfiguration().setKeyEncryptionKey("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
        context.addComponent("dynpack", component);
        return context;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".mp4")).toList()) {
                if (!Files.exists(to.resolve(file.getFileName()))) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        }
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("dynpack:watch?delay=50&readLockMinAge=0s").autoStartup(false).routeId("watch").to("mock:arrived");
            }
        };
    }

    private StreamingLocator published() {
        AssetInfo info = template.requestBody("dynpack:ingest", "clockwork", AssetInfo.class);
        return template.requestBody("dynpack:publishLocator?streamingPolicy=Predefined_DownloadAndClearStreaming", info,
                StreamingLocator.class);
    }

    @Test
    void ingestDescribesWhatItFound() {
        AssetInfo info = template.requestBody("dynpack:ingest", "clockwork", AssetInfo.class);
        assertThat(info.usable()).isTrue();
        assertThat(info.serverManifests()).hasSize(1);
        assertThat(info.streams()).extracting(AssetInfo.StreamInfo::kind).containsExactlyInAnyOrder("video", "audio", "audio");
        assertThat(info.streams()).filteredOn(stream -> stream.kind().equals("video"))
                .allSatisfy(video -> assertThat(video.levels()).hasSize(3));
        assertThat(template.requestBody("dynpack:ingest", "clockwork", AssetInfo.class).changed()).isFalse();
    }

    /** Trying again is of no use, which a route knows by the exception. */
    @ParameterizedTest
    @ValueSource(strings = {"../junk", "a//b", "a\\b"})
    void whatNoFolderCanBeCalledIsRefused(String name) {
        for (String operation : List.of("ingest", "describe", "generateManifests", "publishLocator", "applyDocuments")) {
            assertThatThrownBy(() -> template.requestBody("dynpack:" + operation, name)).as(operation).cause()
                    .isInstanceOfAny(DynpackException.class, CatalogException.class);
        }
        assertThat(template.requestBody("dynpack:listArrivals", null, Arrivals.Page.class).changes())
                .noneMatch(arrival -> arrival.state() == Arrival.State.INGESTING);
    }

    @Test
    void ingestStoresWherePicturesLieWhereItIsToldTo() {
        template.requestBody("dynpack:ingest?sampleLayouts=true", "clockwork", AssetInfo.class);
        try (Stream<Path> files = Files.list(folder.resolve("media/clockwork"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".dynl"))).hasSize(3)
                    .allMatch(name -> name.endsWith(".mp4.dynl"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The asset in memory is that of the moment before. */
    @Test
    void whatIsStoredOfPicturesIsOfTheFilesThatAreThere() throws IOException {
        Path asset = Files.createDirectories(folder.resolve("media/replaced"));
        Path film = Files.copy(SAMPLE.resolve("clockwork_256x144_90.mp4"), asset.resolve("film.mp4"));
        template.requestBody("dynpack:ingest?sampleLayouts=true", "replaced", AssetInfo.class);
        byte[] before = Files.readAllBytes(asset.resolve("film.mp4.dynl"));
        Files.copy(SAMPLE.resolve("clockwork_640x360_480.mp4"), film, StandardCopyOption.REPLACE_EXISTING);
        template.requestBody("dynpack:ingest?sampleLayouts=true", "replaced", AssetInfo.class);
        assertThat(Files.readAllBytes(asset.resolve("film.mp4.dynl"))).isNotEqualTo(before);
    }

    @Test
    void ingestRefusesWhatIsNoMedia() {
        assertThatThrownBy(() -> template.requestBody("dynpack:ingest", "junk", AssetInfo.class))
                .isInstanceOf(CamelExecutionException.class).cause().isInstanceOf(IngestException.class)
                .hasMessageContaining("film.mp4");
    }

    @Test
    void ingestTakesAFileInTheFolder() {
        Exchange answer = template.request("dynpack:ingest",
                exchange -> exchange.getMessage().setBody(folder.resolve("media/clockwork/_ready").toFile()));
        assertThat(answer.getMessage().getHeader(DynpackConstants.ASSET)).isEqualTo("clockwork");
        assertThatThrownBy(() -> template.requestBody("dynpack:ingest", Path.of("/etc/passwd").toFile()))
                .cause().isInstanceOf(DynpackException.class);
    }

    /** What a blob or a file holds: reading it as a document costs its bytes, and fails where it is longer than one. */
    private static InputStream content() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the content was read");
            }
        };
    }

    static Stream<Map<String, Object>> headersOfContent() {
        return Stream.of(Map.of(DynpackConstants.FOLDER, "clockwork"),
                Map.of("CamelAzureStorageBlobBlobContainerName", "clockwork", "CamelAzureStorageBlobBlobName", "film.mp4"),
                Map.of("CamelFileAbsolutePath", folder.resolve("media/clockwork/film.mp4").toString()));
    }

    @ParameterizedTest
    @MethodSource("headersOfContent")
    void whatABlobOrAFileHoldsIsNotReadWhereHeadersNameIt(Map<String, Object> headers) {
        for (Object body : List.of(content(), "{ is how these media begin".getBytes(StandardCharsets.UTF_8))) {
            assertThat(template.requestBodyAndHeaders("dynpack:ingest", body, headers, AssetInfo.class).assetName())
                    .isEqualTo("clockwork");
        }
    }

    @Test
    void whatABlobHoldsIsNotReadToPublishIt() {
        template.requestBody("dynpack:ingest", "clockwork");
        Map<String, Object> headers = Map.of("CamelAzureStorageBlobBlobContainerName", "clockwork",
                "CamelAzureStorageBlobBlobName", "film.mp4");
        assertThat(template.requestBodyAndHeaders("dynpack:publishLocator", content(), headers, StreamingLocator.class)
                .assetName()).isEqualTo("clockwork");
        assertThat(template.requestBodyAndHeaders("dynpack:publishLocator", DOCUMENT.formatted("of a request"), headers,
                StreamingLocator.class).name()).as("a text was made by the route").isEqualTo("of a request");
    }

    @Test
    void publishingAgainGivesTheSameLocator() {
        StreamingLocator locator = published();
        assertThat(published()).isEqualTo(locator);
        assertThat(template.requestBody("dynpack:getLocator", locator.streamingLocatorId().toString(), StreamingLocator.class))
                .isEqualTo(locator);
        assertThat(template.requestBody("dynpack:listLocators", null, List.class)).contains(locator);
    }

    @Test
    void publishingTakesTheDocumentOfAms() {
        published();
        StreamingLocator locator = template.requestBody("dynpack:publishLocator",
                Map.of("name", "old", "properties", Map.of("assetName", "clockwork", "streamingLocatorId",
                        "7C1D0A52-3BE4-4F0E-8A6B-5D2F9E61C0AA")),
                StreamingLocator.class);
        assertThat(locator.streamingLocatorId()).hasToString("7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa");
        assertThat(locator.streamingPolicyName()).isEqualTo("Predefined_ClearStreamingOnly");
        assertThatThrownBy(() -> template.requestBody("dynpack:publishLocator?streamingPolicy=Predefined_DownloadOnly",
                Map.of("name", "old", "assetName", "clockwork"))).cause().isInstanceOf(CatalogConflictException.class);
        String name = template.requestBody("dynpack:publishLocator", Map.of("assetName", "clockwork"), StreamingLocator.class)
                .name();
        assertThatThrownBy(() -> template.requestBody("dynpack:publishLocator", Map.of("assetName", "clockwork",
                "streamingLocatorId", "7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0ab"))).cause()
                .isInstanceOf(CatalogConflictException.class).hasMessageStartingWith("there is a streaming locator " + name)
                .hasMessageEndingWith("give it another name");
        assertThatThrownBy(() -> template.requestBody("dynpack:publishLocator", Map.of("assetName", "nothing of that name")))
                .cause().isInstanceOf(CatalogNotFoundException.class);
        assertThatThrownBy(() -> template.requestBody("dynpack:publishLocator", Map.of("name", "x"))).cause()
                .isInstanceOf(DynpackException.class);
        assertThatThrownBy(() -> template.requestBody("dynpack:publishLocator",
                "{\"assetName\": \"clockwork\", \"streamingPolicyname\": \"Predefined_ClearKey\"}")).cause()
                .isInstanceOf(DynpackException.class).hasMessage("the locator cannot be published: streamingPolicyname is no"
                        + " field of a streaming locator: it is spelt streamingPolicyName");
    }

    @Test
    void downloadsAreMediaTextAndPictures() throws Exception {
        Path asset = Files.createDirectories(folder.resolve("media/extras"));
        Files.copy(folder.resolve("media/clockwork/clockwork_256x144_90.mp4"), asset.resolve("film.mp4"));
        for (String name : List.of("en.vtt", "cover.jpg", "notes.txt", "assetFilters.json", "film_manifest.xml", ".film.mp4")) {
            Files.writeString(asset.resolve(name), "");
        }
        AssetInfo info = template.requestBody("dynpack:ingest", "extras", AssetInfo.class);
        StreamingLocator locator = template.requestBody(
                "dynpack:publishLocator?streamingPolicy=Predefined_DownloadAndClearStreaming", info, StreamingLocator.class);
        ListPathsResponse paths = template.requestBody("dynpack:listPaths", locator, ListPathsResponse.class);
        assertThat(paths.downloadPaths()).extracting(path -> path.substring(path.lastIndexOf('/') + 1))
                .containsExactly("cover.jpg", "en.vtt", "film.mp4");
        template.requestBody("dynpack:revokeLocator", locator);
        assertThat(downloads("video-only", "{\"property\": \"Type\", \"operation\": \"Equal\", \"value\": \"Video\"}"))
                .containsExactly("cover.jpg", "film.mp4");
        assertThat(downloads("no-video", "{\"property\": \"Type\", \"operation\": \"Equal\", \"value\": \"Audio\"}"))
                .containsExactly("cover.jpg");
    }

    /** Names of the files that a locator with this filter offers. */
    private List<String> downloads(String filter, String condition) {
        template.requestBody("dynpack:putFilter", "{\"name\": \"" + filter
                + "\", \"properties\": {\"tracks\": [{\"trackSelections\": [" + condition + "]}]}}");
        StreamingLocator locator = template.requestBody(
                "dynpack:publishLocator?streamingPolicy=Predefined_DownloadAndClearStreaming",
                Map.of("assetName", "extras", "filters", List.of(filter)), StreamingLocator.class);
        ListPathsResponse paths = template.requestBody("dynpack:listPaths", locator, ListPathsResponse.class);
        template.requestBody("dynpack:revokeLocator", locator);
        return paths.downloadPaths().stream().map(path -> path.substring(path.lastIndexOf('/') + 1)).toList();
    }

    @Test
    void pathsAreThoseOfThePolicy() {
        ListPathsResponse paths = template.requestBody("dynpack:listPaths", published(), ListPathsResponse.class);
        assertThat(paths.streamingPaths()).extracting(ListPathsResponse.StreamingPath::streamingProtocol)
                .containsExactly(StreamingProtocol.HLS, StreamingProtocol.DASH, StreamingProtocol.SMOOTH_STREAMING);
        assertThat(paths.downloadPaths()).hasSize(5).allMatch(path -> path.endsWith(".mp4"));
    }

    /** One for everybody and one for some, in one route: the name of the first is no wish for that of the second. */
    @Test
    void anAssetIsPublishedTwiceInOneExchange() {
        AssetInfo info = template.requestBody("dynpack:ingest", "clockwork", AssetInfo.class);
        Exchange exchange = template.request("dynpack:publishLocator", message -> message.getMessage().setBody(info));
        StreamingLocator first = exchange.getMessage().getBody(StreamingLocator.class);
        exchange.getMessage().setBody(info);
        exchange = template.send("dynpack:publishLocator?streamingPolicy=Predefined_DownloadOnly", exchange);
        assertThat(exchange.getException()).isNull();
        StreamingLocator second = exchange.getMessage().getBody(StreamingLocator.class);
        assertThat(second.name()).isNotEqualTo(first.name());
        assertThat(exchange.getMessage().getHeader(DynpackConstants.LOCATOR_ID))
                .isEqualTo(second.streamingLocatorId().toString());
    }

    @Test
    void revokedLocatorsAreGone() {
        published();
        StreamingLocator locator = template.requestBodyAndHeader("dynpack:publishLocator", "clockwork",
                DynpackConstants.LOCATOR_NAME, "short-lived", StreamingLocator.class);
        assertThat(template.requestBody("dynpack:revokeLocator", locator, Boolean.class)).isTrue();
        assertThat(template.requestBody("dynpack:revokeLocator", locator, Boolean.class)).isFalse();
        assertThat(template.requestBody("dynpack:getLocator", "short-lived")).isNull();
    }

    @Test
    void manifestsNeedNoHttp() {
        published();
        String master = template.requestBody("dynpack:manifest?format=m3u8-cmaf", "clockwork", String.class);
        assertThat(master).startsWith("#EXTM3U\n#EXT-X-VERSION:7\n");
        String smooth = template.requestBody("dynpack:manifest", "clockwork", String.class);
        assertThat(smooth).contains("<SmoothStreamingMedia MajorVersion=\"2\" MinorVersion=\"2\"");
        assertThatThrownBy(() -> template.requestBody("dynpack:manifest?format=wrong", "clockwork")).cause()
                .isInstanceOf(DynpackException.class);
    }

    @Test
    void fragmentsNeedNoHttp() {
        AssetInfo info = template.requestBody("dynpack:ingest", "clockwork", AssetInfo.class);
        AssetInfo.StreamInfo video = info.streams().stream().filter(stream -> stream.kind().equals("video")).findFirst()
                .orElseThrow();
        Exchange answer = template.request("dynpack:fragment?format=mpd-time-cmaf", exchange -> {
            exchange.getMessage().setBody(info);
            exchange.getMessage().setHeader(DynpackConstants.TRACK, video.name());
            exchange.getMessage().setHeader(DynpackConstants.QUALITY_LEVEL, video.levels().get(0).bitrate());
            exchange.getMessage().setHeader(DynpackConstants.TIME, "0");
        });
        MediaBody body = answer.getMessage().getBody(MediaBody.class);
        ByteBuffer bytes = answer.getMessage().getBody(ByteBuffer.class);
        assertThat((long) bytes.remaining()).isEqualTo(body.length());
        assertThat(new String(new byte[]{bytes.get(4), bytes.get(5), bytes.get(6), bytes.get(7)})).isEqualTo("styp");
        assertThat(answer.getMessage().getBody(byte[].class)).hasSize(bytes.remaining());
    }

    @Test
    void generatingWritesNothing() throws IOException {
        Path fresh = folder.resolve("media/fresh");
        copy(SAMPLE, fresh);
        GeneratedManifests manifests = template.requestBody("dynpack:generateManifests", "fresh", GeneratedManifests.class);
        assertThat(manifests.serverManifest().tracks()).hasSize(5);
        assertThat(template.requestBody("dynpack:describe", "fresh", AssetInfo.class).usable()).isTrue();
        try (Stream<Path> files = Files.list(fresh)) {
            assertThat(files).hasSize(5);
        }
    }

    @Test
    void watchHandsEachFolderOverOnce() throws Exception {
        MockEndpoint arrived = getMockEndpoint("mock:arrived");
        arrived.expectedMinimumMessageCount(2);
        context.getRouteController().startRoute("watch");
        arrived.assertIsSatisfied();
        context.getRouteController().stopRoute("watch");
        assertThat(arrived.getExchanges()).extracting(exchange -> exchange.getMessage().getBody(String.class)).contains(
                "clockwork", "junk").doesNotHaveDuplicates();
    }

    @Test
    void directionIsChecked() {
        assertThatThrownBy(() -> context.getEndpoint("dynpack:ingest").createConsumer(exchange -> {}))
                .isInstanceOf(DynpackException.class).hasMessageContaining("dynpack:ingest");
        assertThatThrownBy(() -> template.requestBody("dynpack:watch", "x"))
                .isInstanceOfAny(FailedToCreateProducerException.class, CamelExecutionException.class);
        assertThatThrownBy(() -> context.getEndpoint("dynpack:nothing")).hasMessageContaining("listPaths");
    }

    @Test
    void readinessTellsWhetherTheStorageAnswers() {
        published();
        HealthCheck check = HealthCheckRegistry.get(context).getCheck("dynpack-storage").orElseThrow();
        assertThat(check.isLiveness()).isFalse();
        org.awaitility.Awaitility.await().until(() -> check.call().getState() == HealthCheck.State.UP);
    }

    @Test
    void arrivalsTellWhatBecameOfEachFolder() throws Exception {
        Files.writeString(folder.resolve("media/junk/talk.mkv"), "no MP4 at all");
        template.requestBody("dynpack:ingest", "clockwork");
        assertThatThrownBy(() -> template.requestBody("dynpack:ingest", "junk")).hasRootCauseInstanceOf(IngestException.class);
        Exchange answer = template.request("dynpack:listArrivals", exchange -> {});
        List<Arrival> all = answer.getMessage().getBody(Arrivals.Page.class).changes();
        Arrival good = all.stream().filter(arrival -> arrival.name().equals("clockwork")).findFirst().orElseThrow();
        assertThat(good.state()).isEqualTo(Arrival.State.INGESTED);
        assertThat(good.asset().streams()).hasSize(3);
        Arrival refused = all.stream().filter(arrival -> arrival.name().equals("junk")).findFirst().orElseThrow();
        assertThat(refused.state()).isEqualTo(Arrival.State.REFUSED);
        assertThat(refused.message()).contains("film.mp4");
        assertThat(refused.asset().findings()).anyMatch(finding -> finding.file().equals("talk.mkv")
                && finding.message().contains("no MP4 file"));
        String continuation = answer.getMessage().getHeader(DynpackConstants.CONTINUATION, String.class);
        assertThat(template.requestBodyAndHeader("dynpack:listArrivals", null, DynpackConstants.CONTINUATION, continuation,
                Arrivals.Page.class).changes()).isEmpty();
    }

    private static final String DOCUMENT = """
            {"name": "%s", "properties": {"assetName": "clockwork", "streamingPolicyName": "Predefined_ClearStreamingOnly"}}""";

    static Stream<Function<String, Object>> formsOfJson() {
        return Stream.of(text -> text, text -> text.getBytes(StandardCharsets.UTF_8),
                text -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                text -> new ByteArrayInputStream(("\uFEFF" + text).getBytes(StandardCharsets.UTF_8)),
                text -> ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)),
                text -> new InputStreamCache(text.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("formsOfJson")
    void publishLocatorTakesJsonInAnyForm(Function<String, Object> form) {
        template.requestBody("dynpack:ingest", "clockwork");
        StreamingLocator locator = template.requestBody("dynpack:publishLocator", form.apply(DOCUMENT.formatted("json")),
                StreamingLocator.class);
        assertThat(locator.name()).isEqualTo("json");
        assertThat(template.requestBody("dynpack:listPaths", form.apply("{\"name\": \"json\"}"), ListPathsResponse.class)
                .streamingPaths()).hasSize(3);
        assertThat(template.requestBody("dynpack:getLocator", form.apply("{\"name\": \"json\"}"), StreamingLocator.class))
                .isEqualTo(locator);
        assertThatThrownBy(() -> template.requestBody("dynpack:publishLocator", form.apply("{\"assetName\": \"clockwork\"")))
                .hasStackTraceContaining("the body begins as a JSON object and is none: the document is no JSON object");
    }

    static Stream<Object> unknownAssets() {
        return Stream.of("nope", "{\"assetName\": \"nope\"}", "{\"assetName\": \"nope\"}".getBytes(StandardCharsets.UTF_8),
                Map.of("assetName", "nope"), LocatorRequest.of("nope", "Predefined_ClearStreamingOnly"),
                new StreamingLocator("n", "nope", "Predefined_ClearStreamingOnly", UUID.randomUUID(), null, null, null, null,
                        null, null, null),
                new AssetInfo("nope", "nope/", true, false, List.of(), List.of(), List.of(), "1", List.of()));
    }

    @ParameterizedTest
    @MethodSource("unknownAssets")
    void publishLocatorRefusesAnUnknownAssetInAnyForm(Object body) {
        assertThatThrownBy(() -> template.requestBody("dynpack:publishLocator", body))
                .hasRootCauseInstanceOf(CatalogNotFoundException.class)
                .hasStackTraceContaining(
                        "there is no asset with the name nope in the catalog, and the folder nope/ does not exist");
        assertThatThrownBy(() -> template.requestBodyAndHeader("dynpack:publishLocator", null, DynpackConstants.ASSET, "nope"))
                .hasRootCauseInstanceOf(CatalogNotFoundException.class);
        assertThatThrownBy(() -> template.requestBodyAndHeader("dynpack:publishLocator", null, DynpackConstants.FOLDER, "nope"))
                .hasRootCauseInstanceOf(CatalogNotFoundException.class);
    }

    @Test
    void messagesNameWhatThereIs() throws Exception {
        Files.createDirectories(folder.resolve("media/papers"));
        Files.writeString(folder.resolve("media/papers/notes.txt"), "no media");
        template.requestBody("dynpack:ingest", "clockwork");
        assertThatThrownBy(() -> template.requestBody("dynpack:publishLocator", "papers"))
                .hasStackTraceContaining("the folder papers/ has no MP4 file and no server manifest");
        assertThatThrownBy(() -> template.requestBody("dynpack:publishLocator?streamingPolicy=Clear", "clockwork"))
                .hasStackTraceContaining("no streaming policy with the name Clear; there are Predefined_ClearKey, "
                        + "Predefined_ClearStreamingOnly");
        assertThatThrownBy(() -> template.requestBodyAndHeader("dynpack:manifest", "clockwork", DynpackConstants.FORMAT, "hls"))
                .hasStackTraceContaining("there is no format hls; there are fmp4, fmp4-v20, m3u8-cmaf");
        assertThatThrownBy(() -> template.requestBody("dynpack:ingest", "nope"))
                .hasStackTraceContaining("the folder nope/ does not exist");
        assertThatThrownBy(() -> template.requestBody("dynpack:ingest", "papers")).hasStackTraceContaining("has no media file");
        assertThatThrownBy(() -> template.requestBody("dynpack:ingest", "/"))
                .hasStackTraceContaining("the message names no asset");
    }

    @Test
    void aFragmentNeedsItsTrackLevelAndTime() {
        template.requestBody("dynpack:ingest", "clockwork");
        Map<String, Object> headers = new HashMap<>();
        assertThatThrownBy(() -> template.requestBodyAndHeaders("dynpack:fragment?format=m3u8-cmaf", "clockwork", headers))
                .hasStackTraceContaining("CamelDynpackTrack is missing; tracks and their quality levels: ")
                .hasStackTraceContaining("video (459681, 206458, 88165)");
        headers.put(DynpackConstants.TRACK, "video");
        assertThatThrownBy(() -> template.requestBodyAndHeaders("dynpack:fragment?format=m3u8-cmaf", "clockwork", headers))
                .hasStackTraceContaining("CamelDynpackQualityLevel is missing; tracks");
        headers.put(DynpackConstants.QUALITY_LEVEL, 7);
        assertThatThrownBy(() -> template.requestBodyAndHeaders("dynpack:fragment?format=m3u8-cmaf", "clockwork", headers))
                .hasStackTraceContaining("CamelDynpackTime is missing");
        headers.put(DynpackConstants.TIME, "0");
        assertThatThrownBy(() -> template.requestBodyAndHeaders("dynpack:fragment?format=m3u8-cmaf", "clockwork", headers))
                .hasStackTraceContaining("404 MPE_MANIFEST_MEDIA_ENTRY_NOT_FOUND").hasStackTraceContaining("video (459681");
        String id = template.requestBody("dynpack:publishLocator", "clockwork", StreamingLocator.class).streamingLocatorId()
                .toString();
        assertThatThrownBy(() -> template.requestBodyAndHeader("dynpack:fragment", null, DynpackConstants.LOCATOR_PATH,
                "/" + id + "/clockwork.ism/manifest")).hasStackTraceContaining("names a MASTER");
    }

    private static final String POLICY = """
            {"name": "%s", "properties": {"%s": {"enabledProtocols": {"hls": true, "dash": true}}}}""";

    @Test
    void policiesAreStoredReadListedAndDeleted() {
        StreamingPolicy stored = template.requestBody("dynpack:putStreamingPolicy", POLICY.formatted("ott", "noEncryption"),
                StreamingPolicy.class);
        assertThat(stored.noEncryption()).isEqualTo(new EnabledProtocols(false, true, true, false));
        assertThat(stored.created()).isNotNull();
        assertThat(template.requestBody("dynpack:putStreamingPolicy", POLICY.formatted("ott", "noEncryption"),
                StreamingPolicy.class)).as("repeated").isEqualTo(stored);
        assertThatThrownBy(() -> template.requestBody("dynpack:putStreamingPolicy",
                POLICY.formatted("ott", "envelopeEncryption"))).hasRootCauseInstanceOf(CatalogConflictException.class);
        assertThat(template.requestBody("dynpack:getStreamingPolicy", "ott", StreamingPolicy.class)).isEqualTo(stored);
        assertThat(template.requestBody("dynpack:getStreamingPolicy", "Predefined_ClearKey", StreamingPolicy.class).isClear())
                .isFalse();
        assertThat(template.requestBody("dynpack:getStreamingPolicy", (Object) "none")).isNull();
        template.requestBodyAndHeader("dynpack:putStreamingPolicy", Map.of("noEncryption", Map.of("enabledProtocols",
                Map.of("hls", true))), DynpackConstants.STREAMING_POLICY, "by header");
        assertThat(template.requestBody("dynpack:listStreamingPolicies", null, List.class)).extracting("name")
                .contains("ott", "by header");
        assertThatThrownBy(() -> template.requestBody("dynpack:publishLocator?streamingPolicy=ot", "clockwork"))
                .hasStackTraceContaining(", by header, ").hasStackTraceContaining(", ott");
        template.requestBody("dynpack:ingest", "clockwork");
        StreamingLocator locator = template.requestBody("dynpack:publishLocator?streamingPolicy=ott", "clockwork",
                StreamingLocator.class);
        assertThat(template.requestBody("dynpack:listPaths", locator, ListPathsResponse.class).streamingPaths())
                .extracting("streamingProtocol").containsExactly(StreamingProtocol.HLS, StreamingProtocol.DASH);
        assertThat(template.requestBody("dynpack:deleteStreamingPolicy", "by header", Boolean.class)).isTrue();
        assertThat(template.requestBody("dynpack:deleteStreamingPolicy", "by header", Boolean.class)).isFalse();
        for (String refused : List.of("{\"name\": \"nothing\"}", POLICY.formatted("Predefined_Mine", "noEncryption"),
                "{\"noEncryption\": {\"enabledProtocols\": {\"hls\": true}}}", "just text",
                "{\"name\": \"d\", \"envelopeEncryption\": {\"enabledProtocols\": {\"download\": true}}}")) {
            assertThatThrownBy(() -> template.requestBody("dynpack:putStreamingPolicy", (Object) refused))
                    .hasStackTraceContaining("the streaming policy cannot be stored: ");
        }
        assertThatThrownBy(() -> template.requestBody("dynpack:deleteStreamingPolicy", "Predefined_ClearKey"))
                .hasStackTraceContaining("built in");
    }

    @Test
    void aPolicyIsNotStoredUnderAnotherNameThanTheHeaderHas() {
        StreamingPolicy policy = StreamingPolicy.clear("of the body", new EnabledProtocols(false, true, true, true));
        for (Object body : List.of(POLICY.formatted("of the body", "noEncryption"), policy)) {
            assertThatThrownBy(() -> template.requestBodyAndHeader("dynpack:putStreamingPolicy", body,
                    DynpackConstants.STREAMING_POLICY, "of the header")).cause().isInstanceOf(DynpackException.class)
                    .hasMessageContaining("of the header").hasMessageContaining("of the body");
        }
        assertThat(template.requestBody("dynpack:getStreamingPolicy", (Object) "of the body")).isNull();
        assertThat(template.requestBodyAndHeader("dynpack:putStreamingPolicy", POLICY.formatted("same", "noEncryption"),
                DynpackConstants.STREAMING_POLICY, "same", StreamingPolicy.class).name()).isEqualTo("same");
    }

    private Exchange answered(String path) {
        return template.request("dynpack:origin?responseMode=message",
                exchange -> exchange.getMessage().setHeader(Exchange.HTTP_URI, path));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            textBlock = """
                    Predefined_ClearKey          | Hls EnvelopeEncryption (format=m3u8-aapl,encryption=cbc) (format=m3u8-cmaf,encryption=cbc), \
                            Dash EnvelopeEncryption (format=mpd-time-csf,encryption=cbc) (format=mpd-time-cmaf,encryption=cbc), \
                            SmoothStreaming EnvelopeEncryption (encryption=cbc)
                    Predefined_MultiDrmStreaming | Dash CommonEncryptionCenc (format=mpd-time-csf,encryption=cenc) \
                    (format=mpd-time-cmaf,encryption=cenc), SmoothStreaming CommonEncryptionCenc (encryption=cenc), \
                            Hls CommonEncryptionCbcs (format=m3u8-cmaf,encryption=cbcs-aapl), \
                            Dash CommonEncryptionCbcs (format=mpd-time-cmaf,encryption=cbcs-aapl)
                    custom                       | Hls EnvelopeEncryption (format=m3u8-aapl,encryption=cbc) (format=m3u8-cmaf,encryption=cbc), \
                            Dash EnvelopeEncryption (format=mpd-time-csf,encryption=cbc) (format=mpd-time-cmaf,encryption=cbc)
                    """)
    void whatAPolicyEncryptsIsListedAndServed(String policy, String expected) {
        template.requestBody("dynpack:putStreamingPolicy", POLICY.formatted("custom", "envelopeEncryption"));
        template.requestBody("dynpack:ingest", "clockwork");
        StreamingLocator locator = template.requestBody("dynpack:publishLocator?streamingPolicy=" + policy, "clockwork",
                StreamingLocator.class);
        assertThat(locator.contentKeys()).isNotEmpty().noneMatch(key -> key.containsKey("value"));
        String base = "/" + locator.streamingLocatorId() + "/clockwork.ism/";
        ListPathsResponse paths = template.requestBody("dynpack:listPaths", locator, ListPathsResponse.class);
        JsonMapper json = JsonMapper.builder().build();
        assertThat(paths.streamingPaths().stream().map(each -> json.convertValue(each.streamingProtocol(), String.class) + " "
                + json.convertValue(each.encryptionScheme(), String.class) + " " + String.join(" ", each.paths())
                        .replace(base + "manifest", ""))
                .collect(Collectors.joining(", "))).isEqualTo(expected.replaceAll("\\s+", " "));
        assertThat(paths.notServed()).isEmpty();
        assertThat(paths.downloadPaths()).isEmpty();
        paths.streamingPaths().stream().flatMap(each -> each.paths().stream()).forEach(path -> assertThat(
                answered(path).getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).as(path).isEqualTo(200));
        Map.of("clockwork.ism/manifest(format=m3u8-cmaf)", 400, "clockwork.ism/manifest(format=mpd-time-cmaf,encryption=rot13)",
                403,
                "clockwork_640x360_480.mp4", 403)
                .forEach((path, status) -> assertThat(answered("/" + locator.streamingLocatorId()
                        + "/" + path).getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).as(path).isEqualTo(status));
    }

    @Test
    void valuesOfContentKeysDoNotLeave() {
        template.requestBody("dynpack:ingest", "clockwork");
        String value = "c2VjcmV0IG9mIHNpeHRlZQ==";
        String document = "{\"name\": \"keys\", \"assetName\": \"clockwork\", \"streamingPolicyName\": \"Predefined_ClearKey\","
                + " \"contentKeys\": [{\"id\": \"f0f7b4a1-0a6f-4ae4-8f0f-3b1d5a1f2a11\", \"type\": \"EnvelopeEncryption\","
                + " \"value\": \"" + value + "\"}]}";
        StreamingLocator published = template.requestBody("dynpack:publishLocator", document, StreamingLocator.class);
        StreamingLocator read = template.requestBodyAndHeader("dynpack:getLocator", null, DynpackConstants.LOCATOR_NAME, "keys",
                StreamingLocator.class);
        List<?> listed = template.requestBody("dynpack:listLocators", null, List.class);
        for (Object shown : List.of(published, read, listed.get(0))) {
            assertThat(JsonMapper.builder().build().valueToTree(shown).toString()).doesNotContain(value);
        }
        assertThat(published.contentKeys()).singleElement().satisfies(key -> assertThat(key).containsKey("id"));
        assertThat(template.requestBody("dynpack:publishLocator", published, StreamingLocator.class))
                .as("what was shown can be published again").isEqualTo(published);
        assertThatThrownBy(
                () -> template.requestBody("dynpack:publishLocator", document.replace(value, "b3RoZXIgb2Ygc2l4dGVlbg==")))
                .hasRootCauseInstanceOf(CatalogConflictException.class)
                .hasStackTraceContaining("is stored with another value or another initialization vector")
                .satisfies(failure -> assertThat(String.valueOf(failure)).doesNotContain(value));
    }

    @Test
    void pathsNameOnlyWhatCanBeServed() throws Exception {
        copy(SAMPLE, folder.resolve("media/several"));
        template.requestBody("dynpack:ingest", "several");
        Files.writeString(folder.resolve("media/several/broken.ism"), "<smil><body>");
        Files.writeString(folder.resolve("media/several/gone.ism"),
                "<smil><body><switch><video src=\"gone.mp4\"/></switch></body></smil>");
        Files.writeString(folder.resolve("media/several/plain.ism"), "<smil xmlns=\"\"><body><switch>"
                + "<video src=\"clockwork_640x360_480.mp4\" systemBitrate=\"459681\"/></switch></body></smil>");
        StreamingLocator locator = template.requestBody("dynpack:publishLocator", "several", StreamingLocator.class);
        ListPathsResponse paths = template.requestBody("dynpack:listPaths", locator, ListPathsResponse.class);
        assertThat(paths.streamingPaths().get(0).paths()).hasSize(4).allMatch(
                path -> path.contains("/clockwork.ism/") || path.contains("/several.ism/") || path.contains("/plain.ism/"));
        assertThat(paths.notServed()).extracting(ListPathsResponse.NotServed::name).containsExactly("broken.ism", "gone.ism");
        assertThat(paths.notServed()).allMatch(manifest -> !manifest.reason().isBlank());
        assertThat(JsonMapper.builder().build().valueToTree(template.requestBody("dynpack:listPaths",
                template.requestBody("dynpack:publishLocator", "clockwork"), ListPathsResponse.class)).has("notServed"))
                .isFalse();
    }
}
