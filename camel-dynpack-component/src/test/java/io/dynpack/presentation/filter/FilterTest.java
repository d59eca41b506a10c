package io.dynpack.presentation.filter;

import java.util.List;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.presentation.Stream;

import static io.dynpack.presentation.filter.PresentationTimeRange.UNSET;
import static io.dynpack.presentation.filter.TestStreams.audio;
import static io.dynpack.presentation.filter.TestStreams.avc3;
import static io.dynpack.presentation.filter.TestStreams.equal;
import static io.dynpack.presentation.filter.TestStreams.notEqual;
import static io.dynpack.presentation.filter.TestStreams.text;
import static io.dynpack.presentation.filter.TestStreams.times;
import static io.dynpack.presentation.filter.TestStreams.tracks;
import static io.dynpack.presentation.filter.TestStreams.video;
import static io.dynpack.presentation.filter.TrackPropertyType.BITRATE;
import static io.dynpack.presentation.filter.TrackPropertyType.FOURCC;
import static io.dynpack.presentation.filter.TrackPropertyType.LANGUAGE;
import static io.dynpack.presentation.filter.TrackPropertyType.NAME;
import static io.dynpack.presentation.filter.TrackPropertyType.TYPE;
import static io.dynpack.presentation.filter.TrackPropertyType.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a filter keeps, rule by rule. */
class FilterTest {
    private static final Stream VIDEO = video("video", 2204817, 1108402, 403117);
    private static final Stream ENGLISH = audio("aac_eng_2", "eng", "English", 128033);
    private static final Stream DESCRIPTION = audio("harbour_description", "en-us", null, 96000);
    private static final Stream GERMAN = audio("aac_deu_2", "ger", null, 128033);
    private static final Stream NOBODY_KNOWS = audio("sound", "und", null, 64000);
    private static final Stream SUBTITLES = text("subs", "en");
    private static final List<Stream> ALL = List.of(VIDEO, ENGLISH, DESCRIPTION, GERMAN, NOBODY_KNOWS, SUBTITLES);

    private static String kept(TrackPropertyCondition condition) {
        return kept(tracks("f", TrackSelection.of(condition)));
    }

