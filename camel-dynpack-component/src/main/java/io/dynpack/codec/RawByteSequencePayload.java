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
}
