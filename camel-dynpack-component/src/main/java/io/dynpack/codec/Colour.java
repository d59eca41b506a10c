package io.dynpack.codec;

/**
 * What the samples of pictures mean as colours (ISO/IEC 23091-2, clause 8).
 *
 * @param primaries ColourPrimaries; 2 where unspecified
 * @param transfer  TransferCharacteristics; 2 where unspecified
 * @param matrix    MatrixCoefficients; 2 where unspecified
 * @param fullRange VideoFullRangeFlag
 */
public record Colour(int primaries, int transfer, int matrix, boolean fullRange) {
    private static final int UNSPECIFIED = 2;
    /** SMPTE ST 2084, perceptual quantization. */
    private static final int PQ = 16;
    /** ARIB STD-B67, hybrid log-gamma. */
    private static final int HLG = 18;

    /** {@code VIDEO-RANGE} of HLS (RFC 8216bis, 4.4.6.2): {@code SDR}, {@code HLG} or {@code PQ}. */
    public String videoRange() {
        return transfer == PQ ? "PQ" : transfer == HLG ? "HLG" : "SDR";
    }

    /** Whether nothing is said but that samples do not take their full range. */
    boolean isUnspecified() {
        return primaries == UNSPECIFIED && transfer == UNSPECIFIED && matrix == UNSPECIFIED && !fullRange;
    }

    /** Whether players that know nothing of it show wrong colours. */
    public boolean isHighDynamicRange() {
        return transfer == PQ || transfer == HLG;
    }
}
