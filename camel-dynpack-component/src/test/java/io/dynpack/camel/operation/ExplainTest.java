package io.dynpack.camel.operation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.dynpack.camel.DynpackComponent;
import io.dynpack.camel.DynpackException;
import io.dynpack.ingest.AssetInfo;
import io.dynpack.origin.Explanation;
import io.dynpack.publishing.StreamingLocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Why URLs are answered as they are: what an operator reads in the access log and in an explanation. */
class ExplainTest extends CamelTestSupport {
    private static final Path SAMPLE = Path.of("../examples/quickstart/sample/clockwork");
    private static final String POLICY = "Predefined_DownloadAndClearStreaming";

    @TempDir
    static Path folder;
    private String open;

    @Override
    protected CamelContext createCamelContext() throws Exception {
        Path asset = Files.createDirectories(folder.resolve("media/clockwork"));
        try (Stream<Path> files = Files.list(SAMPLE)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".mp4")).toList()) {
                if (!Files.exists(asset.resolve(file.getFileName()))) {
                    Files.copy(file, asset.resolve(file.getFileName()));
                }
            }
        }
        CamelContext context = super.createCamelContext();
        DynpackComponent component = new DynpackComponent();
        component.getConfiguration().setDirectory(folder.resolve("media").toString());
        component.getConfiguration().setCatalogDirectory(folder.resolve("catalog").toString());
        context.addComponent("dynpack", component);
        return context;
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:json").to("dynpack:explain").marshal(new JacksonDataFormat()).convertBodyTo(String.class);
            }
        };
    }

    @BeforeEach
    void publish() {
        AssetInfo info = template.requestBody("dynpack:ingest", "clockwork", AssetInfo.class);
        open = base(template.requestBody("dynpack:publishLocator?streamingPolicy=" + POLICY, info, StreamingLocator.class));
        template.requestBody("dynpack:putFilter", """
                {"name": "sd", "type": "Microsoft.Media/mediaservices/accountFilters", "properties": {"tracks": [
                  {"trackSelections": [{"property": "Type", "operation": "Equal", "value": "Video"},
                                       {"property": "Bitrate", "operation": "Equal", "value": "0-300000"}]},
                  {"trackSelections": [{"property": "Type", "operation": "Equal", "value": "Audio"}]}]}}""");
    }

    private static String base(StreamingLocator locator) {
        return "/" + locator.streamingLocatorId() + "/clockwork.ism/";
    }

    private Explanation explain(String url) {
        return template.requestBody("dynpack:explain", url, Explanation.class);
    }

    private StreamingLocator locator(String name, Object... properties) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", name);
        document.put("assetName", "clockwork");
        document.put("streamingPolicyName", POLICY);
        for (int i = 0; i < properties.length; i += 2) {
            document.put((String) properties[i], properties[i + 1]);
        }
        return template.requestBody("dynpack:publishLocator", document, StreamingLocator.class);
    }

    @Test
    void aUrlThatWorksSaysWhatItIsMadeOf() {
        Explanation found = explain("https://old.example" + open + "manifest(format=m3u8-cmaf,filter=SD)?token=1");
        assertThat(found.kind()).isEqualTo("Manifest");
        assertThat(found.format()).isEqualTo("m3u8-cmaf");
        assertThat(found.answer().status()).isEqualTo(200);
        assertThat(found.answer().contentType()).isEqualTo("application/vnd.apple.mpegurl");
        assertThat(found.locator().active()).isTrue();
        assertThat(found.locator().streamingPolicyName()).isEqualTo(POLICY);
        assertThat(found.asset().ism()).isEqualTo("clockwork/clockwork.ism");
        assertThat(found.asset().files()).allSatisfy(file -> assertThat(file.length()).isPositive());
        assertThat(found.filters()).containsExactly(new Explanation.Filter("sd", "ACCOUNT", false));
        assertThat(found.tracks()).filteredOn(track -> track.kind().equals("VIDEO") && !track.shown()).isNotEmpty()
                .allSatisfy(track -> {
                    assertThat(track.bitrate()).isGreaterThan(300_000);
                    assertThat(track.reachable()).isTrue();
                    assertThat(track.reasons().get(0)).startsWith("sd hides it: tracks[0] wants Bitrate Equal 0-300000;");
                });
        assertThat(found.tracks()).filteredOn(track -> track.kind().equals("AUDIO")).allSatisfy(track -> {
            assertThat(track.shown()).isTrue();
            assertThat(track.fragments()).isPositive();
            assertThat(track.reasons().get(0)).startsWith("sd keeps it by tracks[1]");
        });
    }

    @Test
    void anExplanationIsJson() throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(template.requestBody("direct:json", open + "manifest(filter=none)", String.class));
        assertThat(json.at("/answer/code").asText()).isEqualTo("MPE_EGRESS_FILTER_NOT_FOUND");
        assertThat(json.at("/answer/cause").asText()).isEqualTo("neither the asset nor the account has a filter none");
        assertThat(json.at("/tracks")).isNotEmpty();
    }

    /** All of these are 404. */
    @Test
    void eachCauseIsSaid() {
        String ended = base(locator("ended", "endTime", "2020-01-01T00:00:00Z"));
        String later = base(locator("later", "startTime", "9000-01-01T00:00:00Z"));
        String locked = base(locator("locked", "filters", List.of("sd")));
        long high = explain(open + "manifest").tracks().stream().mapToLong(Explanation.Track::bitrate).max().orElseThrow();
        String fragments = "QualityLevels(" + high + ")/Fragments(video=";
        Map<String, String> causes = new LinkedHashMap<>();
        causes.put("/7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa/clockwork.ism/manifest",
                "there is no streaming locator 7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa");
        causes.put(ended + "manifest", "the streaming locator ended ended 2020-01-01T00:00:00Z");
        causes.put(later + "manifest", "the streaming locator later is valid from 9000-01-01T00:00:00Z on");
        causes.put(open.replace("clockwork.ism", "other.ism") + "manifest", "no server manifest clockwork/other.ism");
        causes.put(open + "QualityLevels(1)/Fragments(text=0)", "there is no track text but aac_");
        causes.put(open + "QualityLevels(1)/Fragments(video=0)",
                "the track video has no quality level of 1 bit/s but of [" + high);
        causes.put(open + fragments + "1)", "no fragment of video begins at 1; the one behind at 213334");
        causes.put(open + "QualityLevels(" + high + ")/KeyFrames(video=1,format=m3u8-cmaf)",
                "no key frame of video has the time 1");
        causes.put(open + "manifest(filter=none)", "neither the asset nor the account has a filter none");
        causes.put(locked + fragments + "0)",
                "the quality level " + high + " of video is locked by the filters of the locator: sd");
        causes.put(open.replace("clockwork.ism/", "") + "nothing.mp4", "no object clockwork/nothing.mp4");
        causes.put(open.replace("clockwork.ism/", "") + "clockwork.dynx",
                "clockwork.dynx is no file that is offered for download");
        causes.forEach((url, cause) -> {
            Explanation found = explain(url);
            assertThat(found.answer().status()).as(url).isEqualTo(404);
            assertThat(found.answer().code()).startsWith("MPE_");
            assertThat(found.answer().cause()).as(url).startsWith(cause);
        });
    }

    @Test
    void aLocatorWithAnUnknownFilterIsNotPublished() {
        assertThatThrownBy(() -> locator("wrong", "filters", List.of("sd", "hd"))).isInstanceOf(CamelExecutionException.class)
                .hasRootCauseInstanceOf(DynpackException.class).hasStackTraceContaining("has a filter hd; store it first");
    }

    @Test
    void whatIsNoUrlIsRefused() {
        assertThatThrownBy(() -> explain("clockwork")).cause().isInstanceOf(DynpackException.class)
                .hasMessageContaining("clockwork is no streaming URL");
        assertThatThrownBy(() -> explain("http://localhost/?kid=00000000-0000-0000-0000-000000000000")).cause()
                .isInstanceOf(DynpackException.class).hasMessageContaining("a request for a content key is not explained");
        assertThat(explain("/clockwork").answer().code()).isEqualTo("MPE_RESOURCE_NOT_FOUND");
    }
}
