package io.dynpack.isobmff;

import java.nio.ByteBuffer;

/**
 * {@code sidx}: where the subsegments of a file lie (ISO/IEC 14496-12, 8.16.3).
 *
 * @param referenceId track_ID that the times speak of
 * @param timescale   ticks per second of the durations
 * @param firstOffset bytes from the end of this box to the first subsegment
 * @param count       references
 * @param entries     twelve bytes each
 */
public record SidxBox(long referenceId, long timescale, long firstOffset, int count, ByteBuffer entries) {

    public static SidxBox read(Box box) {
        BoxReader in = box.reader();
        int version = in.u8();
        in.skip(3);
        long referenceId = in.u32();
        long timescale = in.u32();
        in.skip(version == 0 ? 4 : 8);
        long firstOffset = version == 0 ? in.u32() : in.u64();
        in.skip(2);
        int count = in.u16();
        return new SidxBox(referenceId, timescale, firstOffset, count, in.view(count * 12L));
    }

    /** Whether reference {@code entry} is another {@code sidx}. */
    public boolean isIndex(int entry) {
        return entries.getInt(entry * 12) < 0;
    }

    /** Bytes of the referenced piece. */
    public long referencedSize(int entry) {
        return entries.getInt(entry * 12) & 0x7fffffffL;
    }
}
