package io.dynpack.text;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TtmlReaderTest {

    private static TextDocument read(String attributes, String head, String paragraphs) {
        String document = "<tt xmlns='http://www.w3.org/ns/ttml' xmlns:ttp='http://www.w3.org/ns/ttml#parameter'"
                + " xmlns:tts='http://www.w3.org/ns/ttml#styling' " + attributes + "><head><layout>" + head
                + "</layout></head><body><div>" + paragraphs + "</div></body></tt>";
        return TextDocument.read(document.getBytes(UTF_8));
    }

    /** Ticks of 10 MHz. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            ''                                                       | 00:00:01            | 10000000
            ''                                                       | 01:02:03.4567891    | 37234567891
            ''                                                       | 1:2                 | 620000000
            ''                                                       | 00:00:01:15         | 15000000
            ''                                                       | 1.5h                | 54000000000
            ''                                                       | 0.123456789h        | 4444444404
            ''                                                       | 2m                  | 1200000000
            ''                                                       | 1500ms              | 15000000
            ''                                                       | 45f                 | 15000000
            ''                                                       | 3t                  | 30000000
            ''                                                       | 7                   | 70000000
            ttp:frameRate='25'                                       | 00:00:01:12         | 14800000
            ttp:frameRate='25'                                       | 50t                 | 20000000
            ttp:frameRate='25' ttp:subFrameRate='2'                  | 00:00:00:01.1       | 600000
            ttp:tickRate='90000'                                     | 90001t              | 10000111
            ttp:frameRate='30' ttp:frameRateMultiplier='1000 1001'   | 00:00:01:01         | 10333666
            ttp:frameRate='30' ttp:frameRateMultiplier='1000:1001'   | 30f                 | 10010000
            ttp:frameRate='24' ttp:frameRateMultiplier='1000 1001'   | 24f                 | 10010000
            ttp:frameRate='30' ttp:frameRateMultiplier='1000 1001' ttp:timeBase='smpte' | 01:00:00:00 | 36036000000
            ttp:frameRate='30' ttp:frameRateMultiplier='1000 1001' ttp:timeBase='smpte' ttp:dropMode='dropNTSC' \
            | 01:00:00;00 | 35999964000
            ttp:frameRate='0'                                        | 30f                 | 10000000
            """, delimiter = '|')
    void times(String attributes, String expression, long ticks) {
        TextDocument document = read(attributes, "", "<p begin='" + expression + "' dur='1s'>x</p>");
        assertThat(document.cues().start(0)).isEqualTo(ticks);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1s", "1s1", "1.s", "1d", "::", "1:2:3:4:5", "00:00:01:1:1", "1e3s", "99999999h",
            "00:0.5:01",
            "1 s", "9999999999999999s", "\u0661s", "wallclock(2020-01-01)"})
    void noTimes(String expression) {
        TextDocument document = read("", "", "<p begin='" + expression + "' end='99999s'>x</p><p begin='1s' end='2s'>y</p>");
        assertThat(document.cues().cues()).extracting(Cue::text).containsExactly("y");
        assertThat(document.findings())
                .containsExactly(new TextFinding(1, "the times of the cue cannot be read, it is left out"));
    }

    /** Attributes of the root, of the region, and settings of WebVTT. */
    @ParameterizedTest
    @CsvSource(
            textBlock = """
                    ''                         | ''                                                              | line:0% align:start
                    ''                         | tts:displayAlign='after' tts:textAlign='center'                 | ''
                    ''                         | tts:displayAlign='center' tts:textAlign='right'                 | line:50%,center align:right
                    tts:extent='640px 480px'   | tts:origin='64px 48px' tts:extent='320px 48px'                  | line:10% position:10% size:50% align:start
                    ''                         | tts:origin='64px 48px' tts:extent='320px 48px'                  | line:0% align:start
                    ''                         | tts:origin='16c 0c' tts:extent='8c 3c' tts:displayAlign='after' | line:20%,end position:50% size:25% align:start
                    ttp:cellResolution='40 20' | tts:origin='4c 2c' tts:extent='20c 2c'                          | line:10% position:10% size:50% align:start
                    ''                         | tts:origin='10rw 20rh' tts:extent='50rw 10rh'                   | line:20% position:10% size:50% align:start
                    ''                         | tts:position='right bottom' tts:extent='40% 10%'                | line:90% position:60% align:start
                    ''                         | tts:position='top' tts:extent='40% 10%' tts:textAlign='center'  | line:0% size:40%
                    ''                         | tts:position='50% 20%' tts:extent='50% 50%'                     | line:10% position:25% size:50% align:start
                    ''                         | tts:origin='-5% 50%' tts:extent='200% 20%'                      | line:50% align:start
                    ''                         | tts:origin='50% 50%' tts:extent='0% 0%'                         | line:0% align:start
                    ''                         | tts:writingMode='tblr' tts:origin='20% 0%' tts:extent='80% 100%' | vertical:lr line:20% align:start
                    ''                         | tts:writingMode='rltb' tts:origin='10% 0%' tts:extent='40% 9%'  | line:0% position:50% size:40% align:right
                    ''                         | tts:origin='0% 50%' tts:extent='100% 45%' tts:displayAlign='after' tts:textAlign='left' | align:left
                    ''                         | tts:origin='0% 5%' tts:extent='100% 45%' tts:textAlign='center' | line:0
                    """,
            delimiter = '|')
    void places(String root, String region, String settings) {
        TextDocument document = read(root, "<region xml:id='r' " + region + "/>", "<p region='r' begin='1s' end='2s'>x</p>");
        assertThat(document.cues().settings(0).toString()).isEqualTo(settings);
    }

    /** EBU Tech 3350: only time codes count from it, and only where they do. */
    @ParameterizedTest
    @CsvSource(
            textBlock = """
                    smpte | 10:00:00:00 | 10:00:01:00 | 10000000     | ''
                    smpte | 10:00:00:00 | 00:00:01:00 | 10000000     | the first cue stands before the start of the programme, which then is not counted from
                    smpte | ten         | 10:00:01:00 | 360010000000 | the start of the programme is no time: "ten"
                    media | 10:00:00:00 | 10:00:01.0  | 360010000000 | ''
                    """,
            delimiter = '|')
    void startOfProgramme(String timeBase, String start, String begin, long ticks, String finding) {
        TextDocument document = TextDocument.read(("<tt xmlns='http://www.w3.org/ns/ttml'"
                + " xmlns:ttp='http://www.w3.org/ns/ttml#parameter' ttp:frameRate='25' ttp:timeBase='" + timeBase
                + "'><head><metadata><m:documentMetadata xmlns:m='urn:ebu:tt:metadata'><m:documentStartOfProgramme>" + start
                + "</m:documentStartOfProgramme></m:documentMetadata></metadata></head><body><div><p begin='" + begin
                + "' dur='1s'>x</p></div></body></tt>").getBytes(UTF_8));
        assertThat(document.cues().start(0)).isEqualTo(ticks);
        assertThat(document.cues().end(0)).isEqualTo(ticks + 10_000_000);
        assertThat(document.findings()).extracting(TextFinding::message)
                .isEqualTo(finding.isEmpty() ? List.of() : List.of(finding));
    }

    @Test
    void aParagraphMayHaveItsOwnPlace() {
        TextDocument document = read("", "<region xml:id='r' tts:displayAlign='after'/>",
                "<p begin='1s' end='2s' tts:origin='0% 10%' tts:extent='100% 20%'>a</p>"
                        + "<p begin='2s' end='3s' region='r' tts:origin='0% 10%' tts:extent='100% 20%'>b</p>");
        assertThat(document.cues().cues()).extracting(cue -> cue.settings().toString()).containsExactly("line:10% align:start",
                "line:30%,end align:start");
    }

    /** A name stands in a line of its own in WebVTT, and so does a language. */
    @Test
    void namesThatWebVttCannotHave() {
        TextDocument document = read("xml:lang='no&#10;--&gt;'", "",
                "<p xml:id='STYLE' begin='1s' end='2s'>a</p><p xml:id='a--&gt;b' begin='1s' end='2s'>a</p>"
                        + "<p xml:id='x&#10;y' begin='1s' end='2s'>a</p><p xml:id='ok' begin='1s' end='2s'>a</p>");
        assertThat(document.cues().cues()).extracting(Cue::id).containsExactly(null, null, null, "ok");
        assertThat(document.cues().language()).isNull();
        assertThat(WebVtt.document(document.cues())).startsWith("WEBVTT\n\n00:00:01.000 --> ");
    }

    @Test
    void whatIsHiddenIsNotShown() {
        TextDocument document = read("", "<region xml:id='r' tts:visibility='hidden'/>",
                "<p begin='1s' end='2s' tts:display='none'>a</p><p begin='1s' end='2s' region='r'>b</p>"
                        + "<p begin='1s' end='2s'>c<span tts:visibility='hidden'>d<span tts:visibility='visible'>e</span></span>"
                        + "<span tts:display='none'>f</span></p>");
        assertThat(document.cues().cues()).extracting(Cue::text).containsExactly("ce");
        assertThat(document.findings()).isEmpty();
    }

    @Test
    void stylesOfAnElement() {
        TextDocument document = read("", "<region xml:id='r' tts:backgroundColor='red' tts:fontStyle='italic'/>",
                "<p region='r' begin='1s' end='2s' tts:textDecoration='underline lineThrough' tts:color='#00f'>a"
                        + "<span tts:fontStyle='normal' tts:textDecoration='none' tts:color='nonsense'>b</span>"
                        + "<span tts:fontWeight='bold' tts:backgroundColor='transparent'>c</span></p>");
        SpanStyle blue = new SpanStyle(true, false, true, Colour.opaque(0xFF), null, null, null, Ruby.NONE);
        assertThat(document.cues().parts(0)).isEqualTo(List.of(new CuePart.Text("a", blue),
                new CuePart.Text("b", SpanStyle.PLAIN), new CuePart.Text("c",
                        new SpanStyle(true, true, true, Colour.opaque(0xFF), Colour.TRANSPARENT, null, null, Ruby.NONE))));
        assertThat(document.findings()).extracting(TextFinding::message).containsExactly(
                "WebVTT has no background of a region, it is left out",
                "tts:textDecoration lineThrough has no counterpart in WebVTT, it is left out",
                "tts:color is no colour, it is left out: \"nonsense\"");
    }

    @Test
    void aDocumentTypeIsRefused() {
        assertThatThrownBy(() -> TextDocument.read("<!DOCTYPE tt><tt xmlns='http://www.w3.org/ns/ttml'/>".getBytes(UTF_8)))
                .isInstanceOf(TextFormatException.class).hasMessage("line 1: document types and entities are not allowed");
    }
}
