package io.dynpack.isobmff;

import java.nio.ByteBuffer;

/**
 * {@code ctts}: runs of equal composition offsets (ISO/IEC 14496-12, 8.6.1.3). Version 0 is declared unsigned, but encoders
 * have always written negative offsets into it; an offset beyond 2^31 means nothing else, so both versions are read as signed.
 *
 * @param count   entries
 * @param entries eight bytes each
 */
public record CttsBox(int count, ByteBuffer entries) {

    public static CttsBox read(Box box) {
        BoxReader in = box.reader().skip(4);
        int count = in.count(8);
        return new CttsBox(count, in.view(count * 8L));
    }

    /** Samples in run {@code entry}. */
    public long sampleCount(int entry) {
        return entries.getInt(entry * 8) & 0xffffffffL;
    }

    /** Composition time minus decoding time of each sample of run {@code entry}, in ticks of the media. */
    public int sampleOffset(int entry) {
        return entries.getInt(entry * 8 + 4);
    }
}
