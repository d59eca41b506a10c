package io.dynpack.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Access units made by hand: silent ones of AAC with extensions behind the channels, and of H.264 without a picture. */
public final class TestAccessUnits {
    private TestAccessUnits() {}

    /** What a fill element holds. */
    public enum Extension {
        NONE,
        FILL,
        SBR,
        SBR_WITH_STEREO
    }

    /** AAC-LC, one channel or a pair, 24 kHz. */
    public static byte[] aac(int channels, Extension extension) {
        BitWriter out = new BitWriter();
        silence(out, channels);
        switch (extension) {
            case NONE -> {
                // just the channels
            }
            case FILL -> fill(out, new BitWriter().bits(4, 0).bits(20, 0));
            default -> fill(out, sbr(24000, 5, 9, 0, 2, 1, 2, extension == Extension.SBR_WITH_STEREO));
        }
        return bytes(out.bits(3, 7));
    }

    /** A single channel element or a channel pair element whose windows have no bands. */
    static void silence(BitWriter out, int channels) {
        out.bits(3, channels - 1).bits(4, 0);
        if (channels == 2) {
            out.bits(1, 0);
        }
        for (int i = 0; i < channels; i++) {
            out.bits(8, 128).bits(1, 0).bits(2, 0).bits(1, 0).bits(6, 0).bits(1, 0).bits(3, 0);
        }
    }

    static void fill(BitWriter out, BitWriter payload) {
        ByteBuffer bytes = payload.toBytes();
        int count = bytes.remaining();
        out.bits(3, 6);
        if (count < 15) {
            out.bits(4, count);
        } else {
            out.bits(4, 15).bits(8, count - 14);
        }
        while (bytes.hasRemaining()) {
            out.bits(8, bytes.get() & 0xff);
        }
    }

    /** One envelope of high frequency resolution with one noise floor, each the same over all bands. */
    static BitWriter sbr(int coreRate, int start, int stop, int xover, int scale, int alter, int noise, boolean stereo) {
        SbrBands bands = SbrBands.of(2 * coreRate, start, stop, xover, scale, alter, noise);
        BitWriter out = new BitWriter().bits(4, 13).bits(1, 1);
        out.bits(1, 1).bits(4, start).bits(4, stop).bits(3, xover).bits(2, 0).bits(1, 1).bits(1, 0);
        out.bits(2, scale).bits(1, alter).bits(2, noise);
        out.bits(1, 0).bits(2, 0).bits(2, 0).bits(1, 1).bits(2, 0).bits(2 * bands.noise(), 0);
        out.bits(7, 20).bits(2 * (bands.high() - 1), 0).bits(5, 10).bits(bands.noise() - 1, 0).bits(1, 0);
        if (stereo) {
            // 3 bytes: parametric stereo whose intensity differences are all the same
            out.bits(1, 1).bits(4, 3).bits(2, 2).bits(1, 1).bits(1, 1).bits(3, 0).bits(2, 0).bits(1, 0).bits(2, 1).bits(1, 0)
                    .bits(10, 0).bits(1, 0);
        } else {
            out.bits(1, 0);
        }
        return out;
    }

    static byte[] bytes(BitWriter out) {
        ByteBuffer buffer = out.toBytes();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** NAL units with lengths of 4 bytes. */
    public static byte[] avc(byte[]... units) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] unit : units) {
            out.writeBytes(ByteBuffer.allocate(4).putInt(unit.length).array());
            out.writeBytes(unit);
        }
        return out.toByteArray();
    }

    /** An access unit delimiter. */
    public static byte[] delimiter() {
        return new byte[]{9, (byte) 0xf0};
    }

    /**
     * A slice that is none of an IDR picture, with first_mb_in_slice 0 and picture parameter set 0.
     *
     * @param type slice_type below 5: 0 for P, 2 for I
     */
    public static byte[] slice(int size, int type) {
        byte[] slice = slice(size);
        slice[0] = 0x41;
        // ue(0), ue(type), ue(0), and the rest of no account
        slice[1] = (byte) (type == 0 ? 0b1_1_1_00000 : 0b1_011_1_000);
        return slice;
    }

    /** A slice of an instantaneous decoding refresh, of this many bytes. */
    public static byte[] slice(int size) {
        byte[] slice = new byte[size];
        Arrays.fill(slice, (byte) 0x55);
        slice[0] = 0x65;
        return slice;
    }

    /** An access unit delimiter of HEVC. */
    public static byte[] hevcDelimiter() {
        return new byte[]{0x46, 1, 0x50};
    }

    /**
     * A slice of HEVC, the first of its picture.
     *
     * @param type  nal_unit_type: 1 for a picture that others may refer to, 19 for IDR, 21 for CRA
     * @param ppsId below 2
     */
    public static byte[] hevcSlice(int size, int type, int ppsId) {
        byte[] slice = new byte[size];
        Arrays.fill(slice, (byte) 0x55);
        slice[0] = (byte) (type << 1);
        slice[1] = 1;
        // first_slice_segment_in_pic_flag; no_output_of_prior_pics_flag of IRAP pictures; ue(0) or ue(1)
        BitWriter head = new BitWriter().bits(1, 1).bits(type >= 16 ? 1 : 0, 0).bits(ppsId == 0 ? 1 : 3, ppsId == 0 ? 1 : 2);
        slice[2] = head.bits(8 - head.size(), 0xff).toBytes().get(0);
        return slice;
    }

    /** As {@link #captions} in a prefix SEI NAL unit of HEVC. */
    public static byte[] hevcCaptions(int... types) {
        byte[] avc = captions(types);
        return ByteBuffer.allocate(avc.length + 1).put((byte) 0x4e).put((byte) 1).put(avc, 1, avc.length - 1).array();
    }

    /** A SEI NAL unit of H.264 with a recovery point after this many frames, 0 or 1. */
    public static byte[] recoveryPoint(int frames) {
        return new byte[]{6, 6, 1, (byte) (frames == 0 ? 0xc0 : 0x50), (byte) 0x80};
    }

    /**
     * A SEI NAL unit with caption data of ATSC A/53 behind a message of another kind.
     *
     * @param types cc_type of each triplet: 0 and 1 CEA-608, 2 and 3 CEA-708
     */
    public static byte[] captions(int... types) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[]{6, 1, 1, 0x12, 4, (byte) (11 + 3 * types.length)});
        out.writeBytes(new byte[]{(byte) 0xb5, 0, 0x31, 'G', 'A', '9', '4', 3, (byte) (0x40 | types.length), (byte) 0xff});
        for (int type : types) {
            out.writeBytes(new byte[]{(byte) (0xfc | type), (byte) 0x94, 0x2c});
        }
        out.write(0xff);
        out.write(0x80);
        return out.toByteArray();
    }
}
