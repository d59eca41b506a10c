package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

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
 * @param slices         what it says of slice headers; {@code null} where it is damaged behind the size of pictures
 */
record HevcSequenceParameterSet(ProfileTierLevel general, int chromaFormat, int lumaBitDepth, int chromaBitDepth, int width,
        int height, VideoUsability usability, @Nullable Slices slices) {
    private static final int MAX_SHORT_TERM_SETS = 64;
    private static final int MAX_LONG_TERM = 32;

    /**
     * What decides how long the slice headers of its pictures are (7.3.6.1).
     *
     * @param id              sps_seq_parameter_set_id
     * @param separatePlanes  separate_colour_plane_flag
     * @param hasChroma       whether ChromaArrayType is not 0
     * @param orderBits       bits of slice_pic_order_cnt_lsb
     * @param blocks          PicSizeInCtbsY
     * @param adaptiveOffset  sample_adaptive_offset_enabled_flag
     * @param shortTermSets   short-term reference picture sets
     * @param longTerm        long_term_ref_pics_present_flag
     * @param longTermUsed    for each long-term picture of the set whether it may be referred to
     * @param temporalVectors sps_temporal_mvp_enabled_flag
     */
    record Slices(int id, boolean separatePlanes, boolean hasChroma, int orderBits, long blocks, boolean adaptiveOffset,
            List<HevcReferencePictures> shortTermSets, boolean longTerm, boolean[] longTermUsed, boolean temporalVectors) {

        /** What was read so far. */
        private static final class Builder {
            private static final int MAX_ID = 15;
            private static final int MIN_BLOCK_BITS = 3;
            private static final int MAX_BLOCK_BITS = 6;
            long id;
            boolean separatePlanes;
            boolean hasChroma;
            long width;
            long height;
            int orderBits;
            long blockBits;
            boolean adaptiveOffset;
            List<HevcReferencePictures> shortTermSets = List.of();
            boolean longTerm;
            boolean[] longTermUsed = {};
            boolean temporalVectors;

            /** {@code null} where it is none that a picture parameter set could refer to, or its blocks are of no size. */
            @Nullable
            Slices build() {
                if (id > MAX_ID || blockBits < MIN_BLOCK_BITS || blockBits > MAX_BLOCK_BITS) {
                    return null;
                }
                long block = 1L << blockBits;
                long blocks = ((width + block - 1) >> blockBits) * ((height + block - 1) >> blockBits);
                return new Slices((int) id, separatePlanes, hasChroma, orderBits, blocks, adaptiveOffset,
                        List.copyOf(shortTermSets), longTerm, longTermUsed, temporalVectors);
            }
        }
    }

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
        Slices.Builder slices = new Slices.Builder();
        slices.id = in.ue();
        long chromaFormat = in.ue();
        boolean separatePlanes = chromaFormat == 3 && in.bit() == 1;
        long width = in.ue();
        long height = in.ue();
        slices.separatePlanes = separatePlanes;
        slices.hasChroma = chromaFormat != 0 && !separatePlanes;
        slices.width = width;
        slices.height = height;
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
        Rest rest = rest(in, subLayers, slices);
        return new HevcSequenceParameterSet(general, (int) chromaFormat, (int) lumaBitDepth, (int) chromaBitDepth, (int) width,
                (int) height, rest.usability, rest.slices);
    }

    /** What stands behind the bit depths; damage says nothing, in front of the usability information as in it. */
    private static Rest rest(BitReader in, int subLayers, Slices.Builder slices) {
        try {
            slices.orderBits = 4 + (int) Math.min(in.ue(), 12);
            for (int i = in.bit() == 1 ? 0 : subLayers; i <= subLayers; i++) {
                in.ue();
                in.ue();
                in.ue();
            }
            slices.blockBits = 3 + in.ue() + in.ue();
            for (int i = 0; i < 4; i++) {
                // sizes of transform blocks, depths of their tree
                in.ue();
            }
            if (in.bit() == 1 && in.bit() == 1) {
                skipScalingLists(in);
            }
            in.skip(1);
            slices.adaptiveOffset = in.bit() == 1;
            if (in.bit() == 1) {
                in.skip(8);
                in.ue();
                in.ue();
                in.skip(1);
            }
            slices.shortTermSets = shortTermSets(in);
            slices.longTerm = in.bit() == 1;
            if (slices.longTerm) {
                slices.longTermUsed = longTerm(in, slices.orderBits);
            }
            slices.temporalVectors = in.bit() == 1;
            in.skip(1);
            return new Rest(VideoUsability.readIfSaid(in), slices.build());
        } catch (CodecException e) {
            return new Rest(VideoUsability.NONE, null);
        }
    }

    private record Rest(VideoUsability usability, @Nullable Slices slices) {}

    /** scaling_list_data() (7.3.4). */
    static void skipScalingLists(BitReader in) {
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
    private static List<HevcReferencePictures> shortTermSets(BitReader in) {
        long count = in.ue();
        if (count > MAX_SHORT_TERM_SETS) {
            throw new CodecException("sequence parameter set declares " + count + " sets of reference pictures");
        }
        List<HevcReferencePictures> sets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sets.add(HevcReferencePictures.read(in, sets, false));
        }
        return sets;
    }

    /** For each long-term reference picture whether the current picture may refer to it. */
    private static boolean[] longTerm(BitReader in, int orderBits) {
        long count = in.ue();
        if (count > MAX_LONG_TERM) {
            throw new CodecException("sequence parameter set declares " + count + " long-term reference pictures");
        }
        boolean[] used = new boolean[(int) count];
        for (int i = 0; i < count; i++) {
            in.skip(orderBits);
            used[i] = in.bit() == 1;
        }
        return used;
    }
}
