package io.dynpack.isobmff;

/**
 * {@code saio} with one entry: where the auxiliary information of all samples lies, one behind the other (ISO/IEC 14496-12,
 * 8.7.9).
 *
 * @param offset bytes from the start of the {@code moof}, where the {@code tfhd} says default-base-is-moof
 */
public record SaioBox(long offset) implements TrafPart {
    /** Bytes of the whole box. */
    public static final int SIZE = Box.HEADER + 4 + 4 + 4;

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public void write(BoxWriter out) {
        int mark = out.start(Fourcc.SAIO, 0, 0);
        out.u32(1).u32(offset).end(mark);
    }
}
