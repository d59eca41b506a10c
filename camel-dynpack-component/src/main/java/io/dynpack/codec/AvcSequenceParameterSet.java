package io.dynpack.codec;

import java.nio.ByteBuffer;

/**
 * What is needed of an H.264 sequence parameter set (ISO/IEC 14496-10, 7.3.2.1.1).
 *
 * @param width     pixels, after cropping
 * @param height    pixels, after cropping
 * @param usability what it says of how its pictures are shown
 */
record AvcSequenceParameterSet(int width, int height, VideoUsability usability) {

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
        in.ue();
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
        in.ue();
        long pictureOrder = in.ue();
        if (pictureOrder == 0) {
            in.ue();
        } else if (pictureOrder == 1) {
            in.skip(1);
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
        return new AvcSequenceParameterSet((int) width, (int) height, VideoUsability.readIfSaid(in));
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
