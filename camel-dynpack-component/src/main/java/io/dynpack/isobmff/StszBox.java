package io.dynpack.isobmff;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * {@code stsz} or {@code stz2}: the size of each sample (ISO/IEC 14496-12, 8.7.3).
 *
 * @param count        samples; how many a file with one size for all really holds is for the caller to check
 * @param constantSize bytes of every sample, or 0 where {@code entries} tells
 * @param fieldBits    width of one entry: 4, 8, 16 or 32
 * @param entries      the table, or {@code null} where the size is constant
 */
public record StszBox(int count, long constantSize, int fieldBits, @Nullable ByteBuffer entries) {

    /** A week of 50 frames a second; samples of one size have no table that would bound their number. */
    public static final int MAX_SAMPLES = 1 << 25;

    public static StszBox read(Box box) {
        BoxReader in = box.reader().skip(4);
        long constantSize = 0;
        int fieldBits = 32;
        if (box.type() == Fourcc.STZ2) {
            in.skip(3);
            fieldBits = in.u8();
            if (fieldBits != 4 && fieldBits != 8 && fieldBits != 16) {
                throw box.error("field size " + fieldBits + " is none of 4, 8, 16");
            }
        } else {
            constantSize = in.u32();
        }
        long count = in.u32();
        if (count > MAX_SAMPLES) {
            throw box.error("claims " + count + " samples, more than " + MAX_SAMPLES);
        }
        if (constantSize != 0) {
            return new StszBox((int) count, constantSize, fieldBits, null);
        }
        return new StszBox((int) count, 0, fieldBits, in.view((count * fieldBits + 7) / 8));
    }

    /** Bytes of sample {@code sample}, counted from 0. */
    public long size(int sample) {
        if (entries == null) {
            return constantSize;
        }
        return switch (fieldBits) {
            case 4 -> (sample & 1) == 0 ? (entries.get(sample / 2) & 0xff) >> 4 : entries.get(sample / 2) & 0xf;
            case 8 -> entries.get(sample) & 0xff;
            case 16 -> entries.getShort(sample * 2) & 0xffff;
            default -> entries.getInt(sample * 4) & 0xffffffffL;
        };
    }

    /** Bytes of all samples. */
    public long total() {
        if (entries == null) {
            return constantSize * count;
        }
        long sum = 0;
        for (int sample = 0; sample < count; sample++) {
            sum += size(sample);
        }
        return sum;
    }
}
