package io.dynpack.text;

import java.util.ArrayList;
import java.util.List;

/** Collects the pieces of one cue; neighbours in one style become one piece. */
final class PartList {
    private final List<CuePart> parts = new ArrayList<>();
    private final StringBuilder pending = new StringBuilder();
    private SpanStyle style = SpanStyle.PLAIN;

    /** The pieces as they are where nobody knows when a word is said. */
    static List<CuePart> withoutTimestamps(List<CuePart> all) {
        PartList parts = new PartList();
        for (CuePart part : all) {
            if (!(part instanceof CuePart.Timestamp)) {
                parts.add(part);
            }
        }
        return parts.build();
    }

    void text(String text, SpanStyle of) {
        if (text.isEmpty()) {
            return;
        }
        if (!of.equals(style)) {
            flush();
            style = of;
        }
        pending.append(text);
    }

    void lineBreak() {
        flush();
        parts.add(new CuePart.LineBreak());
    }

    void timestamp(long time) {
        flush();
        parts.add(new CuePart.Timestamp(time));
    }

    void add(CuePart part) {
        if (part instanceof CuePart.Text text) {
            text(text.text(), text.style());
        } else {
            flush();
            parts.add(part);
        }
    }

    List<CuePart> build() {
        flush();
        return List.copyOf(parts);
    }

    private void flush() {
        if (!pending.isEmpty()) {
            parts.add(new CuePart.Text(pending.toString(), style));
            pending.setLength(0);
        }
    }
}
