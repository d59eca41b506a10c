package io.dynpack.isobmff;

import java.nio.ByteBuffer;

/**
 * {@code trun}: a run of samples of a fragment (ISO/IEC 14496-12, 8.8.8), read in place.
 *
 * @param flags            which optional fields are there; see the constants
 * @param count            samples
 * @param dataOffset       bytes from the fragment's base
 * @param firstSampleFlags {@link SampleFlags} of the first sample, where {@link #FIRST_SAMPLE_FLAGS} is set
 * @param entries          the table
 */
public record TrunBox(int flags, int count, int dataOffset, int firstSampleFlags, ByteBuffer entries) {

    public static final int DATA_OFFSET = 0x000001;
    public static final int FIRST_SAMPLE_FLAGS = 0x000004;
    public static final int DURATION = 0x000100;
    public static final int SIZE = 0x000200;
    public static final int FLAGS = 0x000400;
    public static final int COMPOSITION_OFFSET = 0x000800;

    private static final int MAX_WITHOUT_TABLE = 1 << 16;

    public static TrunBox read(Box box) {
        BoxReader in = box.reader().skip(1);
        int flags = in.u24();
        long count = in.u32();
        int dataOffset = (flags & DATA_OFFSET) != 0 ? in.i32() : 0;
        int first = (flags & FIRST_SAMPLE_FLAGS) != 0 ? in.i32() : 0;
        int width = entryWidth(flags);
        // samples without a field of their own have no table that would bound their number
        if (width == 0 && count > MAX_WITHOUT_TABLE) {
            throw box.error("claims " + count + " samples");
        }
        return new TrunBox(flags, (int) count, dataOffset, first, in.view(count * width));
    }

    /** Bytes of one entry. */
    public static int entryWidth(int flags) {
        return 4 * Integer.bitCount(flags & (DURATION | SIZE | FLAGS | COMPOSITION_OFFSET));
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    private int field(int sample, int flag) {
        int before = Integer.bitCount(flags & (DURATION | SIZE | FLAGS | COMPOSITION_OFFSET) & flag - 1);
        return entries.getInt(sample * entryWidth(flags) + 4 * before);
    }

    /** Ticks of the media; only where {@link #DURATION} is set. */
    public long duration(int sample) {
        return field(sample, DURATION) & 0xffffffffL;
    }

    /** Bytes; only where {@link #SIZE} is set. */
    public long size(int sample) {
        return field(sample, SIZE) & 0xffffffffL;
    }

    /** {@link SampleFlags}; only where {@link #FLAGS} is set. */
    public int sampleFlags(int sample) {
        return field(sample, FLAGS);
    }

    /** Signed in both versions, as in {@link CttsBox}; only where {@link #COMPOSITION_OFFSET} is set. */
    public int compositionOffset(int sample) {
        return field(sample, COMPOSITION_OFFSET);
    }
}
