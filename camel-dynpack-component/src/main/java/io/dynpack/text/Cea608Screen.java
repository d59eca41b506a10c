package io.dynpack.text;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** A screen of line 21 captions (CTA-608-E): 15 rows of 32 characters, and where the next one goes. */
final class Cea608Screen {
    private static final int ROWS = 15;
    private static final int COLUMNS = 32;
    /** Above this row captions do not stand at the bottom. */
    private static final int MIDDLE = 9;
    /** Thousandths of a percent of the height: the first row, and each further one. */
    private static final int TOP = 10_000;
    private static final int ROW = 80_000 / ROWS;
    private static final int ITALIC = 7;
    private static final int[] COLOURS = {0xFFFFFF, 0x00FF00, 0x0000FF, 0x00FFFF, 0xFF0000, 0xFFFF00, 0xFF00FF};
    private static final String SPECIAL = "\u00ae\u00b0\u00bd\u00bf\u2122\u00a2\u00a3\u266a\u00e0\u00a0\u00e8\u00e2\u00ea\u00ee\u00f4\u00fb";
    /** Of Spanish, French and various others (0x12); of Portuguese, German and Danish (0x13). */
    private static final String EXTENDED_1 = "\u00c1\u00c9\u00d3\u00da\u00dc\u00fc\u2018\u00a1*\u2019\u2014\u00a9\u2120\u2022\u201c\u201d"
            + "\u00c0\u00c2\u00c7\u00c8\u00ca\u00cb\u00eb\u00ce\u00cf\u00ef\u00d4\u00d9\u00f9\u00db\u00ab\u00bb";
    private static final String EXTENDED_2 = "\u00c3\u00e3\u00cd\u00cc\u00ec\u00d2\u00f2\u00d5\u00f5{}\\^_|~"
            + "\u00c4\u00e4\u00d6\u00f6\u00df\u00a5\u00a4\u2502\u00c5\u00e5\u00d8\u00f8\u250c\u2510\u2514\u2518";

    /** By number from 1; {@code null} where nothing was written. */
    private @Nullable Row[] rows = new @Nullable Row[ROWS + 1];
    private int row = ROWS;
    private int column;
    private SpanStyle style = SpanStyle.PLAIN;
    /** Characters that are seen; -1 where they have to be counted. */
    private int seen;

    private static final class Row {
        final char[] characters = new char[COLUMNS];
        final SpanStyle[] styles = new SpanStyle[COLUMNS];

        /** The first character that is seen; {@link #COLUMNS} where there is none. */
        int from() {
            int from = 0;
            while (from < COLUMNS && isBlank(characters[from])) {
                from++;
            }
            return from;
        }
    }

    /** Of the basic set, which is ASCII but for ten characters. */
    static char standard(int code) {
        return switch (code) {
            case 0x27 -> '\u2019';
            case 0x2A -> '\u00e1';
            case 0x5C -> '\u00e9';
            case 0x5E -> '\u00ed';
            case 0x5F -> '\u00f3';
            case 0x60 -> '\u00fa';
            case 0x7B -> '\u00e7';
            case 0x7C -> '\u00f7';
            case 0x7D -> '\u00d1';
            case 0x7E -> '\u00f1';
            case 0x7F -> '\u2588';
            default -> (char) code;
        };
    }

    /** @param code 0x30 to 0x3F */
    static char special(int code) {
        return SPECIAL.charAt(code & 0xF);
    }

    /** @param code 0x20 to 0x3F */
    static char extended(int set, int code) {
        return (set == 0x12 ? EXTENDED_1 : EXTENDED_2).charAt(code - 0x20);
    }

    int row() {
        return row;
    }

    /** @param number from 1 */
    void row(int number) {
        row = number;
    }

    /** Begins a row: with an indent, or with colour or italics; each with or without a line below. */
    void preamble(int attributes) {
        style = SpanStyle.PLAIN;
        int kind = attributes >> 1;
        column = kind > ITALIC ? 4 * (kind - ITALIC - 1) : 0;
        style(kind > ITALIC ? attributes & 1 : attributes);
    }

