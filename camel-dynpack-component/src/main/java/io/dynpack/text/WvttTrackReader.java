package io.dynpack.text;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/** Samples of {@code wvtt} (ISO/IEC 14496-30, 7): a box for each cue, or one that says that there is none. */
final class WvttTrackReader extends TextTrackReader {
    private static final int VTTC_HEADER = SampleBoxes.type("vttC");
    private static final int VTTC = SampleBoxes.type("vttc");
    private static final int VTTE = SampleBoxes.type("vtte");
    /** Text between cues, which is not shown. */
    private static final int VTTA = SampleBoxes.type("vtta");
    private static final int VSID = SampleBoxes.type("vsid");
    private static final int IDEN = SampleBoxes.type("iden");
    private static final int STTG = SampleBoxes.type("sttg");
    private static final int PAYL = SampleBoxes.type("payl");
    /** Reserved bytes and the data reference of a sample entry. */
    private static final int ENTRY = 8;

    WvttTrackReader(TextLimits limits) {
        super(TextFormat.WVTT, limits);
    }

    /** Of a box without content, whichever it is. */
    @Override
    public int silence() {
        return SampleBoxes.HEADER;
    }

    /** The header of the document: regions and styles. */
    @Override
    void entry(ByteBuffer payload, boolean isNew) {
        if (!isNew || payload.remaining() < ENTRY) {
            return;
        }
        SampleBoxes boxes = new SampleBoxes(payload.position(ENTRY));
        while (boxes.next()) {
            if (boxes.type() == VTTC_HEADER) {
                byte[] header = boxes.bytes();
                new WebVttReader(new LineReader(new Utf8(header, 0), findings), cues).read();
            }
        }
    }

    @Override
    void read(long start, long end, long mediaTime, ByteBuffer sample) {
        SampleBoxes boxes = new SampleBoxes(sample);
        while (boxes.next()) {
            if (boxes.type() == VTTC) {
                cue(Math.max(0, start), end, boxes.content());
            } else if (boxes.type() != VTTE && boxes.type() != VTTA) {
                found("has boxes that hold no cue, they are left out");
            }
        }
        if (boxes.isBroken()) {
            found("ends inside of a box, what follows in it is left out");
        }
    }

    private void cue(long start, long end, ByteBuffer content) {
        SampleBoxes boxes = new SampleBoxes(content);
        long source = -1;
        String id = null;
        CueSettings settings = CueSettings.DEFAULT;
        String text = "";
        while (boxes.next()) {
            if (boxes.type() == VSID && boxes.content().remaining() >= Integer.BYTES) {
                source = boxes.content().getInt() & 0xFFFFFFFFL;
            } else if (boxes.type() == IDEN) {
                id = string(boxes.bytes()).strip();
            } else if (boxes.type() == STTG) {
                settings = CueSettingsReader.read(string(boxes.bytes()).strip(), 0, cues);
            } else if (boxes.type() == PAYL) {
                text = payload(string(boxes.bytes()));
            }
        }
        if (boxes.isBroken()) {
            found("has a cue that ends inside of a box");
        }
        if (text != null && !text.isEmpty()) {
            joined.add(start, end, source, id == null || id.isEmpty() ? null : id, settings, text);
        }
    }

    private static String string(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).replace('\0', '\ufffd');
    }

    /** Without what would end a cue of a WebVTT document: empty lines and arrows; {@code null} where it is too long. */
    private @Nullable String payload(String text) {
        if (text.length() > CueListBuilder.MAX_TEXT) {
            found("has a cue of more than " + CueListBuilder.MAX_TEXT + " characters, it is left out");
            return null;
        }
        String lines = text.replace("\r\n", "\n").replace('\r', '\n').replace(CueTiming.ARROW, "--&gt;");
        int first = 0;
        int last = lines.length();
        while (first < last && lines.charAt(first) == '\n') {
            first++;
        }
        while (last > first && lines.charAt(last - 1) == '\n') {
            last--;
        }
        StringBuilder out = new StringBuilder(last - first);
        for (int i = first; i < last; i++) {
            if (lines.charAt(i) == '\n' && lines.charAt(i - 1) == '\n') {
                out.append("&nbsp;");
            }
            out.append(lines.charAt(i));
        }
        return out.toString();
    }
}
