package io.dynpack.isobmff;

/**
 * {@code tfhd}: the defaults of one track fragment (ISO/IEC 14496-12, 8.8.7). Fields that the flags leave out are 0.
 *
 * @param flags           which optional fields are there; see the constants
 * @param baseDataOffset  bytes from the start of the file
 * @param defaultDuration ticks of the media
 * @param defaultSize     bytes
 * @param defaultFlags    {@link SampleFlags}
 */
public record TfhdBox(
        int flags,
        long trackId,
        long baseDataOffset,
        long descriptionIndex,
        long defaultDuration,
        long defaultSize,
        int defaultFlags) {

    public static final int BASE_DATA_OFFSET = 0x000001;
    public static final int DESCRIPTION_INDEX = 0x000002;
    public static final int DEFAULT_DURATION = 0x000008;
    public static final int DEFAULT_SIZE = 0x000010;
    public static final int DEFAULT_FLAGS = 0x000020;
    public static final int DURATION_IS_EMPTY = 0x010000;
    public static final int DEFAULT_BASE_IS_MOOF = 0x020000;

    private static final int FIXED = 16;
    /** Those with 32 bits. */
    private static final int FIELDS = DESCRIPTION_INDEX | DEFAULT_DURATION | DEFAULT_SIZE | DEFAULT_FLAGS;

    public static TfhdBox read(Box box) {
        BoxReader in = box.reader().skip(1);
        int flags = in.u24();
        return new TfhdBox(flags, in.u32(),
                (flags & BASE_DATA_OFFSET) != 0 ? in.u64() : 0,
                (flags & DESCRIPTION_INDEX) != 0 ? in.u32() : 0,
                (flags & DEFAULT_DURATION) != 0 ? in.u32() : 0,
                (flags & DEFAULT_SIZE) != 0 ? in.u32() : 0,
                (flags & DEFAULT_FLAGS) != 0 ? in.i32() : 0);
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Bytes of the whole box. */
    int size() {
        return FIXED + 4 * Integer.bitCount(flags & FIELDS) + (has(BASE_DATA_OFFSET) ? Long.BYTES : 0);
    }

    public void write(BoxWriter out) {
        int mark = out.start(Fourcc.TFHD, 0, flags);
        out.u32(trackId);
        if (has(BASE_DATA_OFFSET)) {
            out.u64(baseDataOffset);
        }
        if (has(DESCRIPTION_INDEX)) {
            out.u32(descriptionIndex);
        }
        if (has(DEFAULT_DURATION)) {
            out.u32(defaultDuration);
        }
        if (has(DEFAULT_SIZE)) {
            out.u32(defaultSize);
        }
        if (has(DEFAULT_FLAGS)) {
            out.u32(defaultFlags);
        }
        out.end(mark);
    }
}
