package io.dynpack.isobmff;

/**
 * {@code mfhd}: the number of a movie fragment (ISO/IEC 14496-12, 8.8.5).
 *
 * @param sequenceNumber from 1
 */
public record MfhdBox(long sequenceNumber) {

    /** Bytes that {@link #write} adds. */
    static final int SIZE = 16;

    public void write(BoxWriter out) {
        int mark = out.start(Fourcc.MFHD, 0, 0);
        out.u32(sequenceNumber).end(mark);
    }
}
