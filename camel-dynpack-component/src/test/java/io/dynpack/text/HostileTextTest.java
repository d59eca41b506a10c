package io.dynpack.text;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.dynpack.text.TextDocumentTest.read;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Documents that were made to cost much. Each has megabytes of one thing, with which anything but work in proportion to its size
 * would not end.
 */
class HostileTextTest {
    private static final int SIZE = 2 << 20;
    private static final String TTML = "<tt xmlns='http://www.w3.org/ns/ttml' xmlns:tts='http://www.w3.org/ns/ttml#styling'>";

    /** Whatever is read is printed in all formats, too, in one window. */
    private static void readsOrRefuses(String document) {
        try {
            CueList cues = read(document);
            assertThat(cues.heapBytes()).isLessThan(3L * document.length() + (64 << 10) + 64L * cues.count());
            WebVtt.document(cues);
            long end = Math.max(1, cues.end());
            for (Runnable print : List.<Runnable>of(() -> WebVtt.segment(cues, 0, end, null),
                    () -> Imsc1.document(cues, 0, end),
                    () -> CueSample.of(cues, 0, end))) {
                try {
                    print.run();
                } catch (TextTooLargeException e) {
                    // it says so
                }
            }
        } catch (TextException e) {
            assertThat(e.getMessage()).isNotEmpty().hasSizeLessThan(200);
        }
    }

    private static String filled(String start, String unit, String end) {
        return start + unit.repeat((start.startsWith("<") ? SIZE / 2 : SIZE) / unit.length()) + end;
    }

    @ParameterizedTest
    @ValueSource(strings = {"-->", "-->\n", "0:0-->0:1\n", "0:0-->0:1\nx\n", "1\n0:0-->0:1\n\n", "\n", "\r", "x", "x\n", "<",
            "<<>",
            "<i>", "&", "&lt;", "NOTE\n", "NOTE\n\n", "STYLE\n\n", "STYLE\na\n\n", "REGION\nid:a\n\n", "{\\an8}",
            "<font color=red>",
            "0:0 --> 1:0 region:a\n<b>\n\n", "\0", "WEBVTT\n\n", "00:00:00.000 --> 99:00:00.000 align:left\n<i>x</i>\n\n"})
    void anyRepetition(String unit) {
        readsOrRefuses(filled("WEBVTT\n\n", unit, ""));
        readsOrRefuses(filled("0:0 --> 0:1\n", unit, ""));
    }

    @Test
    void arrowsUpToTheLimit() {
        for (String end : List.of("", "\n", "\n\n")) {
            TextDocument document = TextDocument
                    .read(("WEBVTT\n\n" + ("-->" + end).repeat(31_000_000 / (3 + end.length()))).getBytes(UTF_8));
            assertThat(document.cues().count()).isZero();
            assertThat(document.findings().size()).isLessThanOrEqualTo(100);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<i>", "<i></i>", "<i>x", "<ruby><rt>x", "<c.a.b.c.d>x", "<c" + ".a", "<", "&amp;", "<0:0>", "\nx",
            "</i>",
            "<v a>", "<lang x>y"})
    void anyRepetitionInACue(String unit) {
        String cue = unit.repeat(60_000 / unit.length());
        readsOrRefuses("WEBVTT\n\nSTYLE\n::cue(.a) { color: #123456 }\n\n0:0 --> 0:1\n" + cue + "\n");
        readsOrRefuses("0:0:0,0 --> 0:0:1,0\n" + cue + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<div>", "<p begin='0s' end='1s'>x</p>", "<p begin='0s' end='1s'>", "<span>", "x", " ", "<br/>",
            "&lt;",
            "<p/>", "<p end='1s'><span begin='0.1s' end='0.2s'>x</span><span begin='0.3s'>y</span></p>", "<metadata/>",
            "<!-- -->",
            "<p begin='x'/>", "<set/>"})
    void anyRepetitionInABody(String unit) {
        readsOrRefuses(filled(TTML + "<body><div>", unit, ""));
        readsOrRefuses(filled(TTML + "<body><div>", unit, "</div></body></tt>"));
        readsOrRefuses(filled(TTML + "<body><div><p begin='0s' end='1s'>", unit, "</p></div></body></tt>"));
    }

