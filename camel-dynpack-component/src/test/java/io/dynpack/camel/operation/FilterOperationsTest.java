package io.dynpack.camel.operation;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.converter.stream.InputStreamCache;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.dynpack.camel.DynpackComponent;
import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackException;
import io.dynpack.ingest.AssetInfo;
import io.dynpack.publishing.AccountFilter;
import io.dynpack.publishing.AssetFilter;
import io.dynpack.publishing.CatalogNotFoundException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The operations on filters through a Camel route. */
class FilterOperationsTest extends CamelTestSupport {
    private static final String MOBILE = """
            {"name": "Mobile", "properties": {"tracks": [{"trackSelections": [
              {"property": "Type", "operation": "Equal", "value": "Video"},
              {"property": "Bitrate", "operation": "Equal", "value": "0-1200000"}]}]}}""";

    @TempDir
    Path folder;

    @Override
    protected CamelContext createCamelContext() throws Exception {
        Files.createDirectories(folder.resolve("media/harbour"));
        Files.writeString(folder.resolve("media/harbour/harbour.ism"), "<smil/>");
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
                from("direct:marshalled").to("dynpack:putFilter").to("dynpack:listFilters").marshal(new JacksonDataFormat())
                        .convertBodyTo(String.class);
            }
        };
    }

    static Stream<Function<String, Object>> formsOfJson() {
        return Stream.of(text -> text, text -> text.getBytes(StandardCharsets.UTF_8),
                text -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                text -> ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)),
                text -> new InputStreamCache(text.getBytes(StandardCharsets.UTF_8)), FilterOperationsTest::map);
    }

    private static Map<?, ?> map(String text) {
        try {
            return new ObjectMapper().readValue(text, Map.class);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("formsOfJson")
    void accountFiltersAreStoredReadListedAndDeleted(Function<String, Object> form) {
        AccountFilter stored = template.requestBody("dynpack:putFilter", form.apply(MOBILE), AccountFilter.class);
        assertThat(stored.filter().tracks()).hasSize(1);
        assertThat(template.requestBody("dynpack:putFilter", stored, AccountFilter.class)).as("repeated").isEqualTo(stored);
        assertThat(template.requestBody("dynpack:getFilter", "mobile", AccountFilter.class)).isEqualTo(stored);
        assertThat(template.requestBody("dynpack:getFilter", form.apply("{\"name\": \"MOBILE\"}"), AccountFilter.class))
                .isEqualTo(stored);
        assertThat(template.requestBodyAndHeader("dynpack:getFilter", null, DynpackConstants.FILTER, "Mobile"))
                .isEqualTo(stored);
        assertThat(template.requestBody("dynpack:listFilters", null, List.class)).isEqualTo(List.of(stored));
        AccountFilter replaced = template.requestBody("dynpack:putFilter", form.apply("{\"name\": \"MOBILE\"}"),
                AccountFilter.class);
        assertThat(template.requestBody("dynpack:listFilters", null, List.class)).isEqualTo(List.of(replaced));
        assertThat(template.requestBody("dynpack:deleteFilter", "mobile", Boolean.class)).isTrue();
        assertThat(template.requestBody("dynpack:deleteFilter", replaced, Boolean.class)).isFalse();
        assertThat(template.requestBody("dynpack:getFilter", (Object) "mobile")).isNull();
    }

    @Test
    void theHeaderNamesTheAsset() {
        Exchange answer = template.request("dynpack:putFilter", exchange -> {
            exchange.getMessage().setBody(MOBILE.replace("\"name\": \"Mobile\",", ""));
            exchange.getMessage().setHeader(DynpackConstants.ASSET, "harbour");
            exchange.getMessage().setHeader(DynpackConstants.FILTER, "Mobile");
        });
        AssetFilter stored = answer.getMessage().getBody(AssetFilter.class);
        assertThat(stored.assetName()).isEqualTo("harbour");
        assertThat(stored.name()).isEqualTo("Mobile");
        assertThat(answer.getMessage().getHeaders()).containsEntry(DynpackConstants.ASSET, "harbour")
                .containsEntry(DynpackConstants.FILTER, "Mobile");
        assertThat(template.requestBody("dynpack:getFilter", (Object) "mobile")).as("it is none of the account").isNull();
        assertThat(template.requestBodyAndHeader("dynpack:getFilter", "mobile", DynpackConstants.ASSET, "harbour"))
                .isEqualTo(stored);
        assertThat(template.requestBody("dynpack:getFilter", stored)).isEqualTo(stored);
        assertThat(template.requestBodyAndHeader("dynpack:listFilters", null, DynpackConstants.ASSET, "harbour"))
                .isEqualTo(List.of(stored));
        assertThat(template.requestBody("dynpack:listFilters", new AssetInfo("harbour", "harbour/", true, false, List.of(),
                List.of(), List.of(), "1", List.of()))).isEqualTo(List.of(stored));
        assertThat(template.requestBody("dynpack:listFilters", stored)).isEqualTo(List.of(stored));
        assertThat(template.requestBody("dynpack:listFilters", null, List.class)).isEmpty();
        assertThat(template.requestBodyAndHeader("dynpack:deleteFilter", "MOBILE", DynpackConstants.ASSET, "harbour"))
                .isEqualTo(true);
        assertThat(template.requestBodyAndHeader("dynpack:listFilters", null, DynpackConstants.ASSET, "harbour"))
                .isEqualTo(List.of());
    }

    @Test
    void theDocumentNamesTheAsset() {
        String exported = """
                {"id": "/subscriptions/0/x/assets/harbour/assetFilters/f", "name": "f", "resourceGroup": "g",
                 "type": "Microsoft.Media/mediaservices/assets/assetFilters", "tracks": null}""";
        AssetFilter stored = template.requestBody("dynpack:putFilter", exported, AssetFilter.class);
        assertThat(stored.assetName()).isEqualTo("harbour");
        assertThat(template.requestBody("dynpack:getFilter", exported)).isEqualTo(stored);
        assertThatThrownBy(() -> template.requestBody("dynpack:putFilter",
                "{\"name\": \"f\", \"type\": \"Microsoft.Media/mediaservices/assets/assetFilters\"}"))
                .hasRootCauseMessage("its type is Microsoft.Media/mediaservices/assets/assetFilters, and nothing names the"
                        + " asset: set the header CamelDynpackAsset");
        assertThatThrownBy(() -> template.requestBodyAndHeader("dynpack:putFilter",
                "{\"name\": \"f\", \"type\": \"Microsoft.Media/mediaservices/accountFilters\"}", DynpackConstants.ASSET,
                "harbour"))
                .hasStackTraceContaining(
                        "the filter cannot be stored: its type is Microsoft.Media/mediaservices/accountFilters,"
                                + " and the header CamelDynpackAsset names an asset");
    }

    @Test
    void anAssetThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> template.requestBodyAndHeader("dynpack:putFilter", MOBILE, DynpackConstants.ASSET, "nothing"))
                .hasRootCauseInstanceOf(CatalogNotFoundException.class).hasStackTraceContaining("nothing/ does not exist");
    }

    @Test
    void olderVersionsAreStoredToo() {
        AccountFilter stored = template.requestBody("dynpack:putFilter", """
                {"Name": "old", "PresentationTimeRange": {"StartTimestamp": "120000000", "EndTimestamp": "9223372036854775807",
                 "Timescale": "10000000"}, "Tracks": [{"PropertyConditions": [
                 {"Property": "Type", "Value": "audio", "Operator": "Equal"}]}]}""", AccountFilter.class);
        assertThat(stored.filter().presentationTimeRange().start()).isEqualTo(120_000_000);
        assertThat(template.requestBody("dynpack:getFilter", "{\"Name\": \"Old\"}", AccountFilter.class)).isEqualTo(stored);
    }

    @Test
    void filtersLeaveAsTheJsonOfArm() throws Exception {
        JsonNode list = new ObjectMapper().readTree(template.requestBody("direct:marshalled", MOBILE, String.class));
        assertThat(list).hasSize(1);
        assertThat(list.at("/0/type").asText()).isEqualTo("Microsoft.Media/mediaservices/accountFilters");
        assertThat(list.at("/0/properties/tracks/0/trackSelections/1/value").asText()).isEqualTo("0-1200000");
    }

    @Test
    void listingsHavePages() {
        for (int i = 0; i < 3; i++) {
            template.requestBody("dynpack:putFilter", "{\"name\": \"f" + i + "\"}");
        }
        Exchange first = template.request("dynpack:listFilters?pageSize=2", exchange -> {});
        assertThat(first.getMessage().getBody(List.class)).extracting("name").containsExactly("f0", "f1");
        Exchange second = template.request("dynpack:listFilters?pageSize=2", exchange -> exchange.getMessage()
                .setHeader(DynpackConstants.CONTINUATION, first.getMessage().getHeader(DynpackConstants.CONTINUATION)));
        assertThat(second.getMessage().getBody(List.class)).extracting("name").containsExactly("f2");
        assertThat(second.getMessage().getHeader(DynpackConstants.CONTINUATION)).isNull();
        assertThatThrownBy(() -> template.requestBodyAndHeader("dynpack:listFilters", null, DynpackConstants.CONTINUATION, "?"))
                .hasStackTraceContaining("the filters cannot be listed");
    }

    @Test
    void refusalsNameTheField() {
        assertThatThrownBy(() -> template.requestBody("dynpack:putFilter",
                MOBILE.replace("\"operation\": \"Equal\", \"value\": \"0-",
                        "\"operation\": \"Less\", \"value\": \"0-")))
                .cause().isInstanceOf(DynpackException.class)
                .hasMessage("the filter cannot be stored: properties.tracks[0].trackSelections[1].operation is \"Less\","
                        + " which is neither Equal nor NotEqual");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"tracks\": []}", "just text", "[]", "{\"name\": \"a;b\"}", "{\"name\": \"f\", \"tracks\": 5}"})
    void whatIsNoFilterIsRefused(String body) {
        assertThatThrownBy(() -> template.requestBody("dynpack:putFilter", (Object) body)).cause()
                .isInstanceOf(DynpackException.class).hasMessageStartingWith("the filter cannot be stored: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"getFilter", "deleteFilter"})
    void aFilterHasToBeNamed(String operation) {
        assertThatThrownBy(() -> template.requestBody("dynpack:" + operation, (Object) null)).cause()
                .isInstanceOf(DynpackException.class).hasMessageStartingWith("the message names no filter");
        assertThatThrownBy(() -> template.requestBody("dynpack:" + operation, (Object) "x".repeat(2000))).cause()
                .isInstanceOf(DynpackException.class);
    }
}
