package io.dynpack.isobmff;

import java.nio.ByteBuffer;

/**
 * {@code sbgp}: runs of samples that are members of one group (ISO/IEC 14496-12, 8.9.2). The entries stay in the buffer they came
 * in.
 *
 * @param groupingType {@link Fourcc#ROLL}, …
 * @param count        entries
 * @param entries      eight bytes each
 */
public record SbgpBox(int groupingType, int count, ByteBuffer entries) implements TrafPart {
    /** In a {@code traf}, indexes above this are of the descriptions that lie in the same {@code traf} (8.9.4). */
    public static final int OF_FRAGMENT = 0x10000;

    private static final int FIXED = Box.HEADER + 4 + 4 + 4;
    private static final int ENTRY = 8;

    public static SbgpBox read(Box box) {
        BoxReader in = box.reader();
        int version = in.u8();
        int groupingType = in.skip(3).i32();
        if (version > 0) {
            // grouping_type_parameter
            in.skip(4);
        }
        int count = in.count(ENTRY);
        return new SbgpBox(groupingType, count, in.view((long) count * ENTRY));
    }

    /** Samples of run {@code entry}. */
    public long sampleCount(int entry) {
        return entries.getInt(entry * ENTRY) & 0xffffffffL;
    }

    /** Of the description that they have, counted from 1; 0 where they are members of no group. */
    public long groupDescriptionIndex(int entry) {
        return entries.getInt(entry * ENTRY + 4) & 0xffffffffL;
    }

    @Override
    public int size() {
        return FIXED + count * ENTRY;
    }

    @Override
    public void write(BoxWriter out) {
        int mark = out.start(Fourcc.SBGP, 0, 0);
        out.u32(groupingType).u32(count).bytes(entries.duplicate()).end(mark);
    }
}
