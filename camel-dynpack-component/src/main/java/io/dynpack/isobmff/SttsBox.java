package io.dynpack.isobmff;

import java.nio.ByteBuffer;

/**
 * {@code stts}: runs of equal decoding durations (ISO/IEC 14496-12, 8.6.1.2). The entries stay in the buffer they came in.
 *
 * @param count   entries
 * @param entries eight bytes each
 */
public record SttsBox(int count, ByteBuffer entries) {

    public static SttsBox read(Box box) {
        BoxReader in = box.reader().skip(4);
        int count = in.count(8);
        return new SttsBox(count, in.view(count * 8L));
    }

    /** Samples in run {@code entry}. */
    public long sampleCount(int entry) {
        return entries.getInt(entry * 8) & 0xffffffffL;
    }

    /** Duration of each sample of run {@code entry}, in ticks of the media. */
    public long sampleDelta(int entry) {
        return entries.getInt(entry * 8 + 4) & 0xffffffffL;
    }
}