    private static String kept(Filter filter) {
        StringBuilder names = new StringBuilder();
        for (Stream stream : ALL) {
            for (var level : stream.levels()) {
                if (filter.keeps(stream, level)) {
                    names.append(names.isEmpty() ? "" : " ").append(stream.name())
                            .append(stream == VIDEO ? level.bitrate() : "");
                }
            }
        }
        return names.toString();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "TYPE, video, video2204817 video1108402 video403117",
            "TYPE, AUDIO, aac_eng_2 harbour_description aac_deu_2 sound",
            "TYPE, Text, subs",
            "NAME, harbour_description, harbour_description",
            "NAME, English, aac_eng_2",
            "NAME, english, ''",
            "LANGUAGE, en, aac_eng_2 harbour_description subs",
            "LANGUAGE, eng, aac_eng_2 harbour_description subs",
            "LANGUAGE, EN-US, harbour_description",
            "LANGUAGE, en-u, ''",
            "LANGUAGE, de, aac_deu_2",
            "LANGUAGE, deu, aac_deu_2",
            "LANGUAGE, ger, aac_deu_2",
            "LANGUAGE, fr, ''",
            "LANGUAGE, und, sound",
            "LANGUAGE, *, aac_eng_2 harbour_description aac_deu_2 subs",
            "FOURCC, avc1, video2204817 video1108402 video403117",
            "FOURCC, avc3, video2204817 video1108402 video403117",
            "FOURCC, h264, video2204817 video1108402 video403117",
            "FOURCC, AACL, aac_eng_2 harbour_description aac_deu_2 sound subs",
            "FOURCC, hvc1, ''",
            "BITRATE, 128033, aac_eng_2 aac_deu_2",
            "BITRATE, 403117-1108402, video1108402 video403117",
            "BITRATE, ' 403118 - 1108402 ', video1108402",
            "BITRATE, 1108402-, video2204817 video1108402",
            "BITRATE, 0-2147483647, video2204817 video1108402 video403117 aac_eng_2 harbour_description aac_deu_2 sound subs",
            "BITRATE, 128034-403116, ''",
            "UNKNOWN, whatever, video2204817 video1108402 video403117 aac_eng_2 harbour_description aac_deu_2 sound subs"})
    void conditionsHold(TrackPropertyType property, String value, String expected) {
        assertThat(kept(equal(property, value))).isEqualTo(expected);
        String opposite = kept(notEqual(property, value));
        if (property == UNKNOWN) {
            assertThat(opposite).isEqualTo(expected);
        } else {
            assertThat(opposite.split(" ").length + expected.split(" ").length
                    - (opposite.isEmpty() ? 1 : 0) - (expected.isEmpty() ? 1 : 0)).as("each level holds one of the two")
                    .isEqualTo(8);
        }
    }

    @Test
    void videoHasNoLanguage() {
        Stream spoken = avc3("camera", 1000);
        assertThat(equal(LANGUAGE, "en").holds(spoken, spoken.levels().get(0))).isFalse();
        assertThat(equal(LANGUAGE, "*").holds(spoken, spoken.levels().get(0))).isFalse();
        assertThat(notEqual(LANGUAGE, "en").holds(spoken, spoken.levels().get(0))).isTrue();
        assertThat(equal(FOURCC, "AVC1").holds(spoken, spoken.levels().get(0))).isTrue();
    }

    @Test
    void codesOfOneCodecAreOneFamily() {
        assertThat(List.of("avc1", "AVC1", "avc3", "H264", "h264")).extracting(TrackPropertyCondition::family)
                .containsOnly("avc1");
        assertThat(List.of("mp4a", "AACL", "aach")).extracting(TrackPropertyCondition::family).containsOnly("mp4a");
        assertThat(TrackPropertyCondition.family("EC-3")).isEqualTo(TrackPropertyCondition.family("ec-3"));
        assertThat(TrackPropertyCondition.family("hvc1")).isNotEqualTo(TrackPropertyCondition.family("hev1"));
        assertThat(TrackPropertyCondition.family("ac-3")).isNotEqualTo(TrackPropertyCondition.family("ec-3"));
    }

    /** The filter of the contract: English sound that is no Dolby Digital Plus, and video up to 1.2 Mbit/s. */
    @Test
    void conditionsOfASelectionAreAllNeededAndOneSelectionIsEnough() {
        Filter filter = tracks("mobile-en",
                TrackSelection.of(equal(TYPE, "Audio"), equal(LANGUAGE, "en"), notEqual(FOURCC, "EC-3")),
                TrackSelection.of(equal(TYPE, "Video"), equal(BITRATE, "0-1200000")));
        assertThat(kept(filter)).isEqualTo("video1108402 video403117 aac_eng_2 harbour_description");
    }

    @Test
    void aTypeThatNoSelectionSpeaksOfDisappears() {
        assertThat(kept(tracks("v", TrackSelection.of(equal(TYPE, "Video"))))).doesNotContain("aac", "subs");
        assertThat(kept(tracks("all"))).contains("video403117", "aac_eng_2", "subs");
    }

    @Test
    void aFilterSaysWhichRuleDecided() {
        Filter filter = tracks("mobile-en",
                TrackSelection.of(equal(TYPE, "Audio"), equal(LANGUAGE, "en"), notEqual(FOURCC, "EC-3")),
                TrackSelection.of(equal(TYPE, "Video"), equal(BITRATE, "0-1200000")));
        assertThat(filter.decide(VIDEO, VIDEO.levels().get(0))).isEqualTo(new LevelDecision.Hidden(filter, List.of(0, 1)));
        assertThat(filter.decide(VIDEO, VIDEO.levels().get(1))).isEqualTo(new LevelDecision.Kept(filter, 1));
        assertThat(filter.decide(GERMAN, GERMAN.levels().get(0))).isEqualTo(new LevelDecision.Hidden(filter, List.of(1, 0)));
        Filter times = times("t", PresentationTimeRange.of(0, 5));
        assertThat(times.decide(GERMAN, GERMAN.levels().get(0)))
                .isEqualTo(new LevelDecision.Kept(times, LevelDecision.NO_RULE));
    }

    @ParameterizedTest
    @CsvSource({"BITRATE, fast", "BITRATE, ''", "BITRATE, -5", "BITRATE, 5-4", "BITRATE, 1-2-3", "BITRATE, 1.5",
            "BITRATE, 9999999999999999999", "BITRATE, 99999999999999999999", "TYPE, Subtitle", "TYPE, ' '", "NAME, ''",
            "LANGUAGE, en_us", "LANGUAGE, no language", "FOURCC, ''"})
    void aBadValueIsNamed(TrackPropertyType property, String value) {
        assertThatThrownBy(() -> equal(property, value)).isInstanceOfSatisfying(FilterFieldException.class,
                e -> assertThat(e.field()).isEqualTo("value")).hasMessageStartingWith("value is ");
    }

    @Test
    void otherBadFieldsAreNamed() {
        assertThatThrownBy(() -> TrackPropertyType.of("Codec")).hasMessage(
                "property is \"Codec\", which is none of Type, Name, Language, FourCC, Bitrate");
        assertThatThrownBy(() -> TrackPropertyCompareOperation.of("Unknown"))
                .hasMessageStartingWith("operation is \"Unknown\"");
        assertThatThrownBy(() -> new TrackSelection(List.of())).hasMessage("trackSelections is empty");
        assertThatThrownBy(() -> TestStreams.firstQuality("f", 0)).hasMessageStartingWith("firstQuality.bitrate is 0");
        assertThatThrownBy(() -> new Filter(Filter.Scope.ASSET, "", PresentationTimeRange.ALL, OptionalLong.empty(), List.of()))
                .hasMessage("name is missing");
        assertThat(new FilterFieldException("value", "is bad").within("trackSelections[0]").within("tracks[2]"))
                .hasMessage("tracks[2].trackSelections[0].value is bad")
                .extracting(FilterFieldException::field).isEqualTo("tracks[2].trackSelections[0].value");
        assertThat(TrackPropertyType.of("fourcc")).isEqualTo(FOURCC);
        assertThat(TrackPropertyType.of("Name")).isEqualTo(NAME);
        assertThat(TrackPropertyCompareOperation.of("notequal")).isEqualTo(TrackPropertyCompareOperation.NOT_EQUAL);
    }

    @ParameterizedTest
    @ValueSource(longs = {9223372036854775807L, 9223372036854774806L, 9223372036854773760L, 9223372036853775808L})
    void valuesFromNearlyAllBitsOnAreNotSet(long value) {
        PresentationTimeRange range = new PresentationTimeRange(value, value, value, value, 90000, false, false);
        assertThat(range).isEqualTo(new PresentationTimeRange(0, UNSET, UNSET, 0, 90000, false, false));
        assertThat(range.start()).isZero();
        assertThat(range.end()).isEqualTo(UNSET);
        assertThat(range.window()).isEqualTo(UNSET);
        assertThat(range.backoff()).isZero();
    }

    @Test
    void timesAreConvertedExactly() {
        PresentationTimeRange range = new PresentationTimeRange(14811376000L, 14892376000L, 90000 * 300L, 90001, 90000, true,
                true);
        assertThat(range.start()).isEqualTo(1645708444444L);
        assertThat(range.end()).isEqualTo(1654708444444L);
        assertThat(range.window()).isEqualTo(3_000_000_000L);
        assertThat(range.backoff()).isEqualTo(10_000_111);
        // 2^63 - 10^6 - 1 is a time, though one of 29 millennia
        assertThat(PresentationTimeRange.of(0, 9223372036853775807L).end()).isEqualTo(9223372036853775807L);
    }

    @Test
    void aRangeThatCannotBeIsNamed() {
        record Case(String field, long start, long end, long window, long backoff, long timescale, boolean force) {}
        for (Case c : List.of(new Case("timescale", 0, UNSET, UNSET, 0, 0, false),
                new Case("startTimestamp", -1, UNSET, UNSET, 0, 1000, false),
                new Case("endTimestamp", 0, -1, UNSET, 0, 1000, false),
                new Case("presentationWindowDuration", 0, UNSET, -5, 0, 1000, false),
                new Case("liveBackoffDuration", 0, UNSET, UNSET, -5, 1000, false),
                new Case("endTimestamp", 0, 1L << 62, UNSET, 0, 1, false),
                new Case("endTimestamp", 5, 5, UNSET, 0, 1000, false), new Case("endTimestamp", 6, 5, UNSET, 0, 1000, false),
                new Case("forceEndTimestamp", 0, UNSET, UNSET, 0, 1000, true))) {
            assertThatThrownBy(
                    () -> new PresentationTimeRange(c.start, c.end, c.window, c.backoff, c.timescale, c.force, false))
                    .as(c.toString()).isInstanceOfSatisfying(FilterFieldException.class,
                            e -> assertThat(e.field()).isEqualTo(c.field));
        }
    }
}
