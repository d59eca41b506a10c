package io.dynpack.isobmff;

import java.nio.ByteBuffer;

/**
 * {@code stss}: the sync samples (ISO/IEC 14496-12, 8.6.2).
 *
 * @param count   entries
 * @param entries four bytes each
 */
public record StssBox(int count, ByteBuffer entries) {

    public static StssBox read(Box box) {
        BoxReader in = box.reader().skip(4);
        int count = in.count(4);
        return new StssBox(count, in.view(count * 4L));
    }

    /** Number of the sync sample at {@code entry}, counted from 1. */
    public long sampleNumber(int entry) {
        return entries.getInt(entry * 4) & 0xffffffffL;
    }
}
