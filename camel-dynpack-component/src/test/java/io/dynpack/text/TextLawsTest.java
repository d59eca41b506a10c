package io.dynpack.text;

import java.text.Bidi;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** What holds for all cues, whatever they say. */
class TextLawsTest {
    private static final String STYLE = """
            WEBVTT
            Language: en

            STYLE
            ::cue(.odd) { color: #12345678; }
            ::cue(.hushed) { font-style: italic; background-color: transparent }

            """;

    /**
     * IMSC 1 and WebVTT both know times to the millisecond, names, where a cue stands, and the style, ruby, speaker and language of
     * its text. A way through IMSC 1 and back loses none of it, and a second way changes nothing more.
     */
    @Property(tries = 400)
    void nothingIsLostOnTheWayThroughImsc(@ForAll("documents") String document) {
        CueList cues = TextDocument.read(document.getBytes(UTF_8)).cues();
        String ttml = Imsc1.document(cues, 0, cues.end());
        CueList read = TextDocument.read(ttml.getBytes(UTF_8)).cues();
        CueList back = TextDocument.read(WebVtt.document(read).getBytes(UTF_8)).cues();
        assertThat(back.count()).isEqualTo(cues.count());
        assertThat(back.language()).isEqualTo("en");
        for (int i = 0; i < cues.count(); i++) {
            assertThat(back.start(i)).isEqualTo(cues.start(i));
            assertThat(back.end(i)).isEqualTo(cues.end(i));
            String id = cues.id(i);
            assertThat(back.id(i)).isEqualTo(id != null && id.startsWith("n") ? id : null);
            assertThat(back.parts(i)).isEqualTo(PartList.withoutTimestamps(cues.parts(i)));
            boolean rightToLeft = isRightToLeft(cues.parts(i));
            CueBox box = CueBox.of(cues.settings(i), null, rightToLeft);
            // the start of text from the right is called by its side
            assertThat(CueBox.of(back.settings(i), null, rightToLeft)).isEqualTo(new CueBox(box.direction(), box.inlineStart(),
                    box.inlineSize(), box.blockStart(), box.blockSize(), box.place(),
                    rightToLeft ? box.align().resolved(true) : box.align()));
        }
        assertThat(Imsc1.document(back, 0, back.end())).isEqualTo(ttml);
    }

    /** Lines of a region stand at its bottom; a cue that comes back has no region, and stands there as well. */
    @Property(tries = 200)
    void textOfARegionStaysWhereItIs(@ForAll @IntRange(min = 1, max = 100) int width,
            @ForAll @IntRange(min = 1, max = 16) int lines,
            @ForAll @IntRange(max = 100) int own, @ForAll @IntRange(max = 100) int view) {
        CueList cues = TextDocument.read("""
                WEBVTT

                REGION
                id:r
                width:%d%%
                lines:%d
                regionanchor:%d%%,%3$d%%
                viewportanchor:%d%%,%4$d%%

                00:00.000 --> 00:01.000 region:r align:left
                text
                """.formatted(width, lines, own, view).getBytes(UTF_8)).cues();
        CueBox box = CueBox.of(cues.settings(0), cues.region("r"), false);
        CueList back = TextDocument.read(Imsc1.document(cues, 0, cues.end()).getBytes(UTF_8)).cues();
        CueBox found = CueBox.of(back.settings(0), null, false);
        assertThat(found.inlineStart()).isEqualTo(box.inlineStart());
        assertThat(found.inlineSize()).isEqualTo(box.inlineSize());
        assertThat(found.place()).isEqualTo(CueBox.Place.AFTER);
        // the whole of the video is what a cue without a place has, which leaves a margin
        assertThat(found.blockStart() + found.blockSize())
                .isEqualTo(box.blockStart() == 0 && box.blockSize() == Percent.WHOLE
                        ? 95_000
                        : box.blockStart() + box.blockSize());
        assertThat(found.align()).isEqualTo(TextAlignment.LEFT);
    }