    @Test
    void manyStylesRegionsAndTimes() {
        StringBuilder styles = new StringBuilder(TTML).append("<head><styling>");
        for (int i = 0; i < 40_000; i++) {
            styles.append("<style xml:id='s").append(i).append("' style='s").append((i + 1) % 3000).append(" s")
                    .append((i * 7L) % 3000).append(" s").append((i * 13L) % 3000).append("' tts:color='#12")
                    .append(1000 + i % 9000)
                    .append("'/>");
        }
        styles.append("</styling><layout>");
        for (int i = 0; i < 40_000; i++) {
            styles.append("<region xml:id='r").append(i).append("' tts:origin='0% ").append(i % 90).append('.').append(i)
                    .append("%' style='s").append(i % 3000).append("'/>");
        }
        styles.append("</layout></head><body><div>");
        for (int i = 0; i < 20_000; i++) {
            styles.append("<p begin='").append(i).append("s' dur='1s' region='r").append(i).append("' style='s")
                    .append(i % 3000)
                    .append("'>x<span tts:color='#").append(100_000 + i).append("'>y</span></p>");
        }
        TextDocument document = TextDocument.read(styles.append("</div></body></tt>").toString().getBytes(UTF_8));
        assertThat(document.cues().count()).isEqualTo(20_000);
        assertThat(document.cues().styles().get(0).length()).isLessThan(1 << 16);
        assertThat(document.cues().heapBytes()).isLessThan(8 << 20);
        assertThat(document.findings()).extracting(TextFinding::message).contains(
                "there are more than 4096 styles, further ones are left out",
                "there are more than 4096 regions, further ones are left out",
                "the document has more than 1024 colours, further ones are left out");
        StringBuilder regions = new StringBuilder("WEBVTT\n\n");
        for (int i = 0; i < 10_000; i++) {
            regions.append("REGION\nid:").append(i).append("\n\nSTYLE\n::cue(.c").append(i).append(") { color: red }\n\n");
        }
        TextDocument vtt = TextDocument.read(regions.toString().getBytes(UTF_8));
        assertThat(vtt.cues().regions()).hasSizeLessThanOrEqualTo(256);
        assertThat(WebVtt.header(vtt.cues()).length()).isLessThan(2 << 16);
    }

    @ParameterizedTest
    @ValueSource(strings = {";", ":", "{", "}", "{}", "/*", "::cue", ",", "::cue(.a){color:red}", "a:b;"})
    void anyRepetitionInAStyle(String unit) {
        String style = unit.repeat(60_000 / unit.length());
        readsOrRefuses("WEBVTT\n\nSTYLE\n" + style + "\n\n0:0 --> 0:1\nx\n");
        readsOrRefuses("WEBVTT\n\nSTYLE\n::cue(.b) {" + style + "\n\n0:0 --> 0:1\nx\n");
        readsOrRefuses("WEBVTT\n\nSTYLE\n::cue {" + style + "}\n\n0:0 --> 0:1\nx\n");
    }

    @Test
    void manySpeakersWithLongNames() {
        StringBuilder document = new StringBuilder("WEBVTT\n\n");
        for (int i = 0; i < 400; i++) {
            document.append("0:0 --> 0:1\n<v ").append(i).append("x".repeat(60_000)).append(">y\n\n");
        }
        assertThat(Imsc1.document(read(document.toString()), 0, CueTime.PER_SECOND).length()).isLessThan(400 * 600);
    }

    /** Spans of one paragraph come and go thousands of times. */
    @Test
    void aParagraphThatChangesTooOften() {
        StringBuilder document = new StringBuilder(TTML).append("<body><div><p begin='0s' end='90000s'>");
        for (int i = 0; i < 20_000; i++) {
            document.append("<span begin='").append(i).append("s' dur='1s'>x</span>");
        }
        TextDocument read = TextDocument.read(document.append("</p></div></body></tt>").toString().getBytes(UTF_8));
        assertThat(read.cues().count()).isEqualTo(1);
        assertThat(read.findings()).hasSize(1);
    }

    @Test
    void xmlThatExplodes() {
        String entities = "<!DOCTYPE tt [<!ENTITY a 'xxxxxxxxxx'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c SYSTEM 'file:///etc/passwd'>]>";
        assertThatThrownBy(() -> read(entities + TTML + "<body><div><p begin='0s' end='1s'>&b;&c;</p></div></body></tt>"))
                .isInstanceOf(TextFormatException.class);
        assertThatThrownBy(() -> read(TTML + "<body>" + "<div>".repeat(100_000))).isInstanceOf(TextFormatException.class)
                .hasMessageContaining("nested");
        StringBuilder names = new StringBuilder("<tt xmlns='http://www.w3.org/ns/ttml'");
        for (int i = 0; i < 5000; i++) {
            names.append(" xmlns:n").append(i).append("='u").append(i).append('\'');
        }
        assertThatThrownBy(() -> read(names + "><body/></tt>")).isInstanceOf(TextFormatException.class)
                .hasMessageContaining("namespaces");
        TextDocument broken = TextDocument
                .read((TTML + "<body><div>\n<p begin='0s' end='1s'>x</p>\n<p begin='1s' end='2s'>&nbsp;</p>").getBytes(UTF_8));
        assertThat(broken.cues().count()).isEqualTo(1);
        assertThat(broken.findings())
                .containsExactly(new TextFinding(3, "the XML is malformed here, what follows is left out"));
    }

