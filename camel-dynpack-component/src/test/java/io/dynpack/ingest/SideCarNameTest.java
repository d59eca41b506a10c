package io.dynpack.ingest;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SideCarNameTest {

    @ParameterizedTest
    @CsvSource({"film.en.vtt,en,false,false,false,English,subt_en",
            "My.Film.2020.de.sdh.VTT,de,true,false,false,Deutsch (SDH),subt_de_sdh",
            "film.pt-BR.ttml,pt-BR,false,false,false,Português (Brasil),subt_pt-BR",
            "film.pt_br.default.srt,pt-BR,false,false,true,Português (Brasil),subt_pt-BR",
            "film.eng.forced.srt,en,false,true,false,English,subt_en_forced",
            "film.ja.cc.default.vtt,ja,true,false,true,日本語 (SDH),subt_ja_sdh",
            "film.hi.vtt,hi,false,false,false,हिन्दी,subt_hi"})
    void namesSayLanguageAndUse(String file, String language, boolean sdh, boolean forced, boolean isDefault, String display,
            String track) {
        SideCarName name = SideCarName.of(file).orElseThrow();
        assertThat(name).isEqualTo(new SideCarName(language, sdh, forced, isDefault));
        assertThat(name.displayName()).isEqualTo(display);
        assertThat(name.trackName()).isEqualTo(track);
    }

    @ParameterizedTest
    @ValueSource(strings = {"film.vtt", "en.vtt", "sprite.vtt", "film.thumbnails.vtt", "film.720p.vtt", "film.x264.srt",
            "film.en.mp4", "film.en.vtt.dynx", "film.sdh.vtt", "film.zz.vtt", "film.en-.vtt",
            "transcript.final.vtt"})
    void otherNamesAreOfNoTrack(String file) {
        assertThat(SideCarName.of(file)).isEmpty();
    }
}
