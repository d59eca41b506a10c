package io.dynpack.camel.operation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.FailedToCreateProducerException;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
import io.dynpack.publishing.CatalogNotFoundException;
import io.dynpack.publishing.ListPathsResponse;
import io.dynpack.publishing.StreamingLocator;
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
        assertThatThrownBy(() -> template.requestBody("dynpack:publishLocator", Map.of("assetName", "nothing of that name")))
                .cause().isInstanceOf(CatalogNotFoundException.class);
        assertThatThrownBy(() -> template.requestBody("dynpack:publishLocator", Map.of("name", "x"))).cause()
                .isInstanceOf(DynpackException.class);
    }

    @Test
    void pathsAreThoseOfThePolicy() {
        ListPathsResponse paths = template.requestBody("dynpack:listPaths", published(), ListPathsResponse.class);
        assertThat(paths.streamingPaths()).extracting(ListPathsResponse.StreamingPath::streamingProtocol)
                .containsExactly(StreamingProtocol.HLS, StreamingProtocol.DASH, StreamingProtocol.SMOOTH_STREAMING);
        assertThat(paths.downloadPaths()).hasSize(5).allMatch(path -> path.endsWith(".mp4"));
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
}
