package io.dynpack.isobmff;

import java.nio.ByteBuffer;

/**
 * {@code stsc}: how many samples the chunks hold (ISO/IEC 14496-12, 8.7.4).
 *
 * @param count   entries
 * @param entries twelve bytes each
 */
public record StscBox(int count, ByteBuffer entries) {

    public static StscBox read(Box box) {
        BoxReader in = box.reader().skip(4);
        int count = in.count(12);
        return new StscBox(count, in.view(count * 12L));
    }

    /** First chunk of run {@code entry}, counted from 1. */
    public long firstChunk(int entry) {
        return entries.getInt(entry * 12) & 0xffffffffL;
    }

    /** Samples in each chunk of the run. */
    public long samplesPerChunk(int entry) {
        return entries.getInt(entry * 12 + 4) & 0xffffffffL;
    }

    /** Which sample entry of {@code stsd} the run's samples use, counted from 1. */
    public long sampleDescriptionIndex(int entry) {
        return entries.getInt(entry * 12 + 8) & 0xffffffffL;
    }
}
