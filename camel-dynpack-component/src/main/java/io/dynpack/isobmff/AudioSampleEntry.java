package io.dynpack.isobmff;

import org.jspecify.annotations.Nullable;

/**
 * A sample entry of an audio track (ISO/IEC 14496-12, 12.2.3), also in QuickTime's versions 1 and 2.
 *
 * @param format       four-character code, {@code mp4a}, …
 * @param channelCount as the entry says; codecs know better
 * @param sampleRate   Hz, as the entry says
 * @param box          holds the configuration record and others
 * @param fields       bytes of its payload in front of them
 */
public record AudioSampleEntry(int format, int channelCount, long sampleRate, Box box, int fields) {

    public static AudioSampleEntry read(Box box) {
        BoxReader in = box.reader().skip(8);
        int version = in.u16();
        in.skip(6);
        int channels = in.u16();
        in.skip(2 + 4);
        long rate = in.u32() >>> 16;
        int fields = 28;
        if (version == 1) {
            fields += 16;
        } else if (version == 2) {
            in.skip(4);
            rate = Math.round(Double.longBitsToDouble(in.i64()));
            channels = (int) in.u32();
            fields += 36;
        }
        // version 1 is QuickTime's where its four extra fields are there, and ISO's (with srat) where a box begins at once
        if (version == 1 && startsWithBox(box, 28)) {
            fields = 28;
        }
        return new AudioSampleEntry(box.type(), channels, rate, box, fields);
    }

    private static boolean startsWithBox(Box box, int at) {
        BoxReader in = box.reader().skip(at);
        if (in.remaining() < 8) {
            return false;
        }
        long available = in.remaining();
        long size = in.u32();
        return size >= 8 && size <= available && Character.isLetter(Fourcc.text(in.i32()).charAt(0));
    }

    /** The first child of this type, those of a QuickTime {@code wave} box among them, or {@code null}. */
    public @Nullable Box child(int type) {
        Box child = box.child(type, fields);
        Box wave = child == null ? box.child(Fourcc.WAVE, fields) : null;
        return wave == null ? child : wave.child(type);
    }
}