    /** @param attributes a colour or italics, and in bit 0 a line below */
    void style(int attributes) {
        int kind = attributes >> 1 & 7;
        Colour colour = kind == ITALIC ? style.color() : Colour.opaque(COLOURS[kind]);
        style = new SpanStyle(kind == ITALIC, false, (attributes & 1) != 0, colour, null, null, null, Ruby.NONE);
    }

    void tab(int columns) {
        column = Math.min(COLUMNS - 1, column + columns);
    }

    /** In the last column characters replace each other. */
    void write(char c) {
        Row line = rows[row];
        if (line == null) {
            line = new Row();
            rows[row] = line;
        }
        if (isBlank(line.characters[column]) != isBlank(c)) {
            seen = seen < 0 ? -1 : isBlank(c) ? seen - 1 : seen + 1;
        }
        line.characters[column] = c;
        line.styles[column] = style;
        column = Math.min(COLUMNS - 1, column + 1);
    }

    /** Takes the last character back. */
    void back() {
        column = Math.max(0, column - 1);
        clear(row, column, column + 1);
    }

    void clearToEnd() {
        clear(row, column, COLUMNS);
    }

    private void clear(int of, int from, int to) {
        Row line = rows[of];
        if (line != null) {
            Arrays.fill(line.characters, from, to, '\0');
            seen = -1;
        }
    }

    void clear() {
        Arrays.fill(rows, null);
        seen = 0;
    }

    /** Rows up to the one that is written move one up; the uppermost of so many goes. */
    void roll(int rolled) {
        int top = Math.max(1, row - rolled + 1);
        for (int i = 1; i <= ROWS; i++) {
            rows[i] = i >= top && i < row ? rows[i + 1] : null;
        }
        column = 0;
        seen = -1;
    }

    /** The rows that roll get another place. */
    void moveBase(int base, int rolled) {
        @Nullable
        Row[] moved = new @Nullable Row[ROWS + 1];
        for (int i = 0; i < Math.min(rolled, Math.min(base, row)); i++) {
            moved[base - i] = rows[row - i];
        }
        rows = moved;
        row = base;
        seen = -1;
    }

    boolean isBlank() {
        if (seen < 0) {
            seen = 0;
            for (Row line : rows) {
                for (int i = 0; line != null && i < COLUMNS; i++) {
                    seen += isBlank(line.characters[i]) ? 0 : 1;
                }
            }
        }
        return seen == 0;
    }

    private static boolean isBlank(char c) {
        return c == '\0' || c == ' ' || c == '\u00a0';
    }

    /** At the bottom, or where the upper half has the first row. */
    CueSettings settings() {
        for (int i = 1; i < MIDDLE; i++) {
            Row line = rows[i];
            if (line != null && line.from() < COLUMNS) {
                return new CueSettings(WritingDirection.HORIZONTAL,
                        new CueLine.Offset(new Percent(TOP + (i - 1) * ROW), CueLine.Alignment.START), null, Percent.HUNDRED,
                        TextAlignment.CENTER, null);
            }
        }
        return CueSettings.DEFAULT;
    }

    /** The rows that hold something, without blanks around them. */
    List<CuePart> parts() {
        PartList parts = new PartList();
        boolean first = true;
        for (Row line : rows) {
            int from = line == null ? COLUMNS : line.from();
            if (line == null || from == COLUMNS) {
                continue;
            }
            if (!first) {
                parts.lineBreak();
            }
            first = false;
            int to = COLUMNS;
            while (isBlank(line.characters[to - 1])) {
                to--;
            }
            for (int at = from; at < to; at++) {
                char c = line.characters[at];
                parts.text(c == '\0' ? " " : String.valueOf(c), c == '\0' ? SpanStyle.PLAIN : line.styles[at]);
            }
        }
        return parts.build();
    }
}
