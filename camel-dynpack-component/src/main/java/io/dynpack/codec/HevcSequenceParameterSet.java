package io.dynpack.codec;

import java.nio.ByteBuffer;

/**
 * What is needed of a sequence parameter set of HEVC (ISO/IEC 23008-2, 7.3.2.2).
 *
 * @param general        profile, tier and level
 * @param chromaFormat   chroma_format_idc: 0 without colours, 1 for 4:2:0, 2 for 4:2:2, 3 for 4:4:4
 * @param lumaBitDepth   8 to 16
 * @param chromaBitDepth 8 to 16
 * @param width          pixels, within the conformance window
 * @param height         pixels, within the conformance window
 * @param usability      what it says of how its pictures are shown
 */
record HevcSequenceParameterSet(ProfileTierLevel general, int chromaFormat, int lumaBitDepth, int chromaBitDepth, int width,
        int height, VideoUsability usability) {
    private static final int MAX_SHORT_TERM_SETS = 64;
    private static final int MAX_LONG_TERM = 32;
    /** sps_max_dec_pic_buffering_minus1 is at most 15, and no set names more pictures. */
    private static final int MAX_PICTURES = 16;

    /** What a sample entry says, with what it leaves to this. */
    Picture complete(Picture stated) {
        return stated.withSize(width, height).completedBy(usability.pixelAspect(), usability.colour());
    }

    /**
     * @param nal the NAL unit, its header first; its position stays
     * @throws CodecException when it is damaged as far as the size of pictures; what comes behind says nothing then
     */
    static HevcSequenceParameterSet parse(ByteBuffer nal) {
        BitReader in = new BitReader(RawByteSequencePayload.of(nal), "sequence parameter set");
        in.skip(16 + 4);
        int subLayers = (int) in.bits(3);
        in.skip(1);
        ProfileTierLevel general = ProfileTierLevel.read(in, subLayers);
        in.ue();
        long chromaFormat = in.ue();
        boolean separatePlanes = chromaFormat == 3 && in.bit() == 1;
        long width = in.ue();
        long height = in.ue();
        if (in.bit() == 1) {
            boolean subsampled = !separatePlanes && (chromaFormat == 1 || chromaFormat == 2);
            width -= (subsampled ? 2 : 1) * (in.ue() + in.ue());
            height -= (subsampled && chromaFormat == 1 ? 2 : 1) * (in.ue() + in.ue());
        }
        long lumaBitDepth = 8 + in.ue();
        long chromaBitDepth = 8 + in.ue();
        if (width < 1 || height < 1 || width > 65535 || height > 65535 || chromaFormat > 3 || lumaBitDepth > 16
                || chromaBitDepth > 16) {
            throw new CodecException("sequence parameter set declares a picture of " + width + "x" + height + " with "
                    + lumaBitDepth + " bits of chroma format " + chromaFormat);
        }
        return new HevcSequenceParameterSet(general, (int) chromaFormat, (int) lumaBitDepth, (int) chromaBitDepth, (int) width,
                (int) height, usability(in, subLayers));
    }

    /** Damage in front of it says nothing, as in it. */
    private static VideoUsability usability(BitReader in, int subLayers) {
        try {
            int orderBits = 4 + (int) Math.min(in.ue(), 12);
            for (int i = in.bit() == 1 ? 0 : subLayers; i <= subLayers; i++) {
                in.ue();
                in.ue();
                in.ue();
            }
            for (int i = 0; i < 6; i++) {
                // sizes of blocks, depths of the tree of transforms
                in.ue();
            }
            if (in.bit() == 1 && in.bit() == 1) {
                skipScalingLists(in);
            }
            in.skip(2);
            if (in.bit() == 1) {
                in.skip(8);
                in.ue();
                in.ue();
                in.skip(1);
            }
            skipShortTermSets(in);
            if (in.bit() == 1) {
                long count = in.ue();
                in.skip((int) Math.min(count, MAX_LONG_TERM) * (orderBits + 1));
            }
            in.skip(2);
            return VideoUsability.readIfSaid(in);
        } catch (CodecException e) {
            return VideoUsability.NONE;
        }
    }

    /** scaling_list_data() (7.3.4). */
    private static void skipScalingLists(BitReader in) {
        for (int size = 0; size < 4; size++) {
            for (int matrix = 0; matrix < 6; matrix += size == 3 ? 3 : 1) {
                if (in.bit() == 0) {
                    in.ue();
                } else {
                    int codes = Math.min(64, 1 << 4 + 2 * size) + (size > 1 ? 1 : 0);
                    for (int i = 0; i < codes; i++) {
                        in.ue();
                    }
                }
            }
        }
    }

    /** st_ref_pic_set() of all of them (7.3.7). */
    private static void skipShortTermSets(BitReader in) {
        long count = in.ue();
        if (count > MAX_SHORT_TERM_SETS) {
            throw new CodecException("sequence parameter set declares " + count + " sets of reference pictures");
        }
        int pictures = 0;
        for (int i = 0; i < count; i++) {
            if (i > 0 && in.bit() == 1) {
                in.skip(1);
                in.ue();
                int kept = 0;
                for (int j = 0; j <= pictures; j++) {
                    // used_by_curr_pic_flag, else use_delta_flag
                    kept += in.bit() == 1 || in.bit() == 1 ? 1 : 0;
                }
                pictures = kept;
            } else {
                long stated = in.ue() + in.ue();
                if (stated > MAX_PICTURES) {
                    throw new CodecException("sequence parameter set declares " + stated + " reference pictures");
                }
                pictures = (int) stated;
                for (int j = 0; j < pictures; j++) {
                    in.ue();
                    in.skip(1);
                }
            }
        }
    }
}