    /**
     * A million are refused; as many as there may be, all of them at the same time, are read, and no window with them is
     * printed.
     */
    @Test
    void cuesAtTheSameTime() {
        String cue = "00:00.000 --> 00:01.000\nx\n\n";
        assertThatThrownBy(() -> read("WEBVTT\n\n" + cue.repeat(1_000_000))).isInstanceOf(TextTooLargeException.class)
                .hasMessage("the document has more than 200000 cues");
        CueList cues = read("WEBVTT\n\n" + cue.repeat(200_000));
        long start = System.nanoTime();
        for (Runnable print : List.<Runnable>of(() -> WebVtt.segment(cues, 0, 1, null), () -> Imsc1.document(cues, 0, 1),
                () -> CueSample.of(cues, 0, 1))) {
            assertThatThrownBy(print::run).isInstanceOf(TextTooLargeException.class)
                    .hasMessageStartingWith("a segment has more than");
        }
        assertThat(System.nanoTime() - start).isLessThan(3_000_000_000L);
        assertThat(cues.overlapping(CueTime.PER_SECOND, 2 * CueTime.PER_SECOND)).isEmpty();
        // each ends at another time, so that each cut of wvtt has all others in it
        StringBuilder stairs = new StringBuilder("WEBVTT\n\n");
        for (int i = 1; i < 100_000; i++) {
            stairs.append("00:00:00.000 --> ").append(CueTime.print(i * CueTime.PER_MILLISECOND)).append("\nx\n\n");
        }
        CueList many = read(stairs.toString());
        assertThatThrownBy(() -> CueSample.of(many, 0, many.end())).isInstanceOf(TextTooLargeException.class);
    }

    @Test
    void cuesThatEndBeforeTheyStart() {
        TextDocument vtt = TextDocument.read(
                "WEBVTT\n\n00:02.000 --> 00:01.000\nx\n\n00:02.000 --> 00:02.000\ny\n\n00:02.000 --> 00:03.000\nz\n"
                        .getBytes(UTF_8));
        assertThat(vtt.cues().cues()).extracting(Cue::text).containsExactly("z");
        assertThat(vtt.findings()).containsExactly(new TextFinding(3, "the cue ends before it starts, it is left out"),
                new TextFinding(6, "the cue ends before it starts, it is left out"));
        TextDocument ttml = TextDocument
                .read((TTML + "<body><div>\n<p begin='2s' end='1s'>x</p>\n<p begin='2s' end='3s'>z</p></div></body></tt>")
                        .getBytes(UTF_8));
        assertThat(ttml.cues().cues()).extracting(Cue::text).containsExactly("z");
        assertThat(ttml.findings()).containsExactly(new TextFinding(2, "the cue ends before it starts, it is left out"));
    }

    /** A paragraph whose spans come one by one: each makes a cue of all the text that is there by then. */
    private static String growing(String begin, String text, String span, int spans) {
        return "<p begin='" + begin + "'><![CDATA[" + text + "]]>" + IntStream.range(0, spans)
                .mapToObj(i -> "<span begin='" + i + "ms'>" + span + "</span>").collect(Collectors.joining()) + "</p>";
    }

    private static byte[] document(String paragraphs) {
        return (TTML + "<body><div>" + paragraphs + "</div></body></tt>").getBytes(UTF_8);
    }

    /** All of it is too long for a cue. */
    @Test
    void textThatIsPrintedToBeLeftOut() {
        byte[] document = document(growing("0s", "&".repeat(14_000), "x", 1000).repeat(700));
        assertTimeoutPreemptively(Duration.ofSeconds(20),
                () -> assertThat(TextDocument.read(document).cues().count()).isZero());
    }

    /** There is memory for a few times the length of a document, not for the largest that can be. */
    @Test
    void textThatIsRepeated() {
        for (int paragraphs : new int[]{1, 20}) {
            byte[] document = document(growing("0s", "", "x".repeat(60), 1000).repeat(paragraphs));
            TextDocument read = TextDocument.read(document);
            assertThat(read.cues().count()).isEqualTo(paragraphs);
            assertThat(read.cues().heapBytes()).isLessThan(document.length);
            assertThat(read.findings()).extracting(TextFinding::message)
                    .contains("spans of the cue come and go too often, all of it is shown for all of its time");
        }
        byte[] spoken = document(growing("0s", "", "word ", 20).repeat(1000));
        assertThat(TextDocument.read(spoken).cues().count()).isEqualTo(20_000);
    }

