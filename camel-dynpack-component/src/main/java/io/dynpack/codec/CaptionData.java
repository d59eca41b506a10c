package io.dynpack.codec;

import java.nio.ByteBuffer;

/**
 * Which captions an access unit carries: cc_data() of ATSC A/53 part 4 in a SEI message user_data_registered_itu_t_t35. Whether
 * they say anything at the moment is not looked at.
 *
 * @param cea608 line 21 captions
 * @param cea708 DTV captions
 */
public record CaptionData(boolean cea608, boolean cea708) {
    public static final CaptionData NONE = new CaptionData(false, false);

    private static final int UNITED_STATES = 0xb5;
    private static final int ATSC = 0x31;
    private static final int GA94 = 0x47413934;
    private static final int CC_DATA = 3;

    /** What either of the two carries. */
    public CaptionData and(CaptionData other) {
        return new CaptionData(cea608 || other.cea608, cea708 || other.cea708);
    }

    /** @param in payload of a message of user data that ITU-T T.35 registers */
    static CaptionData of(ByteBuffer in) {
        if (in.remaining() < 10 || (in.get() & 0xff) != UNITED_STATES || in.getShort() != ATSC || in.getInt() != GA94
                || in.get() != CC_DATA) {
            return NONE;
        }
        int flags = in.get();
        boolean process = (flags & 0x40) != 0;
        in.get();
        boolean line21 = false;
        boolean dtv = false;
        for (int count = flags & 0x1f; process && count > 0 && in.remaining() >= 3; count--) {
            int head = in.get();
            in.getShort();
            boolean valid = (head & 4) != 0;
            line21 |= valid && (head & 3) < 2;
            dtv |= valid && (head & 3) >= 2;
        }
        return new CaptionData(line21, dtv);
    }
}
