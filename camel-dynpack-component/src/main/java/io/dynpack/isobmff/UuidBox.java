package io.dynpack.isobmff;

import java.nio.ByteBuffer;

/**
 * {@code uuid}: a box of a type that is a number (ISO/IEC 14496-12, 4.2).
 *
 * @param high    first half of the number
 * @param low     second half
 * @param content behind it
 */
public record UuidBox(long high, long low, byte[] content) implements TrafPart {
    /** 6d1d9b05-42d5-44e6-80e2-141daff757b2, {@code tfxd} (MS-SSTR 2.2.4.4). */
    private static final long TFXD_HIGH = 0x6d1d9b0542d544e6L;
    private static final long TFXD_LOW = 0x80e2141daff757b2L;

    /**
     * When a fragment of Smooth Streaming is presented (MS-SSTR 2.2.4.4), version 1.
     *
     * @param time     of its first sample, ticks of the stream
     * @param duration of the fragment
     */
    public static UuidBox tfxd(long time, long duration) {
        return new UuidBox(TFXD_HIGH, TFXD_LOW,
                ByteBuffer.allocate(20).putInt(1 << 24).putLong(time).putLong(duration).array());
    }

    /**
     * When a fragment of Smooth Streaming is presented, of either version.
     *
     * @param box of this type
     * @return -1 where the box is another one
     */
    public static long tfxdTime(Box box) {
        BoxReader in = box.reader();
        if (in.remaining() < 2 * Long.BYTES || in.i64() != TFXD_HIGH || in.i64() != TFXD_LOW) {
            return -1;
        }
        int version = in.u8();
        in.skip(3);
        return version == 1 ? in.u64() : in.u32();
    }

    @Override
    public int size() {
        return Box.HEADER + 2 * Long.BYTES + content.length;
    }

    @Override
    public void write(BoxWriter out) {
        int mark = out.start(Fourcc.UUID);
        out.u64(high).u64(low).bytes(content).end(mark);
    }
}
