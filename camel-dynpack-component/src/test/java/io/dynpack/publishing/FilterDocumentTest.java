package io.dynpack.publishing;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.dynpack.presentation.filter.Filter;
import io.dynpack.presentation.filter.FilterFieldException;
import io.dynpack.presentation.filter.PresentationTimeRange;
import io.dynpack.presentation.filter.TrackPropertyCompareOperation;
import io.dynpack.presentation.filter.TrackPropertyCondition;
import io.dynpack.presentation.filter.TrackPropertyType;
import io.dynpack.presentation.filter.TrackSelection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The JSON of filters, in every spelling that lies about. */
class FilterDocumentTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final String WRAPPED = """
            {"name": "Mobile-en",
             "id": "/subscriptions/0/resourceGroups/g/providers/Microsoft.Media/mediaservices/m/assets/Harbour/assetFilters/x",
             "type": "Microsoft.Media/mediaservices/assets/assetFilters",
             "properties": {
              "presentationTimeRange": {"startTimestamp": 0, "endTimestamp": 170000000,
               "presentationWindowDuration": 9223372036854774806, "liveBackoffDuration": 0, "timescale": 10000000,
               "forceEndTimestamp": false},
              "firstQuality": {"bitrate": 128000},
              "tracks": [
               {"trackSelections": [{"property": "Type", "value": "Audio", "operation": "Equal"},
                {"property": "Language", "value": "en", "operation": "NotEqual"},
                {"property": "FourCC", "value": "EC-3", "operation": "NotEqual"}]},
               {"trackSelections": [{"property": "Type", "value": "Video", "operation": "Equal"},
                {"property": "Bitrate", "value": "3000000-5000000", "operation": "Equal"}]}]}}""";

    private static final String FLATTENED = """
            {"firstQuality": {"bitrate": 128000}, "id": "x", "name": "Mobile-en", "presentationTimeRange": {
              "endTimestamp": 170000000, "forceEndTimestamp": false, "liveBackoffDuration": 0,
              "presentationWindowDuration": 9223372036854775807, "startTimestamp": 0, "timescale": 10000000},
             "resourceGroup": "g", "systemData": null, "tracks": [
               {"trackSelections": [{"operation": "Equal", "property": "Type", "value": "Audio"},
                {"operation": "NotEqual", "property": "Language", "value": "en"},
                {"operation": "NotEqual", "property": "FourCC", "value": "EC-3"}]},
               {"trackSelections": [{"operation": "Equal", "property": "Type", "value": "Video"},
                {"operation": "Equal", "property": "Bitrate", "value": "3000000-5000000"}]}],
             "type": "Microsoft.Media/mediaservices/accountFilters"}""";

    private static final String VERSION_2 = """
            {"odata.metadata": "x", "Name": "Mobile-en", "PresentationTimeRange": {"StartTimestamp": "0",
              "EndTimestamp": "170000000", "PresentationWindowDuration": "9223372036854775807", "LiveBackoffDuration": "0",
              "Timescale": "10000000"},
             "FirstQuality": {"Bitrate": "128000"},
             "Tracks": [
               {"PropertyConditions": [{"Property": "Type", "Value": "Audio", "Operator": "Equal"},
                {"Property": "Language", "Value": "en", "Operator": "NotEqual"},
                {"Property": "FourCC", "Value": "EC-3", "Operator": "NotEqual"}]},
               {"PropertyConditions": [{"Property": "Type", "Value": "Video", "Operator": "Equal"},
                {"Property": "Bitrate", "Value": "3000000-5000000", "Operator": "Equal"}]}]}""";

    private static Map<String, Object> json(String text) {
        return Document.parse(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static TrackPropertyCondition equal(TrackPropertyType property, String value) {
        return new TrackPropertyCondition(property, TrackPropertyCompareOperation.EQUAL, value);
    }

    private static TrackPropertyCondition notEqual(TrackPropertyType property, String value) {
        return new TrackPropertyCondition(property, TrackPropertyCompareOperation.NOT_EQUAL, value);
    }

    private static Filter expected(Filter.Scope scope) {
        return new Filter(scope, "Mobile-en", PresentationTimeRange.of(0, 170_000_000), OptionalLong.of(128000),
                List.of(TrackSelection.of(equal(TrackPropertyType.TYPE, "Audio"), notEqual(TrackPropertyType.LANGUAGE, "en"),
                        notEqual(TrackPropertyType.FOURCC, "EC-3")),
                        TrackSelection.of(equal(TrackPropertyType.TYPE, "Video"),
                                equal(TrackPropertyType.BITRATE, "3000000-5000000"))));
    }

    @Test
    void everySpellingIsTheSameFilter() {
        for (String text : List.of(WRAPPED, FLATTENED, VERSION_2)) {
            assertThat(AccountFilter.of(json(text)).filter()).isEqualTo(expected(Filter.Scope.ACCOUNT));
            assertThat(AssetFilter.of("harbour", json(text)))
                    .isEqualTo(new AssetFilter("harbour", expected(Filter.Scope.ASSET)));
        }
    }

    @Test
    void theAssetStandsInTheDocumentOrInItsId() throws Exception {
        assertThat(MAPPER.readValue(WRAPPED, AssetFilter.class).assetName()).isEqualTo("Harbour");
        assertThat(
                AssetFilter.assetName(json("{\"properties\": {\"assetName\": \"a/b\"}, \"id\": \"/assets/c/assetFilters/d\"}")))
                .hasValue("a/b");
        assertThat(AssetFilter.assetName(json(FLATTENED))).isEmpty();
        assertThatThrownBy(() -> AssetFilter.of(json(VERSION_2))).hasMessage("properties.assetName is missing");
        assertThat(AssetFilter.isStated(json(WRAPPED))).isTrue();
        assertThat(AccountFilter.isStated(json(WRAPPED))).isFalse();
        assertThat(AccountFilter.isStated(json(FLATTENED))).isTrue();
        assertThat(AssetFilter.isStated(json(VERSION_2)) || AccountFilter.isStated(json(VERSION_2))).isFalse();
    }

    @Test
    void itIsWrittenAsArmHasIt() throws Exception {
        AssetFilter filter = MAPPER.readValue(WRAPPED, AssetFilter.class);
        assertThat(MAPPER.readTree(MAPPER.writeValueAsString(filter))).isEqualTo(MAPPER.readTree("""
                {"name": "Mobile-en", "type": "Microsoft.Media/mediaservices/assets/assetFilters", "properties": {
                  "assetName": "Harbour",
                  "presentationTimeRange": {"startTimestamp": 0, "endTimestamp": 170000000, "liveBackoffDuration": 0,
                   "timescale": 10000000, "forceEndTimestamp": false},
                  "firstQuality": {"bitrate": 128000},
                  "tracks": [
                   {"trackSelections": [{"property": "Type", "operation": "Equal", "value": "Audio"},
                    {"property": "Language", "operation": "NotEqual", "value": "en"},
                    {"property": "FourCC", "operation": "NotEqual", "value": "EC-3"}]},
                   {"trackSelections": [{"property": "Type", "operation": "Equal", "value": "Video"},
                    {"property": "Bitrate", "operation": "Equal", "value": "3000000-5000000"}]}]}}"""));
        assertThat(MAPPER.readValue(MAPPER.writeValueAsString(filter), AssetFilter.class)).isEqualTo(filter);
        AccountFilter live = MAPPER.readValue("""
                {"name": "live", "properties": {"presentationTimeRange": {"startTimestamp": 1, "endTimestamp": 9,
                "presentationWindowDuration": 300, "liveBackoffDuration": 30, "timescale": 1, "forceEndTimestamp": true,
                "exact": true}}}""", AccountFilter.class);
        assertThat(live.filter().presentationTimeRange()).isEqualTo(new PresentationTimeRange(1, 9, 300, 30, 1, true, true));
        assertThat(MAPPER.readValue(MAPPER.writeValueAsString(live), AccountFilter.class)).isEqualTo(live);
        AccountFilter nothing = MAPPER.readValue("{\"name\": \"nothing\"}", AccountFilter.class);
        assertThat(MAPPER.writeValueAsString(nothing)).isEqualTo(
                "{\"name\":\"nothing\",\"type\":\"" + AccountFilter.TYPE + "\",\"properties\":{\"tracks\":[]}}");
    }

    @Test
    void partsMayBeAbsentOrNull() {
        assertThat(AccountFilter.of(json("""
                {"name": "f", "properties": {"presentationTimeRange": null, "firstQuality": null, "tracks": null, "x": 1}}"""))
                .filter())
                .isEqualTo(new Filter(Filter.Scope.ACCOUNT, "f", PresentationTimeRange.ALL, OptionalLong.empty(), List.of()));
        assertThat(AccountFilter
                .of(json("{\"name\": \"f\", \"presentationTimeRange\": {\"startTimestamp\": null, \"timescale\": 5}}"))
                .filter().presentationTimeRange().timescale()).isEqualTo(5);
        assertThat(
                AccountFilter.of(json("{\"name\": \"f\", \"tracks\": [{\"trackSelections\": [{\"property\": \"Unknown\"}]}]}"))
                        .filter().tracks())
                .containsExactly(TrackSelection.of(equal(TrackPropertyType.UNKNOWN, "")));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            170000000            , 170000000
            '"170000000"'        , 170000000
            1.7e8                , 170000000
            170000000.0          , 170000000
            9223372036854775807  , 9223372036854775807
            9223372036854776000  , 9223372036854775807
            9.223372036854776E18 , 9223372036854775807
            '"9223372036854775808"', 9223372036854775807
            1e300                , 9223372036854775807
            """)
    void numbersComeInManyForms(String number, long expected) {
        assertThat(AccountFilter.of(json("{\"name\": \"f\", \"presentationTimeRange\": {\"endTimestamp\": " + number + "}}"))
                .filter()
                .presentationTimeRange().endTimestamp()).isEqualTo(expected);
        Object decimal = new BigDecimal("1E+999999999");
        assertThat(AccountFilter.of(Map.of("name", "f", "presentationTimeRange", Map.of("endTimestamp", decimal))).filter()
                .presentationTimeRange()).isEqualTo(PresentationTimeRange.ALL);
    }

    private static final String CONDITION = """
            {"name": "f", "properties": {"tracks": [
             {"trackSelections": [{"property": "Type", "operation": "Equal", "value": "Video"}]}, {"trackSelections": [%s]}]}}""";
    private static final String RANGE = "{\"name\": \"f\", \"properties\": {\"presentationTimeRange\": {%s}}}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"property": "Type", "operation": "Greater", "value": "Video"} | operation is "Greater", which is neither Equal
            {"property": "Type", "operation": 5, "value": "Video"} | operation is "5", which is neither
            {"property": "Type", "value": "Video"} | operation is missing
            {"property": "Codec", "operation": "Equal", "value": "x"} | property is "Codec", which is none of Type, Name,
            {"operation": "Equal", "value": "x"} | property is missing
            {"property": "Bitrate", "operation": "Equal", "value": "fast"} | value is "fast", which is neither a bitrate nor
            {"property": "Bitrate", "operation": "Equal"} | value is missing
            {"property": "Name", "operation": "Equal", "value": ["x"]} | value is no text
            {"Property": "Name", "Operator": "Equals", "Value": "x"} | Operator is "Equals", which
            """)
    void aBadConditionIsRefusedWithItsPath(String condition, String reason) {
        assertThatThrownBy(() -> AccountFilter.of(json(CONDITION.formatted(condition))))
                .isInstanceOf(FilterFieldException.class)
                .hasMessageStartingWith("properties.tracks[1].trackSelections[0]." + reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "startTimestamp": "soon" | startTimestamp is no whole number
            "startTimestamp": 1.5 | startTimestamp is no whole number
            "startTimestamp": 1e999999 | startTimestamp is no whole number
            "startTimestamp": true | startTimestamp is no whole number
            "startTimestamp": "" | startTimestamp is no whole number
            "endTimestamp": -1e300 | endTimestamp is -9223372036854775808, less than 0
            "startTimestamp": 7, "endTimestamp": 6 | endTimestamp is 6, which is not after the startTimestamp 7
            "timescale": 0 | timescale is 0 ticks per second
            "forceEndTimestamp": true | forceEndTimestamp is true and there is no endTimestamp
            "forceEndTimestamp": "maybe" | forceEndTimestamp is neither true nor false
            "exact": 1 | exact is neither true nor false
            """)
    void aBadRangeIsRefusedWithItsPath(String members, String reason) {
        assertThatThrownBy(() -> AccountFilter.of(json(RANGE.formatted(members)))).isInstanceOf(FilterFieldException.class)
                .hasMessageStartingWith("properties.presentationTimeRange." + reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {} | name is missing
            {"name": ""} | name is missing
            {"name": "f", "properties": []} | properties is no object
            {"name": "f", "presentationTimeRange": 5} | presentationTimeRange is no object
            {"name": "f", "tracks": {}} | tracks is no list
            {"name": "f", "tracks": [null]} | tracks[0] is no object
            {"name": "f", "tracks": [{}]} | tracks[0].trackSelections is missing
            {"name": "f", "tracks": [{"trackSelections": []}]} | tracks[0].trackSelections is empty
            {"name": "f", "tracks": [{"trackSelections": [5]}]} | tracks[0].trackSelections[0] is no object
            {"name": "f", "properties": {"firstQuality": {}}} | properties.firstQuality.bitrate is missing
            {"name": "f", "firstQuality": {"bitrate": 0}} | firstQuality.bitrate is 0, less than 1
            {"Name": "f", "Tracks": [{"PropertyConditions": 1}]} | Tracks[0].PropertyConditions is no list
            """)
    void aBadDocumentIsRefusedWithItsPath(String document, String message) {
        assertThatThrownBy(() -> AccountFilter.of(json(document))).isInstanceOf(FilterFieldException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "5", "{", "{\"name\": \"f\", \"name\": \"g\"}"})
    void whatIsNoObjectIsRefused(String text) {
        assertThatThrownBy(() -> MAPPER.readerFor(AccountFilter.class)
                .with(com.fasterxml.jackson.core.JsonParser.Feature.STRICT_DUPLICATE_DETECTION).readValue(text))
                .isInstanceOf(com.fasterxml.jackson.core.JsonProcessingException.class);
        assertThatThrownBy(() -> json(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
