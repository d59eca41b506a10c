package io.dynpack.isobmff;

import java.nio.ByteBuffer;

/**
 * {@code stco} or {@code co64}: where the chunks begin (ISO/IEC 14496-12, 8.7.5).
 *
 * @param count   chunks
 * @param wide    whether entries have 64 bits
 * @param entries the table
 */
public record StcoBox(int count, boolean wide, ByteBuffer entries) {

    public static StcoBox read(Box box) {
        boolean wide = box.type() == Fourcc.CO64;
        BoxReader in = box.reader().skip(4);
        int size = wide ? 8 : 4;
        int count = in.count(size);
        return new StcoBox(count, wide, in.view((long) count * size));
    }

    /** Bytes from the start of the file to chunk {@code chunk}, counted from 0; negative where the file lies. */
    public long offset(int chunk) {
        return wide ? entries.getLong(chunk * 8) : entries.getInt(chunk * 4) & 0xffffffffL;
    }
}
