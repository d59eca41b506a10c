package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * VVC in {@code vvc1}, or in {@code vvi1} with parameter sets that may lie in band (ISO/IEC 14496-15, clause 11).
 *
 * @param sampleEntry {@code vvc1} or {@code vvi1}
 * @param profile     general_profile_idc
 * @param highTier    general_tier_flag
 * @param level       general_level_idc
 * @param constraints ptl_frame_only_constraint_flag, ptl_multilayer_enabled_flag and general_constraint_info in base 32, without
 *                    what is zero at the end; {@code A} where all is
 * @param subProfiles general_sub_profile_idc of each, unsigned
 * @param picture     what is known of the pictures
 */
public record VvcCodec(String sampleEntry, int profile, boolean highTier, int level, String constraints,
        List<Integer> subProfiles, Picture picture) implements VideoCodec {

    private static final String BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public VvcCodec {
        subProfiles = List.copyOf(subProfiles);
    }

    /**
     * @param vvcC   payload of the box, a version, flags and VvcDecoderConfigurationRecord; its position stays
     * @param stated what the sample entry says of its pictures
     */
    public static VvcCodec of(String sampleEntry, ByteBuffer vvcC, Picture stated) {
        BitReader in = new BitReader(vvcC, "vvcC");
        int version = (int) in.bits(8);
        if (version != 0) {
            throw new CodecException("vvcC has version " + version + ", only 0 is known");
        }
        in.skip(24 + 5 + 2);
        if (in.bit() == 0) {
            throw new CodecException("vvcC does not say which profile and level its samples have (ptl_present_flag)");
        }
        in.skip(9);
        int sublayers = (int) in.bits(3);
        in.skip(2 + 2 + 3 + 5);
        // VvcPTLRecord
        in.skip(2);
        int size = (int) in.bits(6);
        int profile = (int) in.bits(7);
        boolean highTier = in.bit() == 1;
        int level = (int) in.bits(8);
        String constraints = base32(in, size);
        int levels = 0;
        if (sublayers > 1) {
            for (int sublayer = sublayers - 2; sublayer >= 0; sublayer--) {
                levels += in.bit();
            }
            in.skip(9 - sublayers);
            in.skip(8 * levels);
        }
        int count = (int) in.bits(8);
        List<Integer> subProfiles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            subProfiles.add((int) in.bits(32));
        }
        return new VvcCodec(sampleEntry, profile, highTier, level, constraints, subProfiles, stated);
    }

    /** @param size bytes; of none the two flags in front are there all the same, in a byte of their own */
    private static String base32(BitReader in, int size) {
        byte[] bytes = new byte[Math.max(1, size)];
        int used = 0;
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) in.bits(8);
            used = bytes[i] == 0 ? used : i + 1;
        }
        BitWriter padded = new BitWriter();
        for (int i = 0; i < used; i++) {
            padded.bits(8, bytes[i] & 0xff);
        }
        padded.bits(8, 0);
        BitReader digits = new BitReader(padded.toBytes(), "general_constraint_info");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.max(1, (used * 8 + 4) / 5); i++) {
            text.append(BASE_32.charAt((int) digits.bits(5)));
        }
        return text.toString();
    }

    /** ISO/IEC 14496-15, E.6. */
    @Override
    public String rfc6381(boolean upperCaseHex) {
        StringBuilder text = new StringBuilder(sampleEntry).append('.').append(profile).append(highTier ? ".H" : ".L")
                .append(level).append(".C").append(constraints);
        for (int i = 0; i < subProfiles.size(); i++) {
            text.append(i == 0 ? ".S" : "+").append(Integer.toHexString(subProfiles.get(i)).toUpperCase(Locale.ROOT));
        }
        return text.toString();
    }

    @Override
    public String family() {
        return sampleEntry;
    }
}
