package io.dynpack.codec;

import org.jspecify.annotations.Nullable;

/**
 * What the video usability information of H.264 and of HEVC begins with, in both alike (ISO/IEC 14496-10, E.1.1; ISO/IEC 23008-2,
 * E.2.1).
 *
 * @param pixelAspect {@code null} where it is not said
 * @param colour      {@code null} where it is not said
 */
record VideoUsability(@Nullable PixelAspect pixelAspect, @Nullable Colour colour) {
    static final VideoUsability NONE = new VideoUsability(null, null);
    private static final int UNSPECIFIED = 2;

    /** The flag that tells whether there is any, and what follows it; what is cut off or damaged says nothing. */
    static VideoUsability readIfSaid(BitReader in) {
        try {
            return in.bit() == 1 ? read(in) : NONE;
        } catch (CodecException e) {
            return NONE;
        }
    }

    /** Behind the flag that tells that there is any; the reader then stands in front of the chroma locations. */
    static VideoUsability read(BitReader in) {
        PixelAspect aspect = null;
        if (in.bit() == 1) {
            int number = (int) in.bits(8);
            aspect = number == PixelAspect.EXTENDED ? PixelAspect.of(in.bits(16), in.bits(16)) : PixelAspect.coded(number);
        }
        if (in.bit() == 1) {
            in.skip(1);
        }
        Colour colour = null;
        if (in.bit() == 1) {
            in.skip(3);
            boolean fullRange = in.bit() == 1;
            colour = in.bit() == 1
                    ? new Colour((int) in.bits(8), (int) in.bits(8), (int) in.bits(8), fullRange)
                    : new Colour(UNSPECIFIED, UNSPECIFIED, UNSPECIFIED, fullRange);
        }
        return new VideoUsability(aspect, colour);
    }
}
