package io.dynpack.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Documents in the manner of many programs. Beside each lies what it says, written by hand from the standards: a line for each cue
 * with its times in milliseconds, its text behind bars, and findings behind exclamation marks.
 */
class TextDocumentTest {

    static byte[] resource(String name) {
        try (InputStream in = TextDocumentTest.class.getResourceAsStream("/text/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static CueList read(String document) {
        return TextDocument.read(document.getBytes(UTF_8)).cues();
    }

    static String dump(TextDocument document) {
        CueList cues = document.cues();
        StringBuilder out = new StringBuilder(document.format().name());
        out.append(cues.language() == null ? "" : " " + cues.language()).append(cues.isThumbnailIndex() ? " thumbnails" : "")
                .append(cues.hasRuby() ? " ruby" : "").append('\n');
        if (document.timestampMap() != null) {
            out.append("map ").append(document.timestampMap()).append('\n');
        }
        cues.headers().forEach(header -> out.append("header ").append(header).append('\n'));
        cues.regions().forEach(region -> out.append("region ").append(region.id()).append(' ').append(region.width())
                .append(' ').append(region.lines()).append(' ').append(region.regionAnchor()).append(' ')
                .append(region.viewportAnchor()).append(region.scrollUp() ? " up" : "").append('\n'));
        cues.styles().forEach(style -> style.lines().forEach(line -> out.append("style ").append(line).append('\n')));
        for (Cue cue : cues.cues()) {
            out.append(CueTime.print(cue.start())).append(' ').append(CueTime.print(cue.end()));
            out.append(cue.id() == null ? "" : " id=" + cue.id());
            out.append(cue.settings().equals(CueSettings.DEFAULT) ? "" : " " + cue.settings()).append('\n');
            cue.text().lines().forEach(line -> out.append("| ").append(line).append('\n'));
        }
        document.findings().forEach(finding -> out.append("! ").append(finding).append('\n'));
        return out.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ams.vtt", "captions.vtt", "segment.vtt", "styled.vtt", "sloppy.vtt", "thumbnails.vtt", "film.srt",
            "sloppy.srt", "flash.dfxp", "streaming.ttml", "broadcast.xml", "frames.ttml", "nested.ttml", "japanese.ttml"})
    void saysWhatItSays(String name) {
        assertThat(dump(TextDocument.read(resource(name)))).isEqualTo(new String(resource(name + ".txt"), UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ams.vtt", "styled.vtt", "sloppy.srt", "film.srt", "streaming.ttml"})
    void inAnyEncodingAndWithAnyLineEnds(String name) {
        String text = new String(resource(name), UTF_8);
        String expected = new String(resource(name + ".txt"), UTF_8);
        for (String end : new String[]{"\n", "\r\n", "\r"}) {
            String document = text.replace("\n", end);
            assertThat(dump(TextDocument.read(document.getBytes(UTF_8)))).isEqualTo(expected);
            assertThat(dump(TextDocument.read(("\ufeff" + document).getBytes(UTF_8)))).isEqualTo(expected);
            for (Charset charset : new Charset[]{StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE}) {
                assertThat(dump(TextDocument.read(("\ufeff" + document).getBytes(charset)))).isEqualTo(expected);
                if (!document.startsWith(end)) {
                    assertThat(dump(TextDocument.read(document.getBytes(charset)))).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void whatIsNoUtf8IsReplacedAndTold() {
        byte[] document = "WEBVTT\n\n00:01.000 --> 00:02.000\nna\0ve caf? \ufffd\n".getBytes(UTF_8);
        for (int i = 0; i < document.length; i++) {
            document[i] = document[i] == '?' ? (byte) 0xE9 : document[i];
        }
        TextDocument read = TextDocument.read(document);
        assertThat(read.cues().text(0)).isEqualTo("na\ufffdve caf\ufffd \ufffd");
        assertThat(read.findings())
                .containsExactly(new TextFinding(4, "bytes that are not UTF-8 are shown as U+FFFD"));
    }

    @Test
    void xmlInLatin1AndWithControlCharacters() {
        String document = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><tt xmlns=\"http://www.w3.org/ns/ttml\"><body><div>"
                + "<p begin=\"1s\" end=\"2s\">caf\u00e9\u0001</p></div></body></tt>";
        assertThat(TextDocument.read(document.getBytes(StandardCharsets.ISO_8859_1)).cues().text(0)).isEqualTo("café\ufffd");
    }

    @Test
    void xmlThatBreaksOffIsReadUpToThere() {
        String whole = new String(resource("streaming.ttml"), UTF_8);
        TextDocument document = TextDocument.read(whole.substring(0, whole.indexOf("zwei")).getBytes(UTF_8));
        assertThat(document.cues().count()).isEqualTo(2);
        assertThat(document.findings()).last()
                .isEqualTo(new TextFinding(20, "the XML is malformed here, what follows is left out"));
        assertThatThrownBy(() -> read(whole.substring(0, whole.indexOf("Guten")))).isInstanceOf(TextFormatException.class)
                .hasMessage("line 18: the XML is malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "WEBVTTX\n\n00:01.000", "MThd", "{\"a\": 1}", "[Script Info]\nTitle: x\n", "1\n2\n3\n",
            "<html><body>x</body></html>", "<tt><body/>", "WEBVTTX"})
    void whatIsNoneOfThemIsRefused(String document) {
        assertThatThrownBy(() -> read(document)).isInstanceOf(TextFormatException.class);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            'WEBVTT'                                    , WEBVTT
            'WEBVTT\t-->\n'                             , WEBVTT
            '\n\nWEBVTT\n\n00:00.000 --> 00:01.000\na'  , WEBVTT
            '00:00.000 --> 00:01.000\na'                , SUBRIP
            ' <tt/>'                                    , TTML
            """)
    void theKindIsFoundByTheContent(String document, TextFormat format) {
        assertThat(TextDocument.read(document.translateEscapes().getBytes(UTF_8)).format()).isEqualTo(format);
    }

    @Test
    void findingsAreCounted() {
        TextDocument document = TextDocument.read(("WEBVTT\n\n" + "x --> y\n\n".repeat(250)).getBytes(UTF_8));
        assertThat(document.findings()).hasSize(100);
        assertThat(document.furtherFindings()).isEqualTo(150);
    }

    @ParameterizedTest
    @CsvSource({"00:00:01.000, 10000000", "01:02:03.004, 37230040000", "00:01.5, 15000000", "'0:0:1,5', 10050000",
            "'00:00:01, 250', 12500000", "00:00:01:250, 12500000", "'00:00:01,2500', 12500000", "90:00.000, 54000000000",
            "00:00:60.000, 600000000", "1234:00:00.000, 44424000000000", "00:00:01.00000019, 10000001", "1.5, -1", ", -1",
            "00:00, 0", "00:00:00:00:00, -1", "00:00:1e3, -1", "-00:00:01.000, -1", "00:100:00.000, -1", "00:00:01., -1",
            "9999999:00:00.000, -1", "99999999:00:00.000, -1", "٠٠:٠٠:٠١.000, -1"})
    void timestamps(String text, long ticks) {
        assertThat(CueTime.parse(text == null ? "" : text)).isEqualTo(ticks);
    }
}
