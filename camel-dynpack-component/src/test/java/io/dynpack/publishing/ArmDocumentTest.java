package io.dynpack.publishing;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.dynpack.url.Format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ArmDocumentTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final UUID ID = UUID.fromString("7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa");

    @Test
    void readsAWrappedLocator() throws Exception {
        StreamingLocator locator = MAPPER.readValue(
                """
                        {"name":"summer","id":"/subscriptions/x","type":"Microsoft.Media/mediaservices/streamingLocators","properties":{
                        "assetName":"harbour","created":"2018-08-08T18:29:31.9341192Z","endTime":"9999-12-31T23:59:59.9999999Z",
                        "streamingLocatorId":"7C1D0A52-3BE4-4F0E-8A6B-5D2F9E61C0AA","streamingPolicyName":"p","startTime":null,
                        "contentKeys":[{"id":"k","type":"EnvelopeEncryption","value":"SECRET","tracks":[]}],"filters":["a"],"unknown":{"x":1}}}
                        """,
                StreamingLocator.class);
        assertThat(locator.streamingLocatorId()).isEqualTo(ID);
        assertThat(locator.endTime()).isEqualTo("9999-12-31T23:59:59.9999999Z");
        assertThat(locator.startTime()).isNull();
        assertThat(locator.filters()).containsExactly("a");
        assertThat(locator.contentKeys().get(0)).containsEntry("value", "SECRET");
        assertThat(locator.toString()).doesNotContain("SECRET");
        JsonNode written = MAPPER.readTree(MAPPER.writeValueAsString(locator));
        assertThat(written.get("name").asText()).isEqualTo("summer");
        JsonNode properties = written.get("properties");
        assertThat(properties.get("streamingLocatorId").asText()).isEqualTo(ID.toString());
        assertThat(properties.get("created").asText()).isEqualTo("2018-08-08T18:29:31.9341192Z");
        assertThat(properties.has("startTime")).isFalse();
        assertThat(MAPPER.readValue(MAPPER.writeValueAsString(locator), StreamingLocator.class)).isEqualTo(locator);
    }

    @Test
    void readsAFlattenedLocator() throws Exception {
        StreamingLocator locator = MAPPER.readValue(
                """
                        {"alternativeMediaId":null,"assetName":"harbour","created":"2021-03-01T10:00:00+00:00","contentKeys":null,"filters":null,
                        "endTime":"2031-01-01T00:00:00+01:00","name":"summer","resourceGroup":"rg",
                        "streamingLocatorId":"7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa","streamingPolicyName":"p"}""",
                StreamingLocator.class);
        assertThat(locator.assetName()).isEqualTo("harbour");
        assertThat(locator.end()).isEqualTo("2030-12-31T23:00:00Z");
        assertThat(locator.contentKeys()).isEmpty();
    }

    @Test
    void readsARequest() throws Exception {
        LocatorRequest request = MAPPER.readValue("""
                {"assetName":"harbour","streamingPolicyName":"p","filters":["a"],"unknown":1}""", LocatorRequest.class);
        assertThat(request).isEqualTo(LocatorRequest.of("harbour", "p").withFilters(List.of("a")));
        assertThat(LocatorRequest.of(Map.of("name", "x", "properties", Map.of("assetName", "a", "streamingPolicyName", "p"))))
                .isEqualTo(LocatorRequest.of("a", "p").withName("x"));
        assertThatThrownBy(() -> LocatorRequest.of(Map.of("assetName", "a"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesOtherThings() {
        for (String text : List.of("{}", "{\"name\":\"x\"}", "[]",
                "{\"name\":\"x\",\"assetName\":\"a\",\"streamingPolicyName\":\"p\"}",
                "{\"name\":\"x\",\"assetName\":\"a\",\"streamingPolicyName\":\"p\",\"streamingLocatorId\":\"1-1-1-1-1\"}",
                "{\"name\":\"x\",\"assetName\":\"a\",\"streamingPolicyName\":\"p\",\"streamingLocatorId\":\"" + ID
                        + "\",\"endTime\":\"never\"}")) {
            assertThatThrownBy(() -> MAPPER.readValue(text, StreamingLocator.class)).as(text).isInstanceOf(Exception.class);
        }
    }

    @Test
    void readsAnEncryptedPolicy() throws Exception {
        String text = """
                {"name":"secure","properties":{"created":"2018-08-08T18:29:30.6781134Z","defaultContentKeyPolicyName":"k",
                "envelopeEncryption":{"enabledProtocols":{"download":false,"dash":true,"hls":true,"smoothStreaming":true},"clearTracks":[],
                "contentKeys":{"defaultKey":{"label":"aes"},"keyToTrackMappings":[]},"customKeyAcquisitionUrlTemplate":"https://x/{ContentKeyId"},
                "commonEncryptionCenc":{"enabledProtocols":{"download":false,"dash":true,"hls":false,"smoothStreaming":true}},
                "commonEncryptionCbcs":null}}""";
        StreamingPolicy policy = MAPPER.readValue(text, StreamingPolicy.class);
        assertThat(policy.enabled(EncryptionScheme.NO_ENCRYPTION)).isEqualTo(EnabledProtocols.NONE);
        assertThat(policy.enabled(EncryptionScheme.ENVELOPE_ENCRYPTION))
                .isEqualTo(new EnabledProtocols(false, true, true, true));
        assertThat(policy.enabled(EncryptionScheme.COMMON_ENCRYPTION_CENC).hls()).isFalse();
        assertThat(policy.enabled(EncryptionScheme.COMMON_ENCRYPTION_CBCS)).isEqualTo(EnabledProtocols.NONE);
        assertThat(MAPPER.readTree(MAPPER.writeValueAsString(policy)))
                .isEqualTo(MAPPER.readTree(text.replace(",\n\"commonEncryptionCbcs\":null", "")));
    }

    /** A locator with an empty name would otherwise give its keys to nobody. */
    @Test
    void anEmptyNameOfAContentKeyPolicyIsNone() {
        StreamingPolicy policy = StreamingPolicy.of(Map.of("name", "p", "defaultContentKeyPolicyName", "family",
                "envelopeEncryption", Map.of("enabledProtocols", Map.of("hls", true))));
        StreamingLocator locator = StreamingLocator.of(Map.of("name", "l", "assetName", "harbour", "streamingPolicyName", "p",
                "streamingLocatorId", ID.toString(), "defaultContentKeyPolicyName", ""));
        assertThat(locator.defaultContentKeyPolicyName()).isNull();
        assertThat(LocatorKeys.complete(locator, policy, key -> ID).contentKeys().get(0)).containsEntry("policyName", "family");
        assertThat(StreamingPolicy.of(Map.of("name", "p", "defaultContentKeyPolicyName", "")).defaultContentKeyPolicyName())
                .isNull();
    }

    @Test
    void readsAnAsset() throws Exception {
        Asset asset = MAPPER.readValue("""
                {"name":"harbour","properties":{"assetId":"x","container":"asset-1","storageAccountName":"s",
                "storageEncryptionFormat":"None","prefix":"a/b"}}""", Asset.class);
        assertThat(asset.folder()).isEqualTo("asset-1/a/b/");
        assertThat(Asset.at("x", null, null).folder()).isEmpty();
        assertThat(MAPPER.readValue(MAPPER.writeValueAsString(asset), Asset.class)).isEqualTo(asset);
    }

    @Test
    void listsPaths() throws Exception {
        StreamingPolicy policy = StreamingPolicy.predefined(StreamingPolicy.DOWNLOAD_AND_CLEAR_STREAMING).orElseThrow();
        ListPathsResponse paths = ListPathsResponse.of(ID, policy, (format, scheme) -> true, List.of("harbour.ism"),
                List.of("b c.mp4", "a.vtt", "harbour.ismc"), List.of());
        String base = "/" + ID + "/harbour.ism/manifest";
        assertThat(MAPPER.readTree(MAPPER.writeValueAsString(paths))).isEqualTo(MAPPER.readTree(
                """
                        {"streamingPaths":[
                        {"streamingProtocol":"Hls","encryptionScheme":"NoEncryption","paths":["%1$s(format=m3u8-aapl)","%1$s(format=m3u8-cmaf)"]},
                        {"streamingProtocol":"Dash","encryptionScheme":"NoEncryption","paths":["%1$s(format=mpd-time-csf)","%1$s(format=mpd-time-cmaf)"]},
                        {"streamingProtocol":"SmoothStreaming","encryptionScheme":"NoEncryption","paths":["%1$s"]}],
                        "downloadPaths":["/%2$s/a.vtt","/%2$s/b%%20c.mp4"]}"""
                        .formatted(base, ID)));
        assertThat(MAPPER.readValue(MAPPER.writeValueAsString(paths), ListPathsResponse.class)).isEqualTo(paths);
    }

    @Test
    void listsOnlyWhatIsEnabledAndServed() {
        StreamingPolicy hls = StreamingPolicy.clear("hls", new EnabledProtocols(false, false, true, true));
        ListPathsResponse paths = ListPathsResponse.of(ID, hls,
                (format, scheme) -> Set.of(Format.HLS_CMAF, Format.DASH_CMAF).contains(format),
                List.of("b.ism", "a.ism"),
                List.of("a.mp4"), List.of());
        assertThat(paths.streamingPaths()).singleElement()
                .satisfies(path -> assertThat(path.paths()).containsExactly("/" + ID + "/a.ism/manifest(format=m3u8-cmaf)",
                        "/" + ID + "/b.ism/manifest(format=m3u8-cmaf)"));
        assertThat(paths.downloadPaths()).isEmpty();
    }

    @Test
    void aRouteReadsAndWritesThem() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:locator").unmarshal(new JacksonDataFormat(StreamingLocator.class))
                            .marshal(new JacksonDataFormat()).convertBodyTo(String.class);
                }
            });
            context.start();
            String text = context.createProducerTemplate().requestBody("direct:locator",
                    "{\"name\":\"x\",\"assetName\":\"a\",\"streamingPolicyName\":\"p\",\"streamingLocatorId\":\"" + ID + "\"}",
                    String.class);
            assertThat(MAPPER.readTree(text).at("/properties/assetName").asText()).isEqualTo("a");
        }
    }
}
