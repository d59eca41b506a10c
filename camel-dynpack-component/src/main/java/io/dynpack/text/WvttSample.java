package io.dynpack.text;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/** The bytes of a sample of {@code wvtt}: boxes of ISO/IEC 14496-30. */
public final class WvttSample {
    private static final int HEADER = 8;

    private WvttSample() {}

    /**
     * A {@code vttc} for each cue that is shown, or the one {@code vtte} of silence. {@code vsid} is the index of the cue, so
     * that a player joins the pieces of a cue that several samples have.
     */
    public static byte[] bytes(CueList cues, CueSample sample) {
        int size = sample.cues().isEmpty() ? HEADER : 0;
        for (int cue : sample.cues()) {
            size += sizeOf(cues, cue, sample.start());
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        if (sample.cues().isEmpty()) {
            box(out, HEADER, "vtte");
        }
        for (int cue : sample.cues()) {
            write(out, cues, cue, sample.start());
        }
        return out.array();
    }

    /** @param time of the sample, ticks of 10 MHz */
    static int sizeOf(CueList cues, int cue, long time) {
        String current = hasTimestamps(cues, cue) ? CueTime.print(time) : null;
        return HEADER + HEADER + 4 + size(cues.id(cue)) + size(current) + size(settings(cues, cue)) + size(cues.text(cue));
    }

    private static int size(@Nullable String text) {
        return text == null ? 0 : HEADER + text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void write(ByteBuffer out, CueList cues, int cue, long time) {
        int start = out.position();
        box(out, 0, "vttc");
        box(out, HEADER + 4, "vsid");
        out.putInt(cue);
        string(out, "iden", cues.id(cue));
        // where in the cue this sample begins, which matters if words of it light up
        string(out, "ctim", hasTimestamps(cues, cue) ? CueTime.print(time) : null);
        string(out, "sttg", settings(cues, cue));
        string(out, "payl", cues.text(cue));
        out.putInt(start, out.position() - start);
    }

    private static boolean hasTimestamps(CueList cues, int cue) {
        String text = cues.text(cue);
        int open = text.indexOf('<');
        while (open >= 0 && open + 1 < text.length()) {
            if (Decimal.digit(text.charAt(open + 1)) >= 0) {
                return true;
            }
            open = text.indexOf('<', open + 1);
        }
        return false;
    }

    private static @Nullable String settings(CueList cues, int cue) {
        String settings = cues.settings(cue).toString();
        return settings.isEmpty() ? null : settings;
    }

    private static void string(ByteBuffer out, String type, @Nullable String text) {
        if (text != null) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            box(out, HEADER + bytes.length, type);
            out.put(bytes);
        }
    }

    private static void box(ByteBuffer out, int size, String type) {
        out.putInt(size).put(type.getBytes(StandardCharsets.US_ASCII));
    }
}
