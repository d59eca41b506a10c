package io.dynpack.ingest;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is read out of file names, and the mark in what ingest writes. */
class NamesTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            clip.mp4                                , d/      , clip
            clip_.mp4                               , d/      , clip
            x_720.mp4 x_360.mp4                     , d/      , x
            x_1080.mp4 x_108.mp4                    , d/      , x
            x_deu.m4a x_dut.m4a                     , d/      , x
            bbb1.mp4 bbb2.mp4                       , d/      , bbb
            my_movie1.mp4 my_movie2.mp4             , d/      , my_movie
            movieHigh.mp4 movieLow.mp4              , d/      , movie
            video.mp4 audio.m4a                     , d/      , d
            video.mp4 vacation.m4a                  , top/d/  , d
            v.mp4 a.mp4                             , ''      , asset
            v.mp4 a.mp4                             , a(b)=c/ , a_b__c
            v.mp4 a.mp4                             , .x/     , x
            v.1.2.mp4                               , d/      , v.1.2
            """)
    void manifestIsNamedByWhatTheFilesShare(String files, String folder, String name) {
        assertThat(ManifestName.of(List.of(files.split(" ")), folder, "asset")).isEqualTo(name);
    }

    @Test
    void nothingUsableGivesAName() {
        assertThat(ManifestName.of(List.of("a.mp4", "b.mp4"), "../".substring(2), "")).isEqualTo("manifest");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            x_AAC_deu_ch2.mp4       , deu
            x_deu_aac.m4a           , deu
            audio-eng.m4a           , eng
            x_eng.m4a               ,
            x_AAC_hi_2.m4a          ,
            big_cat_01.m4a          ,
            x_aac_low.m4a           ,
            x_eng_aac_deu.m4a       ,
            """)
    void languageStandsBesideAWordForAudio(String name, String language) {
        assertThat(NameLanguage.of(List.of(name)).get(name)).isEqualTo(language);
    }

    @Test
    void languageIsWhereNamesDifferInNothingElse() {
        assertThat(NameLanguage.of(List.of("x_eng_1.m4a", "x_deu_1.m4a", "x_fra_2.m4a", "x_hi_1.m4a")))
                .isEqualTo(Map.of("x_eng_1.m4a", "eng", "x_deu_1.m4a", "deu"));
    }

    @Test
    void sealBreaksWithAnyByte() {
        byte[] sealed = Seal.close(("<a x=\"" + Seal.OPEN + "\"/>ü").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(Seal.holds(sealed)).isTrue();
        for (int i = 0; i < sealed.length; i++) {
            byte[] other = sealed.clone();
            other[i] ^= 1;
            assertThat(Seal.holds(other)).as("byte " + i).isFalse();
        }
        assertThat(Seal.holds(new byte[0])).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "100000000, 10", "60060000, 6.006", "1, 0.0000001", "600000000, 60"})
    void secondsAreExact(long ticks, String text) {
        assertThat(Seconds.exact(ticks)).isEqualTo(text);
    }
}