    private static boolean isRightToLeft(List<CuePart> parts) {
        String text = parts.stream().map(part -> part instanceof CuePart.Text piece ? piece.text() : " ")
                .collect(Collectors.joining());
        return !new Bidi(text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight();
    }

    /** Cut into windows, all formats show the same at any time. */
    @Property(tries = 200)
    void windowsTogetherAreTheWhole(@ForAll("documents") String document, @ForAll("times") long length) {
        CueList cues = TextDocument.read(document.getBytes(UTF_8)).cues();
        long window = Math.max(cues.end() / 50, length * CueTime.PER_MILLISECOND) + 1;
        long[] ofImsc = new long[cues.count()];
        long[] ofSamples = new long[cues.count()];
        for (long from = 0; from < cues.end(); from += window) {
            long to = from + window;
            int[] shown = cues.overlapping(from, to);
            List<Integer> expected = new ArrayList<>();
            for (int i = 0; i < cues.count(); i++) {
                if (cues.start(i) < to && cues.end(i) > from) {
                    expected.add(i);
                }
            }
            assertThat(shown).containsExactly(expected.stream().mapToInt(i -> i).toArray());
            CueList read = TextDocument.read(Imsc1.document(cues, from, to).getBytes(UTF_8)).cues();
            assertThat(read.count()).isEqualTo(shown.length);
            for (int cue : shown) {
                ofImsc[cue] += Math.min(to, cues.end(cue)) - Math.max(from, cues.start(cue));
            }
            long total = 0;
            for (int i = 0; i < read.count(); i++) {
                assertThat(read.start(i)).isBetween(from, to);
                assertThat(read.end(i)).isBetween(from, to);
                total += read.end(i) - read.start(i);
            }
            long expectedTotal = 0;
            for (int cue : shown) {
                expectedTotal += Math.min(to, cues.end(cue)) - Math.max(from, cues.start(cue));
            }
            assertThat(total).isEqualTo(expectedTotal);
            long at = from;
            for (CueSample sample : CueSample.of(cues, from, to)) {
                assertThat(sample.start()).isEqualTo(at);
                at += sample.duration();
                sample.cues().forEach(cue -> ofSamples[cue] += sample.duration());
            }
            assertThat(at).isEqualTo(to);
        }
        for (int i = 0; i < cues.count(); i++) {
            assertThat(ofImsc[i]).isEqualTo(cues.end(i) - cues.start(i));
            assertThat(ofSamples[i]).isEqualTo(cues.end(i) - cues.start(i));
        }
    }

    /** Any text at all in a cue of SubRip and in a paragraph of TTML is the same text in WebVTT. */
    @Property(tries = 1000)
    void textIsText(@ForAll("texts") String text) {
        String line = text.strip();
        if (!line.isEmpty() && !line.contains("{\\")) {
            StringBuilder escaped = new StringBuilder();
            CueTextPrinter.escape(escaped, line);
            CueList ttml = TextDocument
                    .read(("<tt xmlns='http://www.w3.org/ns/ttml' xml:space='preserve'><body><div><p begin='1s' end='2s'>"
                            + escaped + "</p></div></body></tt>").getBytes(UTF_8))
                    .cues();
            CueList printed = TextDocument.read(WebVtt.document(ttml).getBytes(UTF_8)).cues();
            assertThat(printed.parts(0)).containsExactly(new CuePart.Text(line, SpanStyle.PLAIN));
        }
        if (!line.isEmpty() && line.chars().noneMatch(c -> "<>&{}-".indexOf(c) >= 0)) {
            CueList srt = TextDocument.read(("1\n00:00:01,000 --> 00:00:02,000\n" + line + "\n").getBytes(UTF_8)).cues();
            CueList printed = TextDocument.read(WebVtt.document(srt).getBytes(UTF_8)).cues();
            assertThat(printed.parts(0)).containsExactly(new CuePart.Text(line, SpanStyle.PLAIN));
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("ab <>&;/-{}\\.:1\u00e9\u4e2d#xl").ofMinLength(1).ofMaxLength(30);
    }

    @Provide
    Arbitrary<Long> times() {
        return Arbitraries.longs().between(0, 20_000);
    }

    @Provide
    Arbitrary<String> documents() {
        return Combinators.combine(Arbitraries.longs().between(0, 60_000), Arbitraries.longs().between(1, 10_000), settings(),
                pieces().list().ofMinSize(1).ofMaxSize(6), Arbitraries.integers().between(0, 3))
                .as((start, duration, settings, pieces, named) -> new Object[]{start, duration, settings, pieces, named})
                .list().ofMaxSize(12).map(cues -> {
                    StringBuilder out = new StringBuilder(STYLE);
                    for (int i = 0; i < cues.size(); i++) {
                        Object[] cue = cues.get(i);
                        out.append(switch ((int) cue[4]) {
                            case 0 -> "";
                            case 1 -> i + "\n";
                            case 2 -> "two words\n";
                            default -> "n" + i + "\n";
                        });
                        long start = (long) cue[0] * CueTime.PER_MILLISECOND;
                        long end = start + (long) cue[1] * CueTime.PER_MILLISECOND;
                        out.append(CueTime.print(start)).append(" --> ").append(CueTime.print(end)).append(' ').append(cue[2])
                                .append('\n');
                        ((List<?>) cue[3]).forEach(out::append);
                        out.append("\n\n");
                    }
                    return out.toString();
                });
    }

    /** Everything but what has a second name for the same place. */
    private static Arbitrary<String> settings() {
        Arbitrary<String> vertical = Arbitraries.of("", "", "vertical:rl", "vertical:lr");
        Arbitrary<String> percent = Arbitraries.integers().between(1, 99_999).map(p -> new Percent(p).toString());
        Arbitrary<String> line = Arbitraries.oneOf(Arbitraries.just(""),
                Arbitraries.integers().between(-15, 14).map(row -> "line:" + row),
                Combinators.combine(percent, Arbitraries.of("", ",start", ",center", ",end"))
                        .as((offset, alignment) -> "line:" + offset + alignment));
        Arbitrary<String> position = Arbitraries.oneOf(Arbitraries.just(""), Combinators
                .combine(percent, Arbitraries.of("", ",line-left", ",center", ",line-right"))
                .as((offset, alignment) -> "position:" + offset + alignment));
        Arbitrary<String> size = Arbitraries.oneOf(Arbitraries.just(""), percent.map(p -> "size:" + p));
        Arbitrary<String> align = Arbitraries.of("", "align:start", "align:center", "align:end", "align:left", "align:right");
        return Combinators.combine(vertical, line, position, size, align)
                .as((v, l, p, s, a) -> String.join(" ", v, l, p, s, a).strip());
    }

    private static Arbitrary<String> pieces() {
        Arbitrary<String> words = Arbitraries.of("Hello", "two  words", "&lt;b&gt; &amp;", "&nbsp;", "na\u00efve",
                "\u6771\u4eac",
                " x ", "\uD83D\uDE00", "1", "\u05e9\u05dc\u05d5\u05dd", "\u0633\u0644\u0627\u0645 a");
        Arbitrary<String> tags = Arbitraries.of("%s", "<i>%s</i>", "<b>%s<i>%1$s</i></b>", "<u>%s</u>",
                "<c.yellow.bg_blue>%s</c>",
                "<c.odd>%s</c>", "<c.hushed.white>%s</c>", "<v Anna & Bob>%s</v>", "<lang nb-NO>%s</lang>", "%s\n%1$s",
                "<ruby>%s<rt>%1$s</rt></ruby>", "<b><ruby>%s<rt><i>%1$s</i></rt>%1$s<rt>r</rt></ruby></b>", "<00:01:00.000>%s",
                "<c.unknown>%s</c>", "<v.loud Zo\u00eb><b.lime>%s</b></v>");
        return Combinators.combine(words, tags).as((word, tag) -> String.format(tag, word));
    }
}
