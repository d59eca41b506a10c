package io.dynpack.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Collects the text of one paragraph of TTML and makes cues of it: one, or, where spans come and go, one for each time in which the
 * same text is shown.
 */
final class TtmlParagraph {
    /** Pieces times moments: what cutting a paragraph may cost. */
    private static final long MAX_WORK = 1 << 20;

    /**
     * @param group in ruby, the base or text it belongs to
     */
    private record Run(CuePart part, long begin, long end, int group) {}

    private final long begin;
    private final long end;
    private final List<Run> runs = new ArrayList<>();
    private int length;
    private int group;
    /** A blank was read that is written if text follows in the same line. */
    private boolean blank;
    /** That blank, where it ended the text that was added last. */
    private @Nullable Run heldBlank;
    private boolean lineIsEmpty = true;

    TtmlParagraph(long begin, long end) {
        this.begin = begin;
        this.end = end;
    }

    /** @param preserved whether blanks and line breaks are text ({@code xml:space}) */
    void text(String text, SpanStyle style, boolean preserved, long from, long to) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), CueListBuilder.MAX_TEXT));
        for (int i = 0; i < text.length() && length <= CueListBuilder.MAX_TEXT; i++) {
            char c = text.charAt(i);
            if (preserved && c == '\n') {
                flush(out, style, from, to);
                lineBreak(from, to);
            } else if (!preserved && CueText.isBlank(c)) {
                blank = !lineIsEmpty;
            } else {
                if (heldBlank != null) {
                    runs.add(heldBlank);
                    heldBlank = null;
                } else if (blank) {
                    out.append(' ');
                    length++;
                }
                blank = false;
                lineIsEmpty = false;
                out.append(c == '\r' || c == '\n' ? ' ' : c);
                length++;
            }
        }
        flush(out, style, from, to);
        if (blank && heldBlank == null) {
            heldBlank = new Run(new CuePart.Text(" ", style), from, to, group);
            length++;
        }
    }

    private void flush(StringBuilder out, SpanStyle style, long from, long to) {
        if (!out.isEmpty()) {
            runs.add(new Run(new CuePart.Text(out.toString(), style), from, to, group));
            out.setLength(0);
        }
    }

    void lineBreak(long from, long to) {
        if (length <= CueListBuilder.MAX_TEXT) {
            runs.add(new Run(new CuePart.LineBreak(), from, to, group));
            length++;
        }
        blank = false;
        heldBlank = null;
        lineIsEmpty = true;
    }

    /** Text from here on belongs to another base, or another text beside one. */
    void group() {
        group++;
    }

    int mark() {
        return runs.size();
    }

    /** Puts each text of ruby behind its base; TTML may have all bases in front of all texts. */
    void pairFrom(int mark) {
        List<Run> part = runs.subList(mark, runs.size());
        Map<Integer, List<Run>> bases = new TreeMap<>();
        Map<Integer, List<Run>> texts = new TreeMap<>();
        for (Run run : part) {
            boolean text = run.part() instanceof CuePart.Text piece && piece.style().ruby() == Ruby.TEXT;
            (text ? texts : bases).computeIfAbsent(run.group(), g -> new ArrayList<>()).add(run);
        }
        List<List<Run>> first = List.copyOf(bases.values());
        List<List<Run>> second = List.copyOf(texts.values());
        List<Run> paired = new ArrayList<>(part.size());
        for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
            if (i < first.size()) {
                paired.addAll(first.get(i));
            }
            if (i < second.size()) {
                paired.addAll(second.get(i));
            }
        }
        part.clear();
        runs.addAll(paired);
    }

    void addTo(CueListBuilder cues, int line, @Nullable String id, CueSettings settings) {
        if (length > CueListBuilder.MAX_TEXT) {
            cues.findings.add(line, "the cue has more than " + CueListBuilder.MAX_TEXT + " characters, it is left out");
            return;
        }
        TreeSet<Long> moments = new TreeSet<>();
        moments.add(begin);
        for (Run run : runs) {
            for (long moment : new long[]{run.begin(), run.end()}) {
                if (moment > begin && moment < end) {
                    moments.add(moment);
                }
            }
        }
        if (moments.size() > 1 && ((long) moments.size() * runs.size() > MAX_WORK
                || !cues.takeRepeated(moments.size() * (long) cues.print(line, shown(begin, false)).length()))) {
            cues.findings.add(line, "spans of the cue come and go too often, all of it is shown for all of its time");
            moments.clear();
            moments.add(begin);
        }
        boolean cut = moments.size() > 1;
        String name = id;
        for (Long from : moments) {
            Long to = moments.higher(from);
            List<CuePart> parts = shown(from, cut);
            if (!parts.isEmpty()) {
                add(cues, line, from, to == null ? end : to, name, settings, parts);
                name = null;
            }
        }
    }

    private static void add(CueListBuilder cues, int line, long from, long to, @Nullable String id, CueSettings settings,
            List<CuePart> parts) {
        if (from > CueTime.MAX || to > CueTime.MAX && to != CueListBuilder.OPEN) {
            cues.findings.add(line, "the cue is shown in more than a year, it is left out");
            return;
        }
        if (to == CueListBuilder.OPEN) {
            cues.findings.add(line, "the cue has no end, it is shown until the next one starts");
        }
        cues.add(line, from, to, id, settings, parts);
    }

    /** What is shown at that moment, without empty lines in front and behind; empty where there is no text. */
    private List<CuePart> shown(long moment, boolean cut) {
        List<CuePart> shown = new ArrayList<>();
        for (Run run : runs) {
            if (!cut || run.begin() <= moment && run.end() > moment) {
                shown.add(run.part());
            }
        }
        int first = 0;
        int last = shown.size();
        while (first < last && shown.get(first) instanceof CuePart.LineBreak) {
            first++;
        }
        while (last > first && shown.get(last - 1) instanceof CuePart.LineBreak) {
            last--;
        }
        PartList parts = new PartList();
        boolean visible = false;
        for (CuePart part : shown.subList(first, last)) {
            parts.add(part);
            visible |= part instanceof CuePart.Text text && !text.text().isBlank();
        }
        return visible ? parts.build() : List.of();
    }
}
