package io.dynpack.codec;

import java.util.Arrays;

/**
 * What of a sequence header of AV1 decides how long frame headers are (AV1 Bitstream and Decoding Process Specification, 5.5).
 *
 * @param reducedStill         reduced_still_picture_header
 * @param presentationTimeBits bits of the time at which a frame is shown; 0 where it is not said
 * @param decoderModel         decoder_model_info_present_flag
 * @param removalTimeBits      bits of buffer_removal_time
 * @param operatingPoints      operating_point_idc of those for which it is said; -1 for others
 * @param widthBits            of frame_width_minus_1
 * @param heightBits           of frame_height_minus_1
 * @param width                of frames that say no other, pixels
 * @param height               of frames that say no other, pixels
 * @param frameIdBits          bits of a frame's number; 0 where they have none
 * @param deltaFrameIdBits     bits of the difference of two numbers
 * @param largeBlocks          use_128x128_superblock
 * @param warpedMotion         enable_warped_motion
 * @param previousVectors      enable_ref_frame_mvs
 * @param screenContent        seq_force_screen_content_tools
 * @param integerMotion        seq_force_integer_mv
 * @param hintBits             OrderHintBits
 * @param superResolution      enable_superres
 * @param enhancement          enable_cdef
 * @param restoration          enable_restoration
 * @param monochrome           mono_chrome
 * @param subsampledBoth       whether chroma is subsampled in both directions
 * @param separateDeltas       separate_uv_delta_q
 * @param filmGrain            film_grain_params_present
 */
record Av1Sequence(boolean reducedStill, int presentationTimeBits, boolean decoderModel, int removalTimeBits,
        int[] operatingPoints, int widthBits, int heightBits, int width, int height, int frameIdBits, int deltaFrameIdBits,
        boolean largeBlocks, boolean warpedMotion, boolean previousVectors, int screenContent, int integerMotion, int hintBits,
        boolean superResolution, boolean enhancement, boolean restoration, boolean monochrome, boolean subsampledBoth,
        boolean separateDeltas, boolean filmGrain) {

    /** Each frame says it. */
    static final int SELECT = 2;

    /** How many of the operating points have a time in the header of a frame of these layers. */
    int removalTimes(int temporalId, int spatialId) {
        int count = 0;
        for (int layers : operatingPoints) {
            count += layers == 0 || layers > 0 && (layers >> temporalId & layers >> spatialId + 8 & 1) == 1 ? 1 : 0;
        }
        return count;
    }

    /** @param in behind the header of the unit */
    static Av1Sequence read(BitReader in) {
        int profile = (int) in.bits(3);
        in.skip(1);
        boolean reduced = in.bit() == 1;
        int timeBits = 0;
        boolean model = false;
        int removalBits = 0;
        int[] points = {};
        if (reduced) {
            in.skip(5);
        } else {
            int delayBits = 0;
            if (in.bit() == 1) {
                in.skip(64);
                boolean equal = in.bit() == 1;
                if (equal) {
                    in.ue();
                }
                model = in.bit() == 1;
                if (model) {
                    delayBits = (int) in.bits(5) + 1;
                    in.skip(32);
                    removalBits = (int) in.bits(5) + 1;
                    int bits = (int) in.bits(5) + 1;
                    timeBits = equal ? 0 : bits;
                }
            }
            points = operatingPoints(in, model, delayBits);
        }
        int widthBits = (int) in.bits(4) + 1;
        int heightBits = (int) in.bits(4) + 1;
        int width = (int) in.bits(widthBits) + 1;
        int height = (int) in.bits(heightBits) + 1;
        int idBits = 0;
        int deltaIdBits = 0;
        if (!reduced && in.bit() == 1) {
            deltaIdBits = (int) in.bits(4) + 2;
            idBits = (int) in.bits(3) + 1 + deltaIdBits;
        }
        boolean largeBlocks = in.bit() == 1;
        in.skip(2);
        boolean warped = false;
        boolean previousVectors = false;
        int screenContent = SELECT;
        int integerMotion = SELECT;
        int hintBits = 0;
        if (!reduced) {
            in.skip(2);
            warped = in.bit() == 1;
            in.skip(1);
            boolean hints = in.bit() == 1;
            if (hints) {
                in.skip(1);
                previousVectors = in.bit() == 1;
            }
            screenContent = in.bit() == 1 ? SELECT : in.bit();
            if (screenContent > 0) {
                integerMotion = in.bit() == 1 ? SELECT : in.bit();
            }
            hintBits = hints ? (int) in.bits(3) + 1 : 0;
        }
        boolean superResolution = in.bit() == 1;
        boolean enhancement = in.bit() == 1;
        boolean restoration = in.bit() == 1;
        Chroma chroma = Chroma.read(in, profile);
        return new Av1Sequence(reduced, timeBits, model, removalBits, points, widthBits, heightBits, width, height, idBits,
                deltaIdBits, largeBlocks, warped, previousVectors, screenContent, integerMotion, hintBits, superResolution,
                enhancement, restoration, chroma.monochrome, chroma.subsampledBoth, chroma.separateDeltas, in.bit() == 1);
    }

    private static int[] operatingPoints(BitReader in, boolean model, int delayBits) {
        boolean initialDelay = in.bit() == 1;
        int[] points = new int[(int) in.bits(5) + 1];
        Arrays.fill(points, -1);
        for (int i = 0; i < points.length; i++) {
            int layers = (int) in.bits(12);
            if (in.bits(5) > 7) {
                in.skip(1);
            }
            if (model && in.bit() == 1) {
                points[i] = layers;
                in.skip(2 * delayBits + 1);
            }
            if (initialDelay && in.bit() == 1) {
                in.skip(4);
            }
        }
        return points;
    }

    /** color_config(). */
    private record Chroma(boolean monochrome, boolean subsampledBoth, boolean separateDeltas) {
        private static final int UNSPECIFIED = 2;
        private static final int BT_709 = 1;
        private static final int SRGB = 13;

        static Chroma read(BitReader in, int profile) {
            boolean highBitDepth = in.bit() == 1;
            boolean twelveBits = profile == 2 && highBitDepth && in.bit() == 1;
            boolean monochrome = profile != 1 && in.bit() == 1;
            int primaries = UNSPECIFIED;
            int transfer = UNSPECIFIED;
            int matrix = UNSPECIFIED;
            if (in.bit() == 1) {
                primaries = (int) in.bits(8);
                transfer = (int) in.bits(8);
                matrix = (int) in.bits(8);
            }
            if (monochrome) {
                in.skip(1);
                return new Chroma(true, true, false);
            }
            boolean both = false;
            if (primaries != BT_709 || transfer != SRGB || matrix != 0) {
                in.skip(1);
                boolean horizontal = profile == 0 || profile == 2 && (!twelveBits || in.bit() == 1);
                both = profile == 0 || profile == 2 && twelveBits && horizontal && in.bit() == 1;
                in.skip(both ? 2 : 0);
            }
            return new Chroma(false, both, in.bit() == 1);
        }
    }
}
