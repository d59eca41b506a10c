package io.dynpack.tests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.tests.media.FfmpegCue;
import io.dynpack.text.Cue;
import io.dynpack.text.CueList;
import io.dynpack.text.TextDocument;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Documents as other programs write them: YouTube, Azure Media Indexer, Aegisub, editors of Windows, Netflix, the BBC, Scenarist,
 * iTunes and converters of teletext. Those that ffmpeg reads say what it reads; of TTML, which it does not read, the standards
 * say what they say.
 */
class CaptionFilesTest {
    @TempDir
    private Path scratch;

    private static byte[] bytes(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(CaptionFilesTest.class.getResourceAsStream("/captions/files/" + file))) {
            return in.readAllBytes();
        }
    }

    private static CueList read(String file) throws IOException {
        return TextDocument.read(bytes(file)).cues();
    }

    @ParameterizedTest
    @ValueSource(strings = {"youtube.vtt", "indexer.vtt", "aegisub.srt", "windows.srt"})
    void saysWhatFfmpegReads(String file) throws IOException {
        Files.write(scratch.resolve(file), bytes(file));
        List<String> expected = FfmpegCue.read(scratch, file).stream()
                .map(cue -> cue.start() + " " + cue.end() + " " + plain(cue.text())).toList();
        List<String> read = read(file).cues().stream()
                .map(cue -> cue.start() / 10_000 + " " + cue.end() / 10_000 + " " + plain(cue.text())).toList();
        assertThat(read).isEqualTo(expected).hasSizeGreaterThan(2);
    }

    /** Without styles. */
    private static String plain(String text) {
        return text.replaceAll("</?[a-zA-Z][^>]*>|<[0-9:.]+>|\\{\\\\[^}]*}", "").replace("&lt;", "<").replace("&gt;", ">")
                .replace("&amp;", "&").replaceAll("\\s+", " ").strip();
    }

    /** What ffmpeg's writer of SubRip loses. */
    @Test
    void stylesOfSubRipAndVtt() throws IOException {
        assertThat(cues("aegisub.srt")).containsExactly("1.0 3.5 [line:0] <c.yellow>Above, in yellow</c>",
                "3.6 5.2 [line:0] <i>Leaning</i> and <b>bold</b>", "5.3 7.0 [] <i>- Who is there?|- Nobody.</i>",
                "7.1 8.9 [] <c.red>Red</c> 1 &lt; 2");
        assertThat(cues("youtube.vtt").get(2))
                .isEqualTo("2.48 4.789 [position:0% align:start] so today we sail|past<00:00:02.720>"
                        + "<c> the</c><00:00:03.040><c> old</c><00:00:03.360><c.colorE5E5E5> harbour</c>");
        assertThat(cues("indexer.vtt").get(1)).isEqualTo("4.36 7.9 [] <v Speaker 1>We cast off at five.</v>");
    }

    /**
     * Ticks of 10 MHz are times; a region of 80 % stands in the middle and its text at its edge; the initial background is
     * none; what is shown in ruby is ruby.
     */
    @Test
    void netflix() throws IOException {
        assertThat(cues("netflix.ttml")).containsExactly(
                "1.726725 3.728725 [line:90%,end size:80%] <ruby><c.bg_00000000>\u6e2f</c><rt><c.bg_00000000>\u307f\u306a\u3068</c>"
                        + "</rt></ruby><c.bg_00000000>\u307e\u3067|<i>\u6025\u3052</i></c>",
                "4.004 6.006 [line:10% size:80%] <c.bg_00000000>\u3042\u308c\u306f\uff1f</c>",
                "6.006 8.008 [vertical:rl line:95% position:10% size:80% align:start] <c.bg_00000000>12\u53f7</c>");
        assertThat(read("netflix.ttml").hasRuby()).isTrue();
    }

    /** Blanks around line breaks are none, and one between spans is one. */
    @Test
    void bbc() throws IOException {
        assertThat(cues("bbc.xml")).containsExactly(
                "10.0 12.48 [line:90%,end position:14.5% size:71% align:start] <c.bg_black>Viking, North Utsire:</c>|"
                        + "<c.yellow.bg_black>south-westerly five</c><c.bg_00000000> </c><c.bg_black>to seven.</c>",
                "12.48 15.0 [line:10% size:71%] <c.bg_black>APPLAUSE</c>");
    }

    /** SMPTE 12M: two numbers of frames are dropped each minute but each tenth; each frame lasts 1001/30000 s. */
    @Test
    void scenarist() throws IOException {
        assertThat(cues("scenarist.xml")).containsExactly(
                "59.9932666 60.06 [line:78.66% position:20% size:50% align:start] <c.bg_black><i>\u266a the tide \u266a</i></c>",
                "599.9994 601.5009 [line:26%,end position:10% size:80% align:left] <c.bg_black>&gt;&gt; WE ARE|   UNDER WAY</c>");
    }

    /** 24 frames a labelled second, 23.976 of them a second: 25 s by their labels are 25.025025 s. */
    @Test
    void itunes() throws IOException {
        assertThat(cues("itunes.itt")).containsExactly("25.025025 26.5265265 [line:100%,end] Cast off!",
                "3606.6066066 3607.6076076 [line:0%] <i>Aye,</i> aye.|All gone.");
    }

    /**
     * EBU Tech 3350: time codes begin with that of the start of the programme. 12 frames of 25 are 0.48 s; the empty lines of a
     * double height say nothing.
     */
    @Test
    void teletext() throws IOException {
        assertThat(cues("teletext.xml")).containsExactly("2.0 4.48 [line:90%,end size:80%] <c.bg_black>Leinen</c>"
                + "<c.bg_00000000> </c><c.lime.bg_black>los!</c>");
    }

    private static List<String> cues(String file) throws IOException {
        return read(file).cues().stream().map(CaptionFilesTest::line).toList();
    }

    private static String line(Cue cue) {
        return cue.start() / 1e7 + " " + cue.end() / 1e7 + " [" + cue.settings() + "] " + cue.text().replace('\n', '|');
    }
}
