package io.dynpack.camel;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DynpackHttpHeaderFilterStrategyTest {
    private final DynpackHttpHeaderFilterStrategy strategy = new DynpackHttpHeaderFilterStrategy();

    @ParameterizedTest
    @CsvSource({
            "Cache-Control, false, true", "cache-control, false, true", "ETag, false, true", "X-Dynpack, false, true",
            "Range, true, false", "range, true, false", "If-None-Match, true, false", "If-Match, true, false",
            "Origin, true, false",
            "Authorization, true, false", "AUTHORIZATION, true, false", "Set-Cookie, false, false", "Cookie, false, false",
            "Location, false, true", "Host, false, false", "CamelHttpResponseCode, false, false",
            "CamelDynpackAsset, false, false", "Transfer-Encoding, false, false", "Connection, false, false",
            "format, false, false", "Access-Control-Allow-Origin, false, true"})
    void onlyKnownHeadersPass(String name, boolean in, boolean out) {
        assertThat(!strategy.applyFilterToExternalHeaders(name, "v", null)).isEqualTo(in);
        assertThat(!strategy.applyFilterToCamelHeaders(name, "v", null)).isEqualTo(out);
    }
}
