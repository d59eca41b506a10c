package io.dynpack.asset;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SrcNamesTest {

    @ParameterizedTest
    @CsvSource({"film.mp4, a/film.mp4", "./film.mp4, a/film.mp4", "././film.mp4, a/film.mp4",
            "my%20film.mp4, a/my%20film.mp4|a/my film.mp4", "./my%20film.mp4, a/my%20film.mp4|a/my film.mp4",
            "100%.mp4, a/100%.mp4", "a+b%2B.mp4, a/a+b%2B.mp4|a/a+b+.mp4", "low/./x.mp4, a/low/x.mp4",
            "%2e%2e/x.mp4, a/%2e%2e/x.mp4", "C:%5Cx.mp4, a/C:%5Cx.mp4"})
    void asWrittenThenAsReference(String src, String names) {
        assertThat(SrcNames.of("a/", src)).isEqualTo(List.of(names.split("\\|")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x.mp4", "/x.mp4", "a//b.mp4", "http://x/y.mp4", "x/../../y.mp4", "", "a/", "C:\\x.mp4",
            "x\u0001.mp4"})
    void neverOutsideOfTheAsset(String src) {
        assertThat(SrcNames.of("a/", src)).isEmpty();
    }
}
