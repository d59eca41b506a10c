package io.dynpack.codec;

import java.nio.ByteBuffer;

/** RBSP: the bytes of a NAL unit of H.264 without those that keep start codes out of it (ISO/IEC 14496-10, 7.3.1). */
final class RawByteSequencePayload {
    private RawByteSequencePayload() {}

    /** @param nal the NAL unit, its header byte first and kept; its position stays */
    static ByteBuffer of(ByteBuffer nal) {
        ByteBuffer out = ByteBuffer.allocate(nal.remaining());
        int zeros = 0;
        for (int i = nal.position(); i < nal.limit(); i++) {
            byte b = nal.get(i);
            if (zeros >= 2 && b == 3) {
                zeros = 0;
                continue;
            }
            zeros = b == 0 ? zeros + 1 : 0;
            out.put(b);
        }
        return out.flip();
    }

    /**
     * How many bytes of a NAL unit hold the first bytes of its payload.
     *
     * @param nal   its position stays
     * @param bytes of what {@link #of} gives for it, at most all
     */
    static int escapedLength(ByteBuffer nal, int bytes) {
        int zeros = 0;
        int left = bytes;
        int at = nal.position();
        while (left > 0) {
            byte b = nal.get(at++);
            boolean escape = zeros >= 2 && b == 3;
            zeros = b == 0 ? zeros + 1 : 0;
            left -= escape ? 0 : 1;
        }
        return at - nal.position();
    }
}
