package io.dynpack.isobmff;

/**
 * What stands in front of the table of a {@code trun} (ISO/IEC 14496-12, 8.8.8). Whoever writes the box writes an entry of
 * {@link TrunBox#entryWidth} bytes for each sample behind it.
 *
 * @param version          1 where composition offsets are signed
 * @param flags            which optional fields are there; see the constants of {@link TrunBox}
 * @param count            samples
 * @param firstSampleFlags {@link SampleFlags} of the first sample, where {@link TrunBox#FIRST_SAMPLE_FLAGS} is set
 */
public record TrunHeader(int version, int flags, int count, int firstSampleFlags) {
    private static final int FIXED = 16;

    /** Bytes of the whole box, its table included. */
    public int size() {
        return FIXED + 4 * Integer.bitCount(flags & (TrunBox.DATA_OFFSET | TrunBox.FIRST_SAMPLE_FLAGS))
                + count * TrunBox.entryWidth(flags);
    }

    /**
     * Starts the box.
     *
     * @param dataOffset bytes from the start of the {@code moof} to the first sample
     * @return the mark for {@link BoxWriter#end}
     */
    public int start(BoxWriter out, long dataOffset) {
        int mark = out.start(Fourcc.TRUN, version, flags);
        out.u32(count);
        if ((flags & TrunBox.DATA_OFFSET) != 0) {
            out.u32(dataOffset);
        }
        if ((flags & TrunBox.FIRST_SAMPLE_FLAGS) != 0) {
            out.u32(firstSampleFlags);
        }
        return mark;
    }
}
