package io.dynpack.codec;

import java.nio.ByteBuffer;

/**
 * What supplemental enhancement information says that packaging asks for (ISO/IEC 14496-10 and ISO/IEC 23008-2, annex D).
 *
 * @param captions      that it carries
 * @param recoveryPoint whether what is shown from this picture on is right when decoding begins with it (H.264, D.2.8)
 */
record SeiMessages(CaptionData captions, boolean recoveryPoint) {
    static final SeiMessages NONE = new SeiMessages(CaptionData.NONE, false);

    private static final int USER_DATA_REGISTERED = 4;
    private static final int RECOVERY_POINT = 6;

    /** What either of the two says. */
    SeiMessages and(SeiMessages other) {
        return new SeiMessages(captions.and(other.captions), recoveryPoint || other.recoveryPoint);
    }

    /**
     * @param sei    a NAL unit of supplemental enhancement information
     * @param header bytes of its header
     * @throws CodecException when a message ends behind the NAL unit
     */
    static SeiMessages read(ByteBuffer sei, int header) {
        ByteBuffer in = RawByteSequencePayload.of(sei);
        in.position(Math.min(header, in.limit()));
        CaptionData captions = CaptionData.NONE;
        boolean recoveryPoint = false;
        // the last byte holds the stop bit
        while (in.remaining() > 2) {
            int type = number(in);
            int size = number(in);
            if (size > in.remaining()) {
                throw new CodecException("SEI message of " + size + " bytes where " + in.remaining() + " are left");
            }
            ByteBuffer payload = in.slice(in.position(), size);
            if (type == USER_DATA_REGISTERED) {
                captions = captions.and(CaptionData.of(payload));
            } else if (type == RECOVERY_POINT && payload.hasRemaining()) {
                // recovery_frame_cnt is 0: a single bit
                recoveryPoint |= payload.get(0) < 0;
            }
            in.position(in.position() + size);
        }
        return new SeiMessages(captions, recoveryPoint);
    }

    private static int number(ByteBuffer in) {
        int value = 0;
        int b;
        do {
            if (!in.hasRemaining()) {
                throw new CodecException("SEI message ends in its header");
            }
            b = in.get() & 0xff;
            value += b;
        } while (b == 0xff);
        return value;
    }
}
