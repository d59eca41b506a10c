package io.dynpack.index;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.Fourcc;

/** Sample entries made by hand. */
public final class TestEntries {
    /** AAC-LC, 48 kHz, stereo. */
    public static final String AAC_48 = "1190";
    /** AAC-LC, 44.1 kHz, stereo. */
    public static final String AAC_44 = "1210";

    private TestEntries() {}

    private static final class Bits {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int current;
        private int count;

        Bits bits(int width, long value) {
            for (int i = width - 1; i >= 0; i--) {
                current = current << 1 | (int) (value >> i & 1);
                if (++count == 8) {
                    bytes.write(current);
                    current = 0;
                    count = 0;
                }
            }
            return this;
        }

        Bits ue(long value) {
            int width = 64 - Long.numberOfLeadingZeros(value + 1);
            return bits(width - 1, 0).bits(width, value + 1);
        }

        byte[] stop() {
            bits(1, 1);
            while (count > 0) {
                bits(1, 0);
            }
            return bytes.toByteArray();
        }
    }

    /** Sequence parameter set of High profile, 4:2:0, with cropping where the size needs it. */
    public static byte[] sps(int level, int width, int height) {
        int columns = (width + 15) / 16;
        int rows = (height + 15) / 16;
        Bits bits = new Bits().bits(8, 0x67).bits(8, 100).bits(8, 0).bits(8, level).ue(0);
        bits.ue(1).ue(0).ue(0).bits(1, 0).bits(1, 0);
        bits.ue(0).ue(0).ue(2).ue(4).bits(1, 0).ue(columns - 1).ue(rows - 1).bits(1, 1).bits(1, 1);
        boolean crop = columns * 16 != width || rows * 16 != height;
        bits.bits(1, crop ? 1 : 0);
        if (crop) {
            bits.ue(0).ue((columns * 16 - width) / 2).ue(0).ue((rows * 16 - height) / 2);
        }
        return bits.bits(1, 0).stop();
    }

    public static byte[] avcC(int level, byte[]... sps) {
        BoxWriter out = new BoxWriter(64);
        int box = out.start(Fourcc.of("avcC"));
        out.u8(1).u8(100).u8(0).u8(level).u8(0xff).u8(0xe0 | sps.length);
        for (byte[] set : sps) {
            out.u16(set.length).bytes(set);
        }
        return out.u8(1).u16(4).bytes(HexFormat.of().parseHex("68ebe3cb")).end(box).toByteArray();
    }

    public static byte[] avc1(int level, int width, int height) {
        return visual("avc1", width, height, avcC(level, sps(level, width, height)));
    }

    /** Video parameter set of HEVC, number 0. */
    public static byte[] hevcVps() {
        return HexFormat.of().parseHex("40010c01ffff022000000300b0000003000003005d15c090");
    }

    /**
     * Sequence parameter set of HEVC, number {@code id} below 16: 4:2:0, 10 bits, Main 10 in the main tier, a conformance window
     * where the size needs it, two sets of reference pictures of which one is told by the other, PQ.
     *
     * @param level general_level_idc
     */
    public static byte[] hevcSps(int id, int level, int width, int height) {
        int columns = (width + 7) / 8 * 8;
        int rows = (height + 7) / 8 * 8;
        // a sub-layer whose level is told
        Bits bits = new Bits().bits(16, 0x4201).bits(4, 0).bits(3, 1).bits(1, 1).bits(8, 2).bits(32, 0x20000000);
        bits.bits(8, 0x90).bits(32, 0).bits(8, 0).bits(8, level).bits(2, 1).bits(14, 0).bits(8, level).ue(id);
        bits.ue(1).ue(columns).ue(rows).bits(1, columns != width || rows != height ? 1 : 0);
        if (columns != width || rows != height) {
            bits.ue(0).ue((columns - width) / 2).ue(0).ue((rows - height) / 2);
        }
        bits.ue(2).ue(2).ue(4).bits(1, 0).ue(4).ue(2).ue(5).ue(0).ue(3).ue(0).ue(3).ue(0).ue(0).bits(1, 0);
        bits.bits(2, 3).bits(1, 0).ue(2).ue(1).ue(1).ue(0).bits(1, 1).ue(0).bits(1, 1);
        // the second from the first: a delta of -1 for both, and for the first picture itself
        bits.bits(1, 1).bits(1, 1).ue(0).bits(1, 1).bits(1, 0).bits(1, 0).bits(1, 1);
        bits.bits(1, 1).ue(1).bits(8, 3).bits(1, 1).bits(2, 3);
        bits.bits(1, 1).bits(1, 1).bits(8, 255).bits(16, 4).bits(16, 3).bits(1, 0);
        bits.bits(1, 1).bits(3, 5).bits(1, 0).bits(1, 1).bits(8, 9).bits(8, 16).bits(8, 9).bits(2, 0);
        return escaped(bits.stop());
    }

    /** Picture parameter set of HEVC. */
    public static byte[] hevcPps(int id, int spsId) {
        return escaped(new Bits().bits(16, 0x4401).ue(id).ue(spsId).bits(24, 0x0c1234).stop());
    }

