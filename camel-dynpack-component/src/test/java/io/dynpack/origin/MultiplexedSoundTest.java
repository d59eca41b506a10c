package io.dynpack.origin;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.presentation.Presentation;

import static org.assertj.core.api.Assertions.assertThat;

/** What a master playlist of HLS version 3 says of the sound in its segments is true of them, whatever its filters remove. */
class MultiplexedSoundTest {
    private static final List<String> FILTERS = List.of("vid: Type=Video", "deu: Type=Video | Name=deu",
            "low: Type=Video | Type=Audio & Bitrate=0-100000");
    /** Of 18 s; ticks of 10 MHz. */
    private static final double SEGMENT_SECONDS = 18;
    private static final Pattern VARIANT = Pattern
            .compile("BANDWIDTH=(\\d+),.*CODECS=\"([^\"]+)\"\n(QualityLevels\\(\\d+\\)/)Manifest\\(video(,.*)\\)");

    /** English in AAC of two bitrates, German in AC-3. */
    private static Presentation film() {
        TestMovie german = new TestMovie();
        german.audio().timescale(48_000).entry(TestEntries.sound("ac-3", 48_000, 6, "dac3", "101140")).audioFrames(1875, 1536);
        return FilteredAssets.build(FilteredAssets.video("video", 400_000, 320, 180, 60),
                FilteredAssets.audio("eng", "eng", null, 256_000, 2813), FilteredAssets.audio("eng", "eng", null, 96_000, 2813),
                FilteredAssets.source(german, 448_000, "deu", "deu", null));
    }

    private static void isTrue(FilteredOrigin origin, String parameters, boolean isNamed, String codecs) {
        String master = origin.text("manifest(format=m3u8-aapl-v3" + parameters + ")");
        Matcher variant = VARIANT.matcher(master);
        assertThat(variant.find()).as(master).isTrue();
        assertThat(variant.group(2)).as(master).isEqualTo("avc1.64001f" + codecs);
        assertThat(variant.group(4).contains("audiotrack=")).as(master).isEqualTo(isNamed);
        String playlist = variant.group(3) + "Manifest(video" + variant.group(4) + ")";
        String segment = origin.text(playlist).lines().filter(line -> !line.startsWith("#")).findFirst().orElseThrow();
        double bits = 8 * origin.body(variant.group(3) + segment).length() / SEGMENT_SECONDS;
        assertThat(Long.parseLong(variant.group(1))).as(master).isGreaterThanOrEqualTo((long) bits);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''          | true
            ,filter=vid | false
            ,filter=low | true
            """)
    void aFilterOfTheUrlLeavesTheFirstSoundInTheSegments(String parameters, boolean isNamed) {
        FilteredOrigin origin = FilteredOrigin.of(film(), FILTERS, List.of());
        String first = Listed.of(origin, "m3u8-aapl-v3", "").audioTrack();
        String url = "QualityLevels(400000)/Fragments(video=0,format=m3u8-aapl-v3";
        assertThat(origin.body(url + ")").length()).isEqualTo(origin.body(url + ",audiotrack=" + first + ")").length());
        Matcher whole = VARIANT.matcher(origin.text("manifest(format=m3u8-aapl-v3)"));
        assertThat(whole.find()).isTrue();
        isTrue(origin, parameters, isNamed, ",mp4a.40.2");
        Matcher filtered = VARIANT.matcher(origin.text("manifest(format=m3u8-aapl-v3" + parameters + ")"));
        assertThat(filtered.find()).isTrue();
        assertThat(filtered.group(1)).isEqualTo(whole.group(1));
    }

    @Test
    void anotherSoundThatIsKeptIsNamed() {
        isTrue(FilteredOrigin.of(film(), FILTERS, List.of()), ",filter=deu", true, ",ac-3");
    }

    @Test
    void aLockTakesTheSoundOutOfTheSegments() {
        isTrue(FilteredOrigin.of(film(), FILTERS, List.of("vid")), "", false, "");
    }
}
