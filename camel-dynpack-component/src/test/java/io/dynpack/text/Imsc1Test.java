package io.dynpack.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.dynpack.text.TextDocumentTest.read;
import static io.dynpack.text.TextDocumentTest.resource;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class Imsc1Test {
    private static final long SECOND = CueTime.PER_SECOND;

    /** 2.5 s to 6.5 s: what goes on beyond the window is cut at it. */
    @Test
    void aDocumentOfAWindow() {
        CueList cues = TextDocument.read(resource("styled.vtt")).cues();
        assertThat(Imsc1.document(cues, 5 * SECOND / 2, 13 * SECOND / 2))
                .isEqualTo(new String(resource("styled.imsc.xml"), UTF_8));
        CueList plain = TextDocument.read(resource("ams.vtt")).cues();
        assertThat(Imsc1.document(plain, 0, SECOND))
                .contains(" ttp:profile=\"http://www.w3.org/ns/ttml/profile/imsc1/text\" xml:lang=\"en-us\"");
    }

    @Test
    void aDocumentWithoutCues() {
        assertThat(Imsc1.document(read("WEBVTT"), 0, SECOND)).endsWith("""
                 xml:lang="" xml:space="preserve">
                <head>
                </head>
                <body/>
                </tt>
                """);
    }

    /** Settings of WebVTT, and the place of the region: origin, extent, side of the lines. */
    @ParameterizedTest
    @CsvSource(nullValues = "", value = {"'', 0% 50%, 100% 45%, after, center", "line:-1, 0% 50%, 100% 45%, after, center",
            "line:7, 0% 47%, 100% 48%, before, center", "line:-8, 0% 5%, 100% 48%, after, center",
            "line:0, 0% 5%, 100% 45%, before, center", "line:3, 0% 23%, 100% 27%, before, center",
            "line:99, 0% 89%, 100% 6%, before, center", "line:-3, 0% 50%, 100% 33%, after, center",
            "line:-99, 0% 5%, 100% 6%, after, center", "'line:0,end', 0% 0%, 100% 6%, after, center",
            "line:20%, 0% 20%, 100% 80%, before, center", "'line:20%,end', 0% 0%, 100% 20%, after, center",
            "'line:20%,center', 0% 0%, 100% 40%, center, center", "'line:75%,center', 0% 50%, 100% 50%, center, center",
            "line:100%, 0% 94%, 100% 6%, before, center", "align:left, 0% 50%, 100% 45%, after, left",
            "align:start size:40%, 0% 50%, 40% 45%, after, start", "align:end size:40%, 60% 50%, 40% 45%, after, end",
            "position:30%, 0% 50%, 60% 45%, after, center", "position:30% size:20%, 20% 50%, 20% 45%, after, center",
            "'position:30%,line-left', 30% 50%, 70% 45%, after, center",
            "'position:30%,line-right size:25%', 5% 50%, 25% 45%, after, center",
            "position:0%, 0% 50%, 100% 45%, after, center", "vertical:rl, 5% 0%, 45% 100%, after, center",
            "vertical:rl line:0, 50% 0%, 45% 100%, before, center", "vertical:rl line:1, 50% 0%, 39% 100%, before, center",
            "vertical:rl line:30%, 0% 0%, 30% 100%, before, center", "vertical:lr line:30%, 30% 0%, 70% 100%, before, center",
            "vertical:lr line:-2, 50% 0%, 39% 100%, after, center",
            "vertical:lr position:10% align:left size:50%, 50% 10%, 45% 50%, after, left"})
    void places(String settings, String origin, String extent, String place, String align) {
        String document = Imsc1.document(
                read("WEBVTT\n\n00:00.000 --> 00:01.000 " + (settings == null ? "" : settings) + "\na"), 0, SECOND);
        assertThat(document).contains("tts:origin=\"" + origin + "\" tts:extent=\"" + extent + "\" tts:displayAlign=\"" + place
                + "\"", "<style xml:id=\"style1\" tts:textAlign=\"" + align + "\"/>", " style=\"style1\" begin=");
    }

    @Test
    void textFromTheRight() {
        String document = Imsc1.document(read("WEBVTT\n\n00:00.000 --> 00:01.000 align:start size:40%\n1: שלום <i>abc"), 0,
                SECOND);
        assertThat(document).contains("tts:origin=\"60% 50%\" tts:extent=\"40% 45%\"",
                " tts:direction=\"rtl\">", "<style xml:id=\"style1\" tts:textAlign=\"right\"/>");
        CueList back = TextDocument.read(document.getBytes(UTF_8)).cues();
        assertThat(back.settings(0)).hasToString("size:40% align:right");
    }

    @Test
    void whatXmlCannotCarry() {
        String document = Imsc1.document(
                read("WEBVTT\n\na\"b\n00:00.000 --> 00:01.000\n<v \"<&>\">\u0001]]&gt; &#xD800; \uffff\uD83D\uDE00\n\n"
                        + "x\n00:00.000 --> 00:01.000\na\n\nx\n00:00.000 --> 00:01.000\nb\n\nregion1\n00:00.000 --> 00:01.000\nc\n"),
                0, SECOND);
        assertThat(document).contains("<ttm:name type=\"alias\">&quot;&lt;&amp;</ttm:name>",
                ">&quot;&gt;\ufffd]]&gt; \ufffd \ufffd\uD83D\uDE00</span>");
        assertThat(document.split("xml:id=\"x\"", -1)).hasSize(2);
        assertThat(document.split("xml:id=\"region1\"", -1)).hasSize(2);
        assertThat(TextDocument.read(document.getBytes(UTF_8)).cues().count()).isEqualTo(4);
    }

    @Test
    void theRestOfTtml() {
        assertThat(Imsc1.document(TextDocument.read(resource("nested.ttml")).cues(), 123_000_000, 124_000_001))
                .contains(" begin=\"00:00:12.300\" end=\"00:00:12.4000001\">");
    }
}
