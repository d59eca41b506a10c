package io.dynpack.isobmff;

/**
 * {@code senc}: the auxiliary information of all samples of a run, which says how each is encrypted (ISO/IEC 23001-7, 7.2.1).
 *
 * @param subsamples whether it has subsample maps
 * @param count      samples
 * @param bytes      of all auxiliary information
 * @param table      writes these
 */
public record SencBox(boolean subsamples, int count, int bytes, MoofBox.Table table) implements TrafPart {
    /** Bytes in front of the auxiliary information. */
    public static final int HEADER = Box.HEADER + 4 + 4;

    static final int USE_SUBSAMPLES = 2;

    @Override
    public int size() {
        return HEADER + bytes;
    }

    @Override
    public void write(BoxWriter out) {
        int mark = out.start(Fourcc.SENC, 0, subsamples ? USE_SUBSAMPLES : 0);
        out.u32(count);
        table.write(out);
        out.end(mark);
    }
}