    /** Names of speakers and languages stand in each cue again. */
    @Test
    void namesThatAreLongerThanWhatIsSaid() {
        for (String attributes : List.of("ttm:agent='a'", "ttm:agent='" + "&lt;".repeat(256) + "'")) {
            String document = TTML.replace("<tt ", "<tt xmlns:ttm='http://www.w3.org/ns/ttml#metadata' ")
                    + "<head><metadata><ttm:agent xml:id='a'><ttm:name>" + "&amp;".repeat(256)
                    + "</ttm:name></ttm:agent></metadata></head><body><div " + attributes + ">" + "<p>x</p>".repeat(25_000)
                    + "</div></body></tt>";
            assertThatThrownBy(() -> TextDocument.read(document.getBytes(UTF_8))).isInstanceOf(TextTooLargeException.class)
                    .hasMessage("the cues have more than " + ((1 << 20) + 5 * document.length()) + " bytes");
        }
    }

    /** None of it lies in the time of its sample. */
    @Test
    void documentsWhoseTextIsNeverShown() {
        ByteBuffer sample = ByteBuffer.wrap(document(growing("100000s", "&".repeat(1000), "x", 190)));
        TextTrackReader reader = TextTrackReader.of(TextFormat.STPP, TextLimits.DEFAULT);
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 5000; i++) {
                reader.sample(i + 1, i * CueTime.PER_SECOND, (i + 1) * CueTime.PER_SECOND, i * CueTime.PER_SECOND, sample);
            }
        });
        assertThat(reader.document(5000 * CueTime.PER_SECOND).findings()).anySatisfy(finding -> assertThat(finding.message())
                .contains("of text").endsWith("what follows is left out"));
    }

    /** A sequence as long as all of time: cues beyond a year are left out, and none comes back from the other side. */
    @Test
    void timesThatAddUp() {
        for (int count : new int[]{29_000, 29_448, 29_449, 29_450, 59_000}) {
            String document = "<tt xmlns='http://www.w3.org/ns/ttml' xmlns:ttp='http://www.w3.org/ns/ttml#parameter'"
                    + " xmlns:ebuttm='urn:ebu:tt:metadata' ttp:timeBase='smpte' ttp:frameRate='25'><head><metadata>"
                    + "<ebuttm:documentMetadata><ebuttm:documentStartOfProgramme>8000:00:00:00"
                    + "</ebuttm:documentStartOfProgramme></ebuttm:documentMetadata></metadata></head><body><div>"
                    + "<p begin='8000:00:01:00' end='8000:00:02:00'>a</p></div><div timeContainer='seq'>"
                    + "<p dur='8700h'/>".repeat(count) + "<p begin='1h' dur='1h'>b</p></div></body></tt>";
            TextDocument read = TextDocument.read(document.getBytes(UTF_8));
            assertThat(read.cues().cues()).as("%d", count).extracting(Cue::text).containsExactly("a");
            assertThat(read.findings()).extracting(TextFinding::message)
                    .containsExactly("the cue is shown in more than a year, it is left out");
        }
    }

    /** Each in the place of all others, and each with a cue. */
    @Test
    void regionsThatOverlap() {
        StringBuilder document = new StringBuilder("WEBVTT\n\n");
        for (int i = 0; i < 100_000; i++) {
            document.append("REGION\nid:r").append(i).append("\nwidth:").append(i % 100 + 1).append("%\n\n");
        }
        for (int i = 0; i < 1000; i++) {
            document.append("00:00.000 --> 00:01.000 region:r").append(i).append("\nx\n\n");
        }
        TextDocument read = TextDocument.read(document.toString().getBytes(UTF_8));
        assertThat(read.cues().regions()).hasSizeLessThanOrEqualTo(256);
        assertThat(read.findings()).isNotEmpty().allMatch(finding -> finding.line() > 2).hasSizeLessThanOrEqualTo(100);
        assertThat(Imsc1.document(read.cues(), 0, 1).split("<region ", -1)).hasSizeLessThanOrEqualTo(102);
    }

    @Test
    void moreThanTheLimits() {
        assertThatThrownBy(() -> TextDocument.read(new byte[(32 << 20) + 1])).isInstanceOf(TextTooLargeException.class);
        // each byte becomes five
        TextLimits limits = new TextLimits(100_000, 1000, 1000);
        String document = "0:0:0,0 --> 0:0:1,0\n" + "&".repeat(30_000) + "\n\n0:0:0,0 --> 0:0:1,0\n" + "&".repeat(9_000) + "\n";
        TextDocument read = TextDocument.read(document.getBytes(UTF_8), limits);
        assertThat(read.cues().count()).isEqualTo(1);
        assertThat(read.findings()).containsExactly(new TextFinding(1, "the cue has more than 65536 bytes, it is left out"));
        assertThatThrownBy(() -> TextDocument.read((document.repeat(2) + document).getBytes(UTF_8), limits))
                .isInstanceOf(TextTooLargeException.class);
    }
}
