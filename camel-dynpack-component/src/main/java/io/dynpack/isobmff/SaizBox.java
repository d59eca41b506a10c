package io.dynpack.isobmff;

/**
 * {@code saiz}: bytes of the auxiliary information of each sample (ISO/IEC 14496-12, 8.7.8).
 *
 * @param defaultSize bytes of all, where they are the same; 0 where {@code sizes} tells
 * @param count       samples
 * @param sizes       bytes of each, 0 to 255; empty where they are the same
 */
public record SaizBox(int defaultSize, int count, byte[] sizes) implements TrafPart {
    private static final int FIXED = Box.HEADER + 4 + 1 + 4;

    @Override
    public int size() {
        return FIXED + sizes.length;
    }

    @Override
    public void write(BoxWriter out) {
        int mark = out.start(Fourcc.SAIZ, 0, 0);
        out.u8(defaultSize).u32(count).bytes(sizes).end(mark);
    }
}
