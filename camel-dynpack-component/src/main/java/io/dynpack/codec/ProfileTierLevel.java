package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * The general part of profile_tier_level() of HEVC (ISO/IEC 23008-2, 7.3.3).
 *
 * @param profileSpace       general_profile_space, 0 to 3
 * @param highTier           general_tier_flag
 * @param profile            general_profile_idc, 0 to 31
 * @param compatibilityFlags general_profile_compatibility_flag, that of profile 0 in the highest of 32 bits
 * @param constraintFlags    the 48 bits from general_progressive_source_flag on, that in the highest of them
 * @param level              general_level_idc: thirty times the level
 */
record ProfileTierLevel(int profileSpace, boolean highTier, int profile, int compatibilityFlags, long constraintFlags,
        int level) {
    /** Bytes. */
    static final int SIZE = 12;
    private static final int SUB_LAYER_PROFILE = 88;
    private static final int SUB_LAYER_LEVEL = 8;
    private static final int SUB_LAYERS = 8;
    private static final int CONSTRAINT_BYTES = 6;

    /**
     * Reads it with what is said of sub-layers, which is stepped over.
     *
     * @param subLayers maxNumSubLayersMinus1, 0 to 7
     * @throws CodecException when it ends too early
     */
    static ProfileTierLevel read(BitReader in, int subLayers) {
        ProfileTierLevel general = new ProfileTierLevel((int) in.bits(2), in.bit() == 1, (int) in.bits(5), (int) in.bits(32),
                in.bits(24) << 24 | in.bits(24), (int) in.bits(8));
        int skipped = 0;
        for (int i = 0; i < subLayers; i++) {
            skipped += (in.bit() == 1 ? SUB_LAYER_PROFILE : 0) + (in.bit() == 1 ? SUB_LAYER_LEVEL : 0);
        }
        if (subLayers > 0) {
            in.skip(2 * (SUB_LAYERS - subLayers));
        }
        in.skip(skipped);
        return general;
    }

    void write(ByteBuffer out) {
        out.put((byte) (profileSpace << 6 | (highTier ? 0x20 : 0) | profile)).putInt(compatibilityFlags);
        out.putShort((short) (constraintFlags >> 32)).putInt((int) constraintFlags).put((byte) level);
    }

    /** What stands behind the sample entry in {@code codecs} (ISO/IEC 14496-15, annex E.3): {@code 2.4.L153.B0}. */
    String rfc6381() {
        StringBuilder text = new StringBuilder(24);
        if (profileSpace > 0) {
            text.append((char) ('A' + profileSpace - 1));
        }
        text.append(profile).append('.');
        text.append(Integer.toHexString(Integer.reverse(compatibilityFlags)).toUpperCase(Locale.ROOT));
        text.append(highTier ? ".H" : ".L").append(level);
        long left = constraintFlags;
        for (int i = 0; i < CONSTRAINT_BYTES && left != 0; i++) {
            text.append('.').append(Integer.toHexString((int) (left >> 40)).toUpperCase(Locale.ROOT));
            left = left << 8 & 0xffffffffffffL;
        }
        return text.toString();
    }
}