    /** With the bytes that keep start codes out of a NAL unit. */
    private static byte[] escaped(byte[] unit) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int zeros = 0;
        for (byte b : unit) {
            if (zeros >= 2 && (b & 0xff) <= 3) {
                out.write(3);
                zeros = 0;
            }
            zeros = b == 0 ? zeros + 1 : 0;
            out.write(b);
        }
        return out.toByteArray();
    }

    /** A configuration of Main 10, level 5.1, with an array for each NAL unit. */
    public static byte[] hvcC(int lengthSize, byte[]... units) {
        BoxWriter out = new BoxWriter(64);
        int box = out.start(Fourcc.of("hvcC"));
        out.u8(1).u8(2).u32(0x20000000).u8(0x90).u32(0).u8(0).u8(153).u16(0xf000).u8(0xfc).u8(0xfd).u8(0xfa).u8(0xfa).u16(0);
        out.u8(0x0c | lengthSize - 1).u8(units.length);
        for (byte[] unit : units) {
            out.u8(unit[0] >> 1 & 0x3f).u16(1).u16(unit.length).bytes(unit);
        }
        return out.end(box).toByteArray();
    }

    /** HEVC with one parameter set of each kind. */
    public static byte[] hevc(String format, int width, int height) {
        return visual(format, width, height, hvcC(4, hevcVps(), hevcSps(0, 153, width, height), hevcPps(0, 0)));
    }

    public static byte[] visual(String format, int width, int height, byte[] child) {
        BoxWriter out = new BoxWriter(128);
        int entry = out.start(Fourcc.of(format));
        out.zeros(6).u16(1).zeros(16).u16(width).u16(height).u32(0x480000).u32(0x480000).u32(0).u16(1).zeros(32).u16(24)
                .u16(0xffff).bytes(child).end(entry);
        return out.toByteArray();
    }

    public static byte[] esds(int objectType, String config) {
        byte[] asc = HexFormat.of().parseHex(config);
        BoxWriter out = new BoxWriter(64);
        int box = out.start(Fourcc.of("esds"), 0, 0);
        out.u8(3).u8(0x80).u8(0x80).u8(0x80).u8(3 + 2 + 13 + 2 + asc.length + 3).u16(0).u8(0);
        out.u8(4).u8(13 + 2 + asc.length).u8(objectType).u8(0x15).u8(0).u16(0).u32(128000).u32(127000);
        out.u8(5).u8(asc.length).bytes(asc).u8(6).u8(1).u8(2);
        return out.end(box).toByteArray();
    }

    /** A sample entry of ISO base media files. */
    /** Timed text of 3GPP, white, centred at the bottom. */
    public static byte[] tx3g(int displayFlags) {
        return ByteBuffer.allocate(46).putInt(46).put("tx3g".getBytes(StandardCharsets.US_ASCII)).putShort(14, (short) 1)
                .putInt(16, displayFlags).put(20, (byte) 1).put(21, (byte) -1).putInt(42, -1).array();
    }

    /** Documents of TTML: namespace, no location of schemas, no types of pictures. */
    public static byte[] stpp() {
        byte[] namespace = "http://www.w3.org/ns/ttml\0\0\0".getBytes(StandardCharsets.US_ASCII);
        int size = 16 + namespace.length;
        return ByteBuffer.allocate(size).putInt(size).put("stpp".getBytes(StandardCharsets.US_ASCII)).putShort(14, (short) 1)
                .position(16).put(namespace).array();
    }

    public static byte[] mp4a(int rate, int channels, String config) {
        return mp4a(rate, channels, esds(0x40, config));
    }

    public static byte[] mp4a(int rate, int channels, byte[] child) {
        return sound("mp4a", rate, channels, child);
    }

    /** A sample entry with one configuration box. */
    public static byte[] sound(String format, int rate, int channels, String config, String payload) {
        BoxWriter out = new BoxWriter(64);
        int box = out.start(Fourcc.of(config));
        return sound(format, rate, channels, out.bytes(HexFormat.of().parseHex(payload)).end(box).toByteArray());
    }

    public static byte[] sound(String format, int rate, int channels, byte[] child) {
        BoxWriter out = new BoxWriter(128);
        int entry = out.start(Fourcc.of(format));
        out.zeros(6).u16(1).zeros(8).u16(channels).u16(16).u32(0).u32((long) rate << 16).bytes(child).end(entry);
        return out.toByteArray();
    }

    /** QuickTime's version 1 with the descriptor inside of {@code wave}, or version 2 with it at the end. */
    public static byte[] quickTime(int version, int rate, int channels, String config) {
        BoxWriter out = new BoxWriter(256);
        int entry = out.start(Fourcc.of("mp4a"));
        out.zeros(6).u16(7).u16(version).zeros(6).u16(version == 2 ? 3 : channels).u16(16).u16(0xfffe).u16(0)
                .u32(version == 2 ? 0x10000 : (long) rate << 16);
        if (version == 1) {
            out.u32(1024).u32(0).u32(0).u32(2);
            int wave = out.start(Fourcc.WAVE);
            int frma = out.start(Fourcc.of("frma"));
            out.ascii("mp4a").end(frma).bytes(esds(0x40, config)).u32(8).u32(0).end(wave);
        } else {
            out.u32(72).u64(Double.doubleToLongBits(rate)).u32(channels).u32(0x7f000000).zeros(16).bytes(esds(0x40, config));
        }
        return out.end(entry).toByteArray();
    }
}
