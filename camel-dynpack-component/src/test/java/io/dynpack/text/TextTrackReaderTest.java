package io.dynpack.text;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/** Samples of text tracks, byte for byte as ISO/IEC 14496-30 and 3GPP TS 26.245 have them, and such as nobody should write. */
class TextTrackReaderTest {
    private static final long SECOND = CueTime.PER_SECOND;
    private static final byte[] VTTE = box("vtte");

    private static byte[] box(String type, byte[]... contents) {
        byte[] content = joined(contents);
        return ByteBuffer.allocate(8 + content.length).putInt(8 + content.length).put(type.getBytes(StandardCharsets.US_ASCII))
                .put(content).array();
    }

    private static byte[] joined(byte[]... parts) {
        int size = 0;
        for (byte[] part : parts) {
            size += part.length;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        for (byte[] part : parts) {
            out.put(part);
        }
        return out.array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    private static byte[] cue(String text) {
        return box("vttc", box("payl", bytes(text)));
    }

    /** The samples last two seconds each, one behind the other. */
    private static TextDocument read(TextFormat format, byte[] entry, byte[]... samples) {
        TextTrackReader reader = TextTrackReader.of(format, TextLimits.DEFAULT);
        reader.entry(0, ByteBuffer.wrap(entry));
        for (int i = 0; i < samples.length; i++) {
            if (samples[i].length > reader.silence()) {
                reader.sample(i + 1, i * 2 * SECOND, (i + 1) * 2 * SECOND, i * 2 * SECOND, ByteBuffer.wrap(samples[i]));
            }
        }
        return reader.document(samples.length * 2 * SECOND);
    }

    private static String printed(TextDocument document) {
        return WebVtt.document(document.cues());
    }

    private static TextDocument wvtt(byte[]... samples) {
        return read(TextFormat.WVTT, joined(new byte[8], box("vttC", bytes("WEBVTT"))), samples);
    }

    @Test
    void aCueOfWebVttThatWasCutIsOneAgain() {
        byte[] named = box("vttc", box("iden", bytes("7")), box("sttg", bytes("line:0 align:left")),
                box("payl", bytes("Two\r\nlines &amp; <i>more</i>")));
        TextDocument document = wvtt(VTTE, joined(cue("Hello"), named), joined(named, cue("Hello"), box("vtta", bytes("note"))),
                named, VTTE, cue("Hello"));
        assertThat(document.findings()).isEmpty();
        assertThat(document.format()).isEqualTo(TextFormat.WVTT);
        assertThat(printed(document)).isEqualTo("""
                WEBVTT

                00:00:02.000 --> 00:00:06.000
                Hello

                7
                00:00:02.000 --> 00:00:08.000 line:0 align:left
                Two
                lines &amp; <i>more</i>

                00:00:10.000 --> 00:00:12.000
                Hello
                """);
    }

    /** Where a writer numbers its cues, equal ones behind each other stay two; equal ones at a time do anyway. */
    @Test
    void equalCuesAreToldApart() {
        byte[] one = box("vttc", box("vsid", number(1)), box("payl", bytes("No!")));
        byte[] two = box("vttc", box("vsid", number(2)), box("payl", bytes("No!")));
        List<Cue> cues = wvtt(one, one, two, joined(cue("A"), cue("A")), joined(cue("A"), cue("A")), cue("A")).cues().cues();
        assertThat(cues).extracting(cue -> cue.text() + cue.start() / SECOND + "-" + cue.end() / SECOND)
                .containsExactly("No!0-4", "No!4-6", "A6-10", "A6-12");
    }

    @Test
    void theHeaderOfWebVttHasRegionsAndStyles() {
        byte[] header = bytes("WEBVTT\nKind: captions\n\nREGION\nid:top\nwidth:60%\n\nSTYLE\n::cue(.loud) { color: red; }");
        TextDocument document = read(TextFormat.WVTT, joined(new byte[8], box("vttC", header)),
                box("vttc", box("sttg", bytes("region:top")), box("payl", bytes("<c.loud>Ah</c>"))));
        assertThat(document.findings()).isEmpty();
        assertThat(printed(document)).contains("REGION\nid:top", "::cue(.loud)", "region:top\n<c.loud>Ah</c>");
    }

    /** As often as a track has places, between two entries of megabytes; equal ones say nothing twice. */
    @ParameterizedTest
    @EnumSource(value = TextFormat.class, names = {"WVTT", "STPP", "TX3G", "CEA608"})
    void samplesGoBackAndForthBetweenLargeEntries(TextFormat format) {
        byte[] header = joined(new byte[8], box("vttC", bytes("WEBVTT\nKind: captions")));
        ByteBuffer one = ByteBuffer.wrap(Arrays.copyOf(header, 1 << 20));
        ByteBuffer other = ByteBuffer.wrap(Arrays.copyOf(header, (1 << 20) + 1));
        TextTrackReader reader = TextTrackReader.of(format, TextLimits.DEFAULT);
        assertTimeout(Duration.ofSeconds(5), () -> {
            for (int i = 0; i < 1 << 16; i++) {
                reader.entry(i % 3, i % 3 == 0 ? one : other);
            }
        });
        assertThat(reader.document(SECOND).cues().headers()).hasSize(format == TextFormat.WVTT ? 2 : 0);
    }

    /** What would end a cue of a document, or is none of its characters, ends none. */
    @Test
    void aCueOfWebVttStaysOne() {
        assertThat(printed(wvtt(cue("\n\na\n\n\nb --> c\u0000\n")))).endsWith("""
                00:00:00.000 --> 00:00:02.000
                a
                &nbsp;
                &nbsp;
                b --&gt; c\ufffd
                """);
        assertThat(wvtt(cue(""), cue("\n")).cues().count()).isZero();
    }

    /** Boxes that claim more than there is; those in front of them count. */
    @ParameterizedTest
    @CsvSource({"0, 0x7fffffff", "0, 7", "0, 0", "0, 1", "0, -1", "8, 0x7fffffff", "8, 100", "8, 0"})
    void boxesEndWithWhatIsThere(int at, String size) {
        byte[] broken = cue("broken");
        ByteBuffer.wrap(broken).putInt(at, Integer.decode(size));
        TextDocument document = wvtt(joined(cue("whole"), broken));
        assertThat(document.cues().cues()).extracting(Cue::text).containsExactly("whole");
        assertThat(document.findings()).singleElement()
                .satisfies(finding -> assertThat(finding.message()).startsWith("sample 1 ").contains("inside of a box"));
    }

    private static byte[] ttml(String... paragraphs) {
        return bytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?><tt xmlns=\"http://www.w3.org/ns/ttml\""
                + " xmlns:tts=\"http://www.w3.org/ns/ttml#styling\" xml:lang=\"en\"><body><div>" + String.join("", paragraphs)
                + "</div></body></tt>");
    }

    private static String p(String begin, String end, String text) {
        return "<p begin=\"" + begin + "s\"" + (end == null ? "" : " end=\"" + end + "s\"") + ">" + text + "</p>";
    }

    private static String times(TextDocument document) {
        StringBuilder out = new StringBuilder();
        document.cues().cues().forEach(cue -> out.append(cue.text()).append(' ').append(CueTime.print(cue.start())).append('-')
                .append(CueTime.print(cue.end())).append('\n'));
        return out.toString();
    }

    /** Cut at the bound, told whole in both, or cut by a millisecond too early, since the bound lies between two. */
    @ParameterizedTest
    @CsvSource({"1, 2, 2, 3.5", "1, 3.5, 1, 3.5", "1, 1.999, 2, 3.5", "1, , 2, 3.5"})
    void aCueOfTtmlThatWasCutIsOneAgain(String begin, String end, String again, String last) {
        byte[] first = ttml(p("0.5", "0.75", "Blink"), p(begin, end, "<span tts:color=\"#123456\">On and on</span>"));
        byte[] second = ttml(p(again, last, "<span tts:color=\"#123456\">On and on</span>"), p("3.5", "4", "Off"));
        TextDocument document = read(TextFormat.STPP, new byte[8], first, second, ttml());
        assertThat(times(document)).isEqualTo("""
                Blink 00:00:00.500-00:00:00.750
                <c.color_123456>On and on</c> 00:00:01.000-00:00:03.500
                Off 00:00:03.500-00:00:04.000
                """);
        assertThat(printed(document)).contains("color: #123456");
    }

    /** As Smooth Streaming has them; a document whose times are those of the track says so by them. */
    @Test
    void timesOfTtmlThatCanOnlyCountFromTheSampleDo() {
        TextDocument document = read(TextFormat.STPP, new byte[8], ttml(p("1", "2", "One")), ttml(p("0", "0.5", "One"),
                p("1", "1.5", "Two")), ttml(p("4.25", "5", "Three")), ttml(p("0.25", "1", "Four")));
        assertThat(times(document)).isEqualTo("""
                One 00:00:01.000-00:00:02.500
                Two 00:00:03.000-00:00:03.500
                Three 00:00:04.250-00:00:05.000
                Four 00:00:06.250-00:00:07.000
                """);
    }

    /** What a document says beyond the time of its sample is not shown, and an edit list moves the rest. */
    @Test
    void aSampleShowsWhatLiesInItsTime() {
        TextTrackReader reader = TextTrackReader.of(TextFormat.STPP, TextLimits.DEFAULT);
        reader.sample(1, -SECOND, SECOND, 9 * SECOND, ByteBuffer.wrap(ttml(p("8", "10.5", "Early"), p("9", "9.5", "Gone"))));
        reader.sample(2, SECOND, 3 * SECOND, 11 * SECOND, ByteBuffer.wrap(ttml(p("12", "20", "Long"), p("13", "14", "Late"))));
        assertThat(times(reader.document(3 * SECOND))).isEqualTo("""
                Early 00:00:00.000-00:00:00.500
                Long 00:00:02.000-00:00:03.000
                """);
    }

    @Test
    void documentsThatCannotBeReadGoAlone() {
        TextDocument document = read(TextFormat.STPP, new byte[8], bytes("<tt xmlns=\"http://www.w3.org/ns/ttml\"><body>"),
                ttml(p("2", "3", "Fine")), bytes("no document at all, only words"));
        assertThat(document.cues().cues()).extracting(Cue::text).containsExactly("Fine");
        assertThat(document.findings()).extracting(TextFinding::message).anyMatch(message -> message.startsWith("sample 1 "))
                .anyMatch(message -> message.startsWith("sample 3 "));
    }

    /** Centred at the bottom in white, as ffmpeg writes it. */
    private static byte[] entry(int horizontal, int vertical, int face, int colour) {
        return ByteBuffer.allocate(8 + 4 + 2 + 4 + 8 + 12).putShort(6, (short) 1).put(12, (byte) horizontal)
                .put(13, (byte) vertical).put(26 + 6, (byte) face).putInt(26 + 8, colour).array();
    }

    private static byte[] string(String text, Charset charset) {
        byte[] bytes = text.getBytes(charset);
        return ByteBuffer.allocate(2 + bytes.length).putShort((short) bytes.length).put(bytes).array();
    }

    private static byte[] styles(int... records) {
        ByteBuffer out = ByteBuffer.allocate(2 + 12 * records.length / 4).putShort((short) (records.length / 4));
        for (int i = 0; i < records.length; i += 4) {
            out.putShort((short) records[i]).putShort((short) records[i + 1]).putShort((short) 1).put((byte) records[i + 2])
                    .put((byte) 18).putInt(records[i + 3]);
        }
        return box("styl", out.array());
    }

    private static TextDocument tx3g(byte[]... samples) {
        return read(TextFormat.TX3G, entry(1, -1, 0, -1), samples);
    }

    @Test
    void runsOfTimedTextHaveTheirStyle() {
        TextDocument document = tx3g(
                joined(string("One \ud83c\udfac two\r\nthree", StandardCharsets.UTF_8),
                        styles(4, 5, 1, -1, 6, 9, 2, 0xFFFF00FF, 11, 16, 7, -1)),
                string("", StandardCharsets.UTF_8),
                joined(string("Plain\n", StandardCharsets.UTF_8), box("hlit", new byte[4])));
        assertThat(document.findings()).isEmpty();
        assertThat(times(document)).isEqualTo("""
                One <b>\ud83c\udfac</b> <c.yellow><i>two</i></c>
                <b><i><u>three</u></i></b> 00:00:00.000-00:00:02.000
                Plain 00:00:04.000-00:00:06.000
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-8"})
    void aByteOrderMarkTellsTheEncoding(String name) {
        Charset charset = Charset.forName(name);
        String mark = name.equals("UTF-16LE") ? "\ufeff" : "";
        assertThat(tx3g(string(mark + "Zw\u00f6lf \u6f22\u5b57 & <co>", charset)).cues().text(0))
                .isEqualTo("Zw\u00f6lf \u6f22\u5b57 &amp; &lt;co&gt;");
    }

    @Test
    void theSampleEntryPlacesAndColours() {
        assertThat(printed(read(TextFormat.TX3G, entry(0, 0, 2, 0xFF0000FF), string("Top", StandardCharsets.UTF_8))))
                .contains(" line:0% align:left\n<c.red><i>Top</i></c>\n");
        assertThat(printed(tx3g(string("Usual", StandardCharsets.UTF_8)))).contains("02.000\nUsual");
    }

    /** Lengths beyond the sample, runs beyond the text, backwards and over each other, boxes that are cut off. */
    @Test
    void timedTextThatContradictsItselfShowsItsText() {
        byte[] text = string("Text", StandardCharsets.UTF_8);
        ByteBuffer.wrap(text).putShort((short) 0x7fff);
        assertThat(times(tx3g(text))).startsWith("Text ");
        byte[] plain = string("Text", StandardCharsets.UTF_8);
        assertThat(times(tx3g(joined(plain, styles(60000, 65535, 1, -1, 3, 2, 1, -1))))).startsWith("Text ");
        assertThat(times(tx3g(joined(plain, styles(0, 2, 1, -1, 0, 65535, 2, -1))))).startsWith("<b>Te</b><i>xt</i> ");
        byte[] many = styles(0, 2, 1, -1);
        ByteBuffer.wrap(many).putShort(8, (short) 0xffff);
        assertThat(times(tx3g(joined(plain, many)))).startsWith("<b>Te</b>xt ");
        ByteBuffer.wrap(many).putInt(0, 0x7fffffff);
        TextDocument document = tx3g(joined(plain, many));
        assertThat(times(document)).startsWith("Text ");
        assertThat(document.findings()).hasSize(1);
    }

    /** A sample of line 21 captions in both fields: pairs in hexadecimal, and text. */
    private static byte[] line21(String... parts) {
        StringBuilder out = new StringBuilder();
        for (String part : parts) {
            if (part.matches("[0-9a-f]{4}")) {
                out.append((char) Integer.parseInt(part.substring(0, 2), 16))
                        .append((char) Integer.parseInt(part.substring(2), 16));
            } else {
                out.append(part).append(part.length() % 2 == 0 ? "" : "\0");
            }
        }
        byte[] pairs = out.toString().getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] |= (byte) (Integer.bitCount(pairs[i]) % 2 == 0 ? 0x80 : 0);
        }
        return joined(box("cdat", pairs), box("cdt2", pairs));
    }

    private static TextDocument line21(byte[]... samples) {
        return read(TextFormat.CEA608, new byte[8], samples);
    }

    /** The second channel, what is sent twice, characters that replace others, colours, a caption at the top. */
    @Test
    void line21CaptionsThatPopOn() {
        TextDocument document = line21(
                line21("1420", "1420", "1c20", "other", "1420", "1342", "Qu", "1137", "1c2f", "none", "1152", "1152", "UE",
                        "1235",
                        "1126", "sky", "1721", "end", "142f", "142f"),
                line21("8080"), line21("142c", "142c"));
        assertThat(document.findings()).isEmpty();
        assertThat(printed(document)).isEqualTo("""
                WEBVTT

                00:00:00.000 --> 00:00:04.000 line:10%
                U\u00cb<c.cyan> sky</c> <c.cyan>end</c>
                <c.lime>Qu\u266a</c>
                """);
    }

    /** Text that is painted is shown from its first character on, until it is taken away or the track ends. */
    @Test
    void line21CaptionsThatArePainted() {
        TextDocument document = line21(line21("1429", "1429", "1140", "1140", "Top"), line21("1170", "Row two"),
                line21("142c", "142c"), line21("1470", "End"));
        assertThat(printed(document)).isEqualTo("""
                WEBVTT

                00:00:00.000 --> 00:00:04.000 line:10%
                Top
                Row two

                00:00:06.000 --> 00:00:08.000
                End
                """);
    }

    /** What is corrected before it is seen changes nothing that is shown; a text of its own neither; silence leaves it. */
    @Test
    void line21CaptionsStayWhileOthersAreWritten() {
        TextDocument document = line21(line21("1420", "1470", "Shown", "142f"), line21("1420", "1470", "Typo", "1421", "1424"),
                line21("142b", "1470", "Teletext", "1421", "1424"), new byte[8]);
        assertThat(printed(document)).isEqualTo("""
                WEBVTT

                00:00:00.000 --> 00:00:08.000
                Shown
                """);
    }

    /** Pairs that mean nothing, captions without a mode, boxes that are cut off: nothing is shown, nothing fails. */
    @Test
    void line21CaptionsOfAnyBytes() {
        byte[] pairs = new byte[1 << 16];
        new java.util.Random(608).nextBytes(pairs);
        TextDocument document = line21(box("cdat", pairs), line21("Text of no mode"),
                new byte[]{0, 0, 1, 0, 'c', 'd', 'a', 't', 0, 0});
        assertThat(document.findings()).extracting(TextFinding::message)
                .containsExactly("sample 3 ends inside of a box, what follows in it is left out");
        assertThat(line21(line21("Text of no mode", "142b", "Teletext")).cues().count()).isZero();
    }

    /** What is too much is left out; the rest stays, and all of it takes no time to speak of. */
    @ParameterizedTest
    @EnumSource(value = TextFormat.class, names = {"WVTT", "STPP", "TX3G"})
    void theNumberOfCuesIsBounded(TextFormat format) {
        byte[] sample = switch (format) {
            case WVTT -> cue("x");
            case TX3G -> string("x", StandardCharsets.UTF_8);
            default -> ttml(p("0", "9999999", "x"));
        };
        TextLimits limits = new TextLimits(1 << 20, 1000, 1 << 20);
        assertTimeout(Duration.ofSeconds(5), () -> {
            TextTrackReader reader = TextTrackReader.of(format, limits);
            for (int i = 0; i < 100_000; i++) {
                // each a second behind the one before
                reader.sample(i + 1, 3 * i * SECOND, (3 * i + 1) * SECOND, 3 * i * SECOND, ByteBuffer.wrap(sample));
            }
            TextDocument document = reader.document(CueTime.MAX);
            assertThat(document.cues().count()).isEqualTo(1000);
            assertThat(document.findings()).extracting(TextFinding::message).containsExactly(
                    "the document has more than 1000 cues; what follows is left out");
        });
    }

    /** Cues of a sample that are as many as it has bytes for, all equal. */
    @Test
    void equalCuesTakeNoMoreThanTheirBytes() {
        List<byte[]> cues = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            cues.add(cue("x"));
        }
        byte[] sample = joined(cues.toArray(byte[][]::new));
        assertTimeout(Duration.ofSeconds(5), () -> assertThat(wvtt(sample, sample, sample, sample, sample).cues().count())
                .isEqualTo(20_000));
    }

    @Test
    void whatIsShownInMoreThanAYearIsLeftOut() {
        TextTrackReader reader = TextTrackReader.of(TextFormat.WVTT, TextLimits.DEFAULT);
        reader.sample(1, Long.MAX_VALUE - SECOND, Long.MAX_VALUE, 0, ByteBuffer.wrap(cue("x")));
        reader.sample(2, SECOND, SECOND, 0, ByteBuffer.wrap(cue("x")));
        reader.sample(3, -2 * SECOND, 0, 0, ByteBuffer.wrap(cue("x")));
        TextDocument document = reader.document(CueTime.MAX);
        assertThat(document.cues().count()).isZero();
        assertThat(document.findings()).hasSize(1);
        assertThatThrownBy(() -> TextTrackReader.of(TextFormat.TTML, TextLimits.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
