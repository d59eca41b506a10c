package io.dynpack.text;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Samples of {@code tx3g} (3GPP TS 26.245, 5.16 and 5.17): a string, and boxes that say how runs of it look. */
final class Tx3gTrackReader extends TextTrackReader {
    private static final int STYL = SampleBoxes.type("styl");
    private static final int BOLD = 1;
    private static final int ITALIC = 2;
    private static final int UNDERLINE = 4;
    /** Bytes of a record of style. */
    private static final int STYLE = 12;
    /** Of a sample; a screen holds a thousand characters. */
    private static final int MAX_RUNS = 4096;
    /** Where justification and style lie in a sample entry: behind its data reference and the display flags. */
    private static final int JUSTIFICATION = 12;
    private static final int DEFAULT_STYLE = JUSTIFICATION + 2 + 4 + 8;
    private static final int BIG_ENDIAN = 0xFEFF;
    private static final int LITTLE_ENDIAN = 0xFFFE;

    private CueSettings settings = CueSettings.DEFAULT;
    private SpanStyle style = SpanStyle.PLAIN;

    Tx3gTrackReader(TextLimits limits) {
        super(TextFormat.TX3G, limits);
    }

    /** The length of a string that is empty. */
    @Override
    public int silence() {
        return Short.BYTES;
    }

    @Override
    void entry(ByteBuffer payload, boolean isNew) {
        settings = CueSettings.DEFAULT;
        style = SpanStyle.PLAIN;
        if (payload.remaining() >= DEFAULT_STYLE + STYLE) {
            settings = placed(payload.get(JUSTIFICATION), payload.get(JUSTIFICATION + 1));
            style = style(payload, DEFAULT_STYLE);
        }
    }

    /**
     * @param horizontal 0 left, 1 centred, -1 right
     * @param vertical   0 top, 1 centred, -1 bottom
     */
    private static CueSettings placed(int horizontal, int vertical) {
        TextAlignment align = switch (horizontal) {
            case 0 -> TextAlignment.LEFT;
            case -1 -> TextAlignment.RIGHT;
            default -> TextAlignment.CENTER;
        };
        CueLine line = switch (vertical) {
            case 0 -> new CueLine.Offset(Percent.ZERO, CueLine.Alignment.START);
            case 1 -> new CueLine.Offset(Percent.of(50), CueLine.Alignment.CENTER);
            default -> null;
        };
        return new CueSettings(WritingDirection.HORIZONTAL, line, null, Percent.HUNDRED, align, null);
    }

    /** @param at where a record of style lies: bounds of the run, font, face, size, colour */
    private static SpanStyle style(ByteBuffer bytes, int at) {
        int face = bytes.get(at + 6);
        Colour colour = new Colour(bytes.getInt(at + 8));
        return new SpanStyle((face & ITALIC) != 0, (face & BOLD) != 0, (face & UNDERLINE) != 0, colour, null, null, null,
                Ruby.NONE);
    }

    @Override
    void read(long start, long end, long mediaTime, ByteBuffer sample) {
        if (sample.remaining() <= Short.BYTES) {
            return;
        }
        int length = sample.getShort() & 0xFFFF;
        if (length > sample.remaining()) {
            found("claims " + length + " bytes of text where " + sample.remaining() + " are left");
            length = sample.remaining();
        }
        byte[] bytes = new byte[length];
        sample.get(bytes);
        String text = text(bytes);
        if (text.isBlank()) {
            return;
        }
        SampleBoxes boxes = new SampleBoxes(sample);
        ByteBuffer styles = ByteBuffer.allocate(Short.BYTES);
        while (boxes.next()) {
            if (boxes.type() == STYL && boxes.content().remaining() >= Short.BYTES) {
                styles = boxes.content();
            }
        }
        if (boxes.isBroken()) {
            found("ends inside of a box, what follows in it is left out");
        }
        joined.add(Math.max(0, start), end, -1, null, settings, cues.print(0, parts(text, styles)));
    }

    private static String text(byte[] bytes) {
        int mark = bytes.length < 2 ? 0 : (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
        boolean wide = mark == BIG_ENDIAN || mark == LITTLE_ENDIAN;
        Charset charset = !wide
                ? StandardCharsets.UTF_8
                : mark == BIG_ENDIAN ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
        int from = wide ? 2 : 0;
        String text = new String(bytes, from, bytes.length - from, charset);
        // some writers end it as C does
        return text.replace('\0', ' ').stripTrailing();
    }

    /**
     * The runs of the text. Bounds of a run count characters; runs are in order and do not overlap (5.17.1.1), so that what lies in
     * front of the end of the one before is none.
     *
     * @param styles from the number of records on
     */
    private List<CuePart> parts(String text, ByteBuffer styles) {
        int count = Math.min(MAX_RUNS, Math.min(styles.getShort() & 0xFFFF, styles.remaining() / STYLE));
        Runs runs = new Runs(text);
        for (int i = 0; i < count; i++) {
            int at = styles.position() + i * STYLE;
            runs.upTo(styles.getShort(at) & 0xFFFF, style);
            runs.upTo(styles.getShort(at + 2) & 0xFFFF, style(styles, at));
        }
        runs.upTo(Integer.MAX_VALUE, style);
        return runs.parts.build();
    }

    /** Text that is cut into runs from its beginning on. */
    private static final class Runs {
        final PartList parts = new PartList();
        private final String text;
        private int at;
        /** Characters in front of {@code at}. */
        private int characters;

        Runs(String text) {
            this.text = text;
        }

        /** @param end characters in front of the end of the run */
        void upTo(int end, SpanStyle style) {
            int from = at;
            while (at < text.length() && characters < end) {
                int c = text.codePointAt(at);
                boolean wideBreak = c == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n';
                if (c == '\n' || c == '\r') {
                    parts.text(text.substring(from, at), style);
                    if (!wideBreak) {
                        parts.lineBreak();
                    }
                    from = at + 1;
                }
                at += Character.charCount(c);
                characters++;
            }
            parts.text(text.substring(from, at), style);
        }
    }
}
