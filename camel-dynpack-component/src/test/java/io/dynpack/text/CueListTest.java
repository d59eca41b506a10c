package io.dynpack.text;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import com.sun.management.ThreadMXBean;

import static io.dynpack.text.TextDocumentTest.read;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CueListTest {

    private static byte[] document(int count) {
        StringBuilder out = new StringBuilder("WEBVTT\n\n");
        for (int i = 0; i < count; i++) {
            long start = i * 4_000_000L;
            out.append(i).append('\n').append(CueTime.print(start)).append(" --> ").append(CueTime.print(start + 3_900_000))
                    .append(" line:").append(i % 80).append("%\nThe wind was cold, and <i>nobody</i> came to the harbour ")
                    .append(i % 10)
                    .append("\n\n");
        }
        return out.toString().getBytes(UTF_8);
    }

    /** A day with more than two cues a second. */
    @Test
    void twoHundredThousandCues() {
        byte[] document = document(200_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        CueList cues = TextDocument.read(document).cues();
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(cues.count()).isEqualTo(200_000);
        assertThat(cues.cue(199_999)).isEqualTo(new Cue(199_999 * 4_000_000L, 199_999 * 4_000_000L + 3_900_000, "199999",
                CueSettings.DEFAULT.with("line", "79%"), "The wind was cold, and <i>nobody</i> came to the harbour 9"));
        int text = "The wind was cold, and <i>nobody</i> came to the harbour 9".length() + 6;
        assertThat(cues.heapBytes()).isLessThan(200_000L * (27 + text));
        assertThat(cues.heapBytes()).isGreaterThan(200_000L * (25 + text - 1));
        // what is alive at a time is a fraction of this; it shows that nothing is made twice for each cue
        assertThat(allocated).isLessThan(60L * document.length);
        assertThat(cues.overlapping(86_400_000_000L / 2, 86_400_000_000L / 2 + 60_000_000)).hasSize(15);
        assertThatThrownBy(() -> TextDocument.read(document(200_001))).isInstanceOf(TextTooLargeException.class)
                .hasMessage("the document has more than 200000 cues");
    }

    @Test
    void cuesAreSortedAndThoseThatStartTogetherStayAsTheyAre() {
        CueList cues = read("""
                WEBVTT

                b
                00:02.000 --> 00:03.000 line:0
                second

                a1
                00:01.000 --> 00:09.000 size:50%
                first

                a2
                00:01.000 --> 00:02.000
                first as well
                """);
        assertThat(cues.cues()).extracting(Cue::id).containsExactly("a1", "a2", "b");
        assertThat(cues.cues()).extracting(cue -> cue.settings().toString()).containsExactly("size:50%", "", "line:0");
        assertThat(cues.cues()).extracting(Cue::text).containsExactly("first", "first as well", "second");
        assertThat(cues.end()).isEqualTo(90_000_000);
    }

    @Test
    void aWindowFindsWhatBeganLongAgo() {
        StringBuilder document = new StringBuilder("WEBVTT\n\n00:00.000 --> 10:00:00.000\nlogo\n\n");
        for (int i = 0; i < 1000; i++) {
            document.append(CueTime.print(i * 10_000_000L)).append(" --> ").append(CueTime.print(i * 10_000_000L + 5_000_000))
                    .append("\nx\n\n");
        }
        CueList cues = read(document.toString());
        assertThat(cues.overlapping(9_005_000_000L, 9_020_000_000L)).containsExactly(0, 902);
        assertThat(cues.overlapping(9_000_000_000L, 9_000_000_001L)).containsExactly(0, 901);
        assertThat(cues.overlapping(360_000_000_000L, 370_000_000_000L)).isEmpty();
    }

    /**
     * Among a thousand times as many cues a window takes a few times as long; a look at each of them would take hundreds of
     * times.
     */
    @Test
    void aWindowCostsWhatIsInIt() {
        long few = nanosOfAWindow(TextDocument.read(document(200)).cues());
        long many = nanosOfAWindow(TextDocument.read(document(200_000)).cues());
        assertThat(many).isLessThan(20 * few);
    }

    private static long nanosOfAWindow(CueList cues) {
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long found = 0;
            long start = System.nanoTime();
            for (int i = 0; i < 1000; i++) {
                long from = (cues.end() - 60_000_000) / 1000 * i;
                found += cues.overlapping(from, from + 60_000_000).length;
            }
            best = Math.min(best, System.nanoTime() - start);
            assertThat(found).isGreaterThan(14_000);
        }
        return best / 1000;
    }

    /** The index of three levels finds what a look at each cue finds. */
    @Test
    void aWindowFindsAllThatOverlapIt() {
        Random random = new Random(5);
        StringBuilder document = new StringBuilder("WEBVTT\n\n");
        long[] starts = new long[20_000];
        long[] ends = new long[starts.length];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = (i == 0 ? 0 : starts[i - 1]) + random.nextInt(3) * 5_000_000L;
            ends[i] = starts[i] + 10_000L * (1 + random.nextInt(500) + (random.nextInt(2000) == 0 ? 5_000_000 : 0));
            document.append(CueTime.print(starts[i])).append(" --> ").append(CueTime.print(ends[i])).append("\nx\n\n");
        }
        CueList cues = read(document.toString());
        for (int i = 0; i < 300; i++) {
            long from = (long) (random.nextDouble() * cues.end());
            long to = from + 1 + (i % 3 == 0 ? 0 : random.nextInt(200_000_000));
            assertThat(cues.overlapping(from, to)).containsExactly(
                    IntStream.range(0, starts.length).filter(cue -> starts[cue] < to && ends[cue] > from).toArray());
        }
    }

    @Test
    void thumbnailsAreToldApart() {
        assertThat(read("WEBVTT\n\n00:00.000 --> 00:05.000\na b.jpg#xywh=0,0,1,1\n").isThumbnailIndex()).isFalse();
        assertThat(read("WEBVTT\n\n00:00.000 --> 00:05.000\nhttps://x/a.jpg#xywh=percent:0,0,25,25\n").isThumbnailIndex())
                .isTrue();
        assertThat(read("WEBVTT\n\n00:00.000 --> 00:05.000\na.jpg#xywh=0,0,1,1\n\n00:05.000 --> 00:06.000\nb\n")
                .isThumbnailIndex())
                .isFalse();
        assertThat(read("WEBVTT").isThumbnailIndex()).isFalse();
    }

    @Test
    void partsHaveTheStylesOfTheDocument() {
        CueList cues = read("""
                WEBVTT

                STYLE
                /* } ::cue(i) { color: lime } */
                video::cue, ::cue(.a) { color: rgb(1, 2, 3) }
                ::cue(b.loud) { text-decoration: underline; background: #fff }
                ::cue(i) { font-style: normal; font-weight: 700 }
                ::cue(.a .b), ::cue(:past), div::before { color: red }

                00:00.000 --> 00:05.000
                x<b.loud.x>y</b.x></b><i>z<00:01.000>&hearts;</i></b>
                <c.white>w
                """);
        Colour base = Colour.opaque(0x010203);
        SpanStyle plain = new SpanStyle(false, false, false, base, null, null, null, Ruby.NONE);
        assertThat(cues.parts(0)).isEqualTo(List.of(new CuePart.Text("x", plain),
                new CuePart.Text("y", new SpanStyle(false, true, true, base, Colour.WHITE, null, null, Ruby.NONE)),
                new CuePart.Text("z", new SpanStyle(false, true, false, base, null, null, null, Ruby.NONE)),
                new CuePart.Timestamp(10_000_000),
                new CuePart.Text("&hearts;", new SpanStyle(false, true, false, base, null, null, null, Ruby.NONE)),
                new CuePart.LineBreak(), new CuePart.Text("w", SpanStyle.PLAIN)));
    }
}
