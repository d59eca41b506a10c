package io.dynpack.camel.operation;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class BasePathTest {

    @ParameterizedTest
    @CsvSource({"'', /a/b, /a/b", "/, /a/b, /a/b", "/vod, /vod/a/b, /a/b", "/vod/, /vod/a/b, /a/b",
            "/vod, /vod2/a/b, /vod2/a/b",
            "/vod, /vod, ''", "/vod, /a/b, /a/b", "/vod/x, /vod/x/a, /a"})
    void whatIsBelow(String base, String requested, String rest) {
        assertThat(new BasePath(base).below(requested)).isEqualTo(rest);
    }
}
