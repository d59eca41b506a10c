package io.dynpack.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.dynpack.text.TextDocumentTest.read;
import static io.dynpack.text.TextDocumentTest.resource;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WebVttTest {
    private static final long SECOND = CueTime.PER_SECOND;

    @Test
    void ttmlBecomesADocument() {
        assertThat(WebVtt.document(TextDocument.read(resource("streaming.ttml")).cues()))
                .isEqualTo(new String(resource("streaming.vtt"), UTF_8));
    }

    /** 4 s to 8 s: the first cue began before and goes on, the second ends at 4 s and the last begins at 8 s. */
    @Test
    void aSegmentHasWhatIsShownInIt() {
        CueList cues = TextDocument.read(resource("styled.vtt")).cues();
        assertThat(WebVtt.segment(cues, 4 * SECOND, 8 * SECOND, new TimestampMap(900000, 0)))
                .isEqualTo(new String(resource("styled.segment.vtt"), UTF_8));
        assertThat(WebVtt.segment(cues, 20 * SECOND, 26 * SECOND, null)).isEqualTo(WebVtt.header(cues));
        assertThat(WebVtt.segment(read("WEBVTT"), 0, SECOND, null)).isEqualTo("WEBVTT\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ams.vtt", "captions.vtt", "styled.vtt", "sloppy.vtt", "thumbnails.vtt", "film.srt", "sloppy.srt",
            "flash.dfxp", "streaming.ttml", "broadcast.xml", "frames.ttml", "nested.ttml", "japanese.ttml"})
    void whatIsPrintedIsReadAgain(String name) {
        CueList cues = TextDocument.read(resource(name)).cues();
        String printed = WebVtt.document(cues);
        TextDocument again = TextDocument.read(printed.getBytes(UTF_8));
        assertThat(WebVtt.document(again.cues())).isEqualTo(printed);
        assertThat(again.cues().count()).isEqualTo(cues.count());
        assertThat(again.findings()).isEmpty();
    }

    /** A cue of less than a millisecond, and text that would end a cue. */
    @Test
    void aCueIsNeverEmptyAndNeverEndsEarly() {
        CueList cues = read(
                """
                        <tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ttp:tickRate="10000000"><body><div>
                        <p begin="10005000t" end="10009000t">a --> b<br/><br/>c</p>
                        </div></body></tt>""");
        assertThat(WebVtt.document(cues)).isEqualTo("""
                WEBVTT

                00:00:01.000 --> 00:00:01.001
                a --&gt; b
                &nbsp;
                c
                """);
    }

    @Test
    void aSegmentHasABound() {
        String document = "WEBVTT\n\n" + "00:00.000 --> 10:00:00.000\n0123456789\n\n".repeat(100);
        CueList cues = TextDocument.read(document.getBytes(UTF_8), new TextLimits(10_000, 100, 2000)).cues();
        assertThatThrownBy(() -> WebVtt.segment(cues, SECOND, 2 * SECOND, null)).isInstanceOf(TextTooLargeException.class);
        assertThatThrownBy(() -> Imsc1.document(cues, SECOND, 2 * SECOND)).isInstanceOf(TextTooLargeException.class);
        assertThatThrownBy(() -> CueSample.of(cues, SECOND, 2 * SECOND)).isInstanceOf(TextTooLargeException.class);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            MPEGTS:900000,LOCAL:00:00:00.000          , 900000     , 0
            LOCAL:00:00:10.000,MPEGTS:8589934591      , 8589934591 , 100000000
            MPEGTS: 0, LOCAL: 00:01.500               , 0          , 15000000
            """, delimiterString = " , ")
    void timestampMaps(String text, long mpegTs, long local) {
        assertThat(TimestampMap.parse("X-TIMESTAMP-MAP=" + text)).isEqualTo(new TimestampMap(mpegTs, local));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MPEGTS:1", "LOCAL:00:00.000", "MPEGTS:-1,LOCAL:00:00.000", "MPEGTS:8589934592,LOCAL:00:00.000",
            "MPEGTS:x,LOCAL:00:00.000"})
    void noTimestampMaps(String text) {
        assertThat(TimestampMap.parse("X-TIMESTAMP-MAP=" + text)).isNull();
    }
}
