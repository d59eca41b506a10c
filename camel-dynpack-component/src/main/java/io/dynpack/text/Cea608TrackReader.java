package io.dynpack.text;

import java.nio.ByteBuffer;

/**
 * Samples of {@code c608} (QuickTime File Format, closed captioning): line 21 captions of field 1, channel 1 (CTA-608-E). A sample
 * holds the pairs of bytes that arrive when it begins. What is on the screen between two changes is a cue: captions that pop on,
 * rows that roll up, and text that is painted, which is shown from its first character on.
 */
final class Cea608TrackReader extends TextTrackReader {
    private static final int FIELD_1 = SampleBoxes.type("cdat");
    private static final int PARITY = 0x7F;
    /** Of a pair of control codes: the second channel. */
    private static final int CHANNEL_2 = 0x08;
    private static final int LAST_ROW = 15;
    /** Rows by the lowest three bits of the first byte and bit 5 of the second of a preamble. */
    private static final int[] ROWS = {11, 11, 1, 2, 3, 4, 12, 13, 14, 15, 5, 6, 7, 8, 9, 10};

    private enum Mode {
        /** Nothing was begun. */
        NONE,
        POP_ON,
        ROLL_UP,
        PAINT_ON
    }

    private Mode mode = Mode.NONE;
    /** What arrives is a text of its own, not captions, and leaves those as they are. */
    private boolean isText;
    private Cea608Screen shown = new Cea608Screen();
    private Cea608Screen hidden = new Cea608Screen();
    private int rolledRows = 2;
    /** Since when the screen shows what it shows. */
    private long since;
    /** The control code that arrived last, 0 after anything else: it is sent twice. */
    private int repeated;
    private boolean otherChannel;

    Cea608TrackReader(TextLimits limits) {
        super(TextFormat.CEA608, limits);
    }

    @Override
    public int silence() {
        return SampleBoxes.HEADER;
    }

    @Override
    void entry(ByteBuffer payload, boolean isNew) {}

    @Override
    void read(long start, long sampleEnd, long mediaTime, ByteBuffer sample) {
        long time = Math.max(0, start);
        SampleBoxes boxes = new SampleBoxes(sample);
        while (boxes.next()) {
            if (boxes.type() == FIELD_1) {
                ByteBuffer pairs = boxes.content();
                while (pairs.remaining() >= 2) {
                    pair(pairs.get() & PARITY, pairs.get() & PARITY, time);
                }
            }
        }
        if (boxes.isBroken()) {
            found("ends inside of a box, what follows in it is left out");
        }
    }

    /** What the screen shows after the last sample it shows to the end. */
    @Override
    void finish(long end) {
        changes(end);
    }

    private void pair(int first, int second, long time) {
        if (first >= 0x10 && first < 0x20) {
            int code = first << 8 | second;
            if (code != repeated) {
                repeated = code;
                otherChannel = (first & CHANNEL_2) != 0;
                if (!otherChannel) {
                    control(first, second, time);
                }
            } else {
                repeated = 0;
            }
            return;
        }
        if (first != 0 || second != 0) {
            repeated = 0;
        }
        if (!otherChannel && first >= 0x20) {
            write(Cea608Screen.standard(first), time);
        }
        if (!otherChannel && first >= 0x20 && second >= 0x20) {
            write(Cea608Screen.standard(second), time);
        }
    }

    private void control(int first, int second, long time) {
        if ((first == 0x14 || first == 0x15) && second >= 0x20 && second < 0x30) {
            command(second, time);
        } else if (isText || mode == Mode.NONE) {
            return;
        } else if (second >= 0x40) {
            preamble(ROWS[(first & 7) << 1 | second >> 5 & 1], second & 0x1F, time);
        } else if (first == 0x11 && second >= 0x30) {
            write(Cea608Screen.special(second), time);
        } else if (first == 0x11 && second >= 0x20) {
            Cea608Screen screen = screen();
            screen.style(second & 0xF);
            write(' ', time);
        } else if ((first == 0x12 || first == 0x13) && second >= 0x20) {
            // it stands behind one that older decoders show in its place
            screen().back();
            write(Cea608Screen.extended(first, second), time);
        } else if (first == 0x17 && second > 0x20 && second <= 0x23) {
            screen().tab(second - 0x20);
        }
    }

    private void preamble(int row, int attributes, long time) {
        if (mode == Mode.ROLL_UP) {
            if (row != shown.row()) {
                changes(time);
                shown.moveBase(row, rolledRows);
            }
        } else {
            screen().row(row);
        }
        screen().preamble(attributes);
    }

    private void command(int command, long time) {
        switch (command) {
            case 0x20 -> begin(Mode.POP_ON);
            case 0x21 -> {
                if (!isText) {
                    screenChanges(time);
                    screen().back();
                }
            }
            case 0x24 -> {
                if (!isText) {
                    screenChanges(time);
                    screen().clearToEnd();
                }
            }
            case 0x25, 0x26, 0x27 -> rollUp(command - 0x23, time);
            case 0x29 -> {
                changes(time);
                begin(Mode.PAINT_ON);
            }
            case 0x2A, 0x2B -> isText = true;
            case 0x2C -> {
                changes(time);
                shown.clear();
            }
            case 0x2D -> {
                if (mode == Mode.ROLL_UP && !isText) {
                    changes(time);
                    shown.roll(rolledRows);
                }
            }
            case 0x2E -> hidden.clear();
            case 0x2F -> {
                changes(time);
                Cea608Screen other = shown;
                shown = hidden;
                hidden = other;
                begin(Mode.POP_ON);
            }
            default -> {
                // flashing text, and what is reserved
            }
        }
    }

    private void rollUp(int rows, long time) {
        if (mode != Mode.ROLL_UP) {
            changes(time);
            shown.clear();
            hidden.clear();
            shown.row(LAST_ROW);
        }
        begin(Mode.ROLL_UP);
        rolledRows = rows;
    }

    private void begin(Mode begun) {
        mode = begun;
        isText = false;
    }

    /** Characters go where they are not seen yet only while captions pop on. */
    private Cea608Screen screen() {
        return mode == Mode.POP_ON ? hidden : shown;
    }

    private void write(char c, long time) {
        if (mode == Mode.NONE || isText) {
            return;
        }
        if (mode != Mode.POP_ON && shown.isBlank()) {
            since = time;
        }
        screen().write(c);
    }

    /** As {@link #changes} where what is written is seen. */
    private void screenChanges(long time) {
        if (screen() == shown) {
            changes(time);
        }
    }

    /** What was shown up to now is a cue. */
    private void changes(long time) {
        if (time > since && !shown.isBlank()) {
            cues.add(0, since, time, null, shown.settings(), shown.parts());
        }
        since = time;
    }
}
