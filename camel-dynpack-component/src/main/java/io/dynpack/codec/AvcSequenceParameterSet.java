package io.dynpack.codec;

import java.nio.ByteBuffer;

/**
 * What is needed of an H.264 sequence parameter set (ISO/IEC 14496-10, 7.3.2.1.1).
 *
 * @param width     pixels, after cropping
 * @param height    pixels, after cropping
 * @param usability what it says of how its pictures are shown
 * @param slices    what it says of slice headers
 */
record AvcSequenceParameterSet(int width, int height, VideoUsability usability, Slices slices) {

    /**
     * What decides how long the slice headers of its pictures are (7.3.3).
     *
     * @param id             seq_parameter_set_id
     * @param separatePlanes separate_colour_plane_flag
     * @param hasChroma      whether ChromaArrayType is not 0
     * @param frameNumBits   bits of frame_num
     * @param orderType      pic_order_cnt_type
     * @param orderBits      bits of pic_order_cnt_lsb; 0 where there is none
     * @param noOrderDelta   delta_pic_order_always_zero_flag
     * @param frameOnly      frame_mbs_only_flag
     * @param mapUnits       PicSizeInMapUnits
     */
    record Slices(int id, boolean separatePlanes, boolean hasChroma, int frameNumBits, int orderType, int orderBits,
            boolean noOrderDelta, boolean frameOnly, long mapUnits) {}

    private static final int MAX_ID = 31;
    private static final int MAX_BITS = 16;
    private static final int MAX_ORDER_TYPE = 2;

    /** What a sample entry says, with what it leaves to this. */
    Picture complete(Picture stated) {
        return stated.withSize(width, height).completedBy(usability.pixelAspect(), usability.colour());
    }

    /** @param nal the NAL unit, its header byte first; its position stays */
    static AvcSequenceParameterSet parse(ByteBuffer nal) {
        BitReader in = new BitReader(RawByteSequencePayload.of(nal), "sequence parameter set");
        in.skip(8);
        int profile = (int) in.bits(8);
        in.skip(16);
        long id = in.ue();
        long chroma = 1;
        boolean separatePlanes = false;
        switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> {
                chroma = in.ue();
                if (chroma == 3) {
                    separatePlanes = in.bit() == 1;
                }
                in.ue();
                in.ue();
                in.skip(1);
                if (in.bit() == 1) {
                    for (int i = 0; i < (chroma == 3 ? 12 : 8); i++) {
                        if (in.bit() == 1) {
                            skipScalingList(in, i < 6 ? 16 : 64);
                        }
                    }
                }
            }
            default -> {
                // the older profiles are 4:2:0 with 8 bits
            }
        }
        long frameNumBits = 4 + in.ue();
        long pictureOrder = in.ue();
        long orderBits = 0;
        boolean noOrderDelta = false;
        if (pictureOrder == 0) {
            orderBits = 4 + in.ue();
        } else if (pictureOrder == 1) {
            noOrderDelta = in.bit() == 1;
            in.se();
            in.se();
            long cycle = in.ue();
            for (long i = 0; i < cycle; i++) {
                in.se();
            }
        }
        in.ue();
        in.skip(1);
        long widthInMacroblocks = in.ue() + 1;
        long heightInUnits = in.ue() + 1;
        int frameOnly = in.bit();
        if (frameOnly == 0) {
            in.skip(1);
        }
        in.skip(1);
        long width = widthInMacroblocks * 16;
        long height = heightInUnits * 16 * (2 - frameOnly);
        if (in.bit() == 1) {
            long cropUnitX = chroma == 1 || chroma == 2 ? 2 : 1;
            long cropUnitY = (chroma == 1 ? 2 : 1) * (2 - frameOnly);
            if (separatePlanes) {
                cropUnitX = 1;
                cropUnitY = 2 - frameOnly;
            }
            width -= cropUnitX * (in.ue() + in.ue());
            height -= cropUnitY * (in.ue() + in.ue());
        }
        if (width < 1 || height < 1 || width > 65535 || height > 65535) {
            throw new CodecException("sequence parameter set declares a picture of " + width + "x" + height);
        }
        // numbers that no slice can have are kept within what their fields can hold: such a set matches no slice
        Slices slices = new Slices((int) Math.min(id, MAX_ID + 1), separatePlanes, chroma != 0 && !separatePlanes,
                (int) Math.min(frameNumBits, MAX_BITS), (int) Math.min(pictureOrder, MAX_ORDER_TYPE),
                (int) Math.min(orderBits, MAX_BITS), noOrderDelta, frameOnly == 1, widthInMacroblocks * heightInUnits);
        return new AvcSequenceParameterSet((int) width, (int) height, VideoUsability.readIfSaid(in), slices);
    }

    private static void skipScalingList(BitReader in, int size) {
        long last = 8;
        long next = 8;
        for (int i = 0; i < size && next != 0; i++) {
            next = last + in.se() & 0xff;
            if (next != 0) {
                last = next;
            }
        }
    }
}
