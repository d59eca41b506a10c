package io.dynpack.isobmff;

/**
 * What stands in front of the media of an {@code mdat} (ISO/IEC 14496-12, 4.2): with a size of 64 bits only where 32 are too few.
 *
 * @param payload bytes behind it
 */
public record MdatHeader(long payload) {
    private static final int WIDE = 16;

    /** Bytes of the header. */
    public int size() {
        return payload + Box.HEADER > 0xffffffffL ? WIDE : Box.HEADER;
    }

    public void write(BoxWriter out) {
        if (size() == WIDE) {
            out.u32(1).u32(Fourcc.MDAT).u64(WIDE + payload);
        } else {
            out.u32(Box.HEADER + payload).u32(Fourcc.MDAT);
        }
    }
}
