package io.dynpack.text;

import java.util.List;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.dynpack.text.TextDocumentTest.read;
import static org.assertj.core.api.Assertions.assertThat;

class CueTextTest {

    /** The text of a cue, and how the same is written in the fewest tags. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            plain                                   | plain
            a < b                                   | a &lt; b
            I <3 you                                | I &lt;3 you
            <i>a</i>                                | <i>a</i>
            <i>a                                    | <i>a</i>
            a</i>b                                  | ab
            <i><b>a</i>b</b>c                       | <b><i>ab</i></b><i>c</i>
            <b><b>a</b>b</b>                        | <b>ab</b>
            <I>a</I>                                | a
            <x>a</x>                                | a
            <c>a</c>                                | a
            <c.white>a</c>                          | a
            <c.RED>a</c>                            | <c.red>a</c>
            <c.yellow.red>a</c>                     | <c.red>a</c>
            <i.lime>a</i>                           | <c.lime><i>a</i></c>
            <v   Mary  Ann >a                       | <v Mary Ann>a</v>
            <v.loud Mary>a</v>                      | <v Mary>a</v>
            <v A &lt;B&gt;>a                        | <v A &lt;B&gt;>a</v>
            <lang en-GB>a</lang>                    | <lang en-GB>a</lang>
            <rt>a</rt>                              | a
            <ruby>a<rt>b</ruby>c                    | <ruby>a<rt>b</rt></ruby>c
            <ruby>a<rt>b</rt>c<rt>d</rt></ruby>     | <ruby>a<rt>b</rt>c<rt>d</rt></ruby>
            <00:00:01.000>a                         | <00:00:01.000>a
            <00:01.5>a                              | <00:00:01.500>a
            <1 apple>a                              | a
            &amp;&lt;&gt;&quot;&apos;&#65;&#x42;&hellip; | &amp;&lt;&gt;"'AB…
            &unknown; &amp &;                       | &amp;unknown; &amp;amp &amp;;
            &#0;&#xD800;&#1114112;                  | \ufffd\ufffd\ufffd
            """, delimiter = '|')
    void tags(String source, String printed) {
        List<CuePart> parts = CueText.parse(source, StyleSheet.EMPTY);
        String text = CueTextPrinter.print(parts, new TreeSet<>());
        assertThat(text).isEqualTo(printed);
        assertThat(CueText.parse(text, StyleSheet.EMPTY)).isEqualTo(parts);
    }

    @Test
    void tagsBeyondADepthSayNothing() {
        String source = "<b>".repeat(CueText.MAX_DEPTH) + "<i>a</i>" + "</b>".repeat(CueText.MAX_DEPTH) + "b";
        assertThat(CueTextPrinter.print(CueText.parse(source, StyleSheet.EMPTY), new TreeSet<>())).isEqualTo("<b>a</b>b");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            <i>a</i>                                        | <i>a</i>
            <I>a</I><b>b</B>                                | <i>a</i><b>b</b>
            <i>a<b>b</i>c</b>                               | <i>a</i><b><i>b</i>c</b>
            </i>a                                           | a
            <font color="#FF0000">a</font>                  | <c.red>a</c>
            <font color='0000ff'>a<font color=lime>b</font>c</font>d | <c.blue>a</c><c.lime>b</c><c.blue>c</c>d
            <font face="Arial" color="yellow" size=3>a      | <c.yellow>a</c>
            <font size="3">a</font>                         | a
            <font color="mud">a</font>                      | a
            <fontain>a                                      | &lt;fontain&gt;a
            a < b > c                                       | a &lt; b &gt; c
            {\\b1}a{\\b0}b                                  | <b>a</b>b
            {\\i1\\u1}a                                     | <i><u>a</u></i>
            {a}                                             | {a}
            {y:i}a                                          | {y:i}a
            a<br>b<br/>c                                    | a^b^c
            AT&T &amp; R&amp;B                              | AT&amp;T &amp; R&amp;B
            """, delimiter = '|')
    void subRip(String source, String printed) {
        assertThat(read("00:00:01,000 --> 00:00:02,000\n" + source.replace("\\\\", "\\") + "\n").text(0).replace('\n', '^'))
                .isEqualTo(printed);
    }

    @ParameterizedTest
    @CsvSource({"1, align:left", "2, ''", "3, align:right", "4, 'line:50%,center align:left'", "5, 'line:50%,center'",
            "6, 'line:50%,center align:right'", "7, line:0 align:left", "8, line:0", "9, line:0 align:right"})
    void placesOfSubRip(int key, String settings) {
        assertThat(read("00:00:01,000 --> 00:00:02,000\n{\\an" + key + "}a\n").settings(0).toString()).isEqualTo(settings);
    }

    @ParameterizedTest
    @CsvSource({"1, align:left", "2, ''", "5, line:0 align:left", "6, line:0", "10, 'line:50%,center'",
            "11, 'line:50%,center align:right'",
            "4, ''"})
    void olderPlacesOfSubRip(int number, String settings) {
        assertThat(read("00:00:01,000 --> 00:00:02,000\n{\\a" + number + "}a\n").settings(0).toString()).isEqualTo(settings);
    }

    @ParameterizedTest
    @CsvSource({"#f80, ff8800", "#FF8800, ff8800", "#ff880080, ff880080", "'rgb(255, 136, 0)', ff8800",
            "'rgba(255,136,0,0.5)', ff880080",
            "' Orange ', ffa500", "transparent, 00000000", "'rgb(300,-1,0)', ff0000", "#ff88, ", "#gg0000, ", "rgb(1), ",
            "hsl(0), ", "'', "})
    void colours(String text, String hexadecimal) {
        Colour colour = Colour.parse(text, 1);
        assertThat(colour == null ? null : colour.hexadecimal()).isEqualTo(hexadecimal);
    }
}
