package io.dynpack.codec;

/** Walks through a sequence header of AV1 (AV1 Bitstream and Decoding Process Specification, 5.5) to what it says of colours. */
final class Av1SequenceHeader {
    private static final int SELECT = 2;
    private static final int UNSPECIFIED = 2;

    private Av1SequenceHeader() {}

    /** @param in behind the header of the unit */
    static Colour colour(BitReader in) {
        int profile = (int) in.bits(3);
        in.skip(1);
        boolean reducedStillPicture = in.bit() == 1;
        if (reducedStillPicture) {
            in.skip(5);
        } else {
            operatingPoints(in);
        }
        int widthBits = (int) in.bits(4) + 1;
        int heightBits = (int) in.bits(4) + 1;
        in.skip(widthBits + heightBits);
        if (!reducedStillPicture && in.bit() == 1) {
            in.skip(4 + 3);
        }
        // superblocks of 128, filter intra, intra edge filter
        in.skip(3);
        if (!reducedStillPicture) {
            tools(in);
        }
        // superres, cdef, restoration
        in.skip(3);
        return colourConfig(in, profile);
    }

    private static void operatingPoints(BitReader in) {
        boolean decoderModel = false;
        int delayBits = 0;
        if (in.bit() == 1) {
            in.skip(64);
            if (in.bit() == 1) {
                in.ue();
            }
            decoderModel = in.bit() == 1;
            if (decoderModel) {
                delayBits = (int) in.bits(5) + 1;
                in.skip(32 + 5 + 5);
            }
        }
        boolean initialDelay = in.bit() == 1;
        int points = (int) in.bits(5) + 1;
        for (int i = 0; i < points; i++) {
            in.skip(12);
            if (in.bits(5) > 7) {
                in.skip(1);
            }
            if (decoderModel && in.bit() == 1) {
                in.skip(2 * delayBits + 1);
            }
            if (initialDelay && in.bit() == 1) {
                in.skip(4);
            }
        }
    }

    private static void tools(BitReader in) {
        // interintra, masked compound, warped motion, dual filter
        in.skip(4);
        boolean orderHint = in.bit() == 1;
        if (orderHint) {
            in.skip(2);
        }
        boolean chooseScreenContent = in.bit() == 1;
        int screenContent = chooseScreenContent ? SELECT : in.bit();
        if (screenContent > 0 && in.bit() == 0) {
            in.skip(1);
        }
        if (orderHint) {
            in.skip(3);
        }
    }

    private static Colour colourConfig(BitReader in, int profile) {
        boolean highBitDepth = in.bit() == 1;
        if (profile == 2 && highBitDepth) {
            in.skip(1);
        }
        boolean monochrome = profile != 1 && in.bit() == 1;
        int primaries = UNSPECIFIED;
        int transfer = UNSPECIFIED;
        int matrix = UNSPECIFIED;
        if (in.bit() == 1) {
            primaries = (int) in.bits(8);
            transfer = (int) in.bits(8);
            matrix = (int) in.bits(8);
        }
        boolean sRgb = !monochrome && primaries == 1 && transfer == 13 && matrix == 0;
        return new Colour(primaries, transfer, matrix, sRgb || in.bit() == 1);
    }
}
