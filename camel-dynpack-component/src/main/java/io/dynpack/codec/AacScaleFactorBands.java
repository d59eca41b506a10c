package io.dynpack.codec;

/**
 * Widths of the scale factor bands of windows with 1024 and with 128 spectral values (ISO/IEC 14496-3, 4.5.4).
 *
 * @param longWindow  spectral values of each band
 * @param shortWindow spectral values of each band
 */
record AacScaleFactorBands(int[] longWindow, int[] shortWindow) {
    private static final int[] SHORT_96 = {4, 4, 4, 4, 4, 4, 8, 8, 8, 16, 28, 36};
    private static final int[] SHORT_48 = {4, 4, 4, 4, 4, 8, 8, 8, 12, 12, 12, 16, 16, 16};
    private static final int[] SHORT_24 = {4, 4, 4, 4, 4, 4, 4, 8, 8, 8, 12, 12, 16, 16, 20};
    private static final int[] SHORT_16 = {4, 4, 4, 4, 4, 4, 4, 4, 8, 8, 12, 12, 16, 20, 20};
    private static final int[] SHORT_8 = {4, 4, 4, 4, 4, 4, 4, 8, 8, 8, 8, 12, 16, 20, 20};

    private static final int[] LONG_96 = {4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 8, 8, 8, 8, 8, 12, 12, 12, 12, 12, 16, 16,
            24, 28, 36, 44, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64};
    private static final int[] LONG_64 = {4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 8, 8, 8, 8, 12, 12, 12, 16, 16, 16, 20, 24,
            24, 28, 36, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40};
    private static final int[] LONG_48 = {4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 8, 8, 8, 8, 8, 8, 8, 12, 12, 12, 12, 16, 16, 20, 20, 24,
            24, 28, 28, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 96};
    private static final int[] LONG_32 = {4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 8, 8, 8, 8, 8, 8, 8, 12, 12, 12, 12, 16, 16, 20, 20, 24,
            24, 28, 28, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32};
    private static final int[] LONG_24 = {4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 12, 12, 12, 12, 16, 16,
            16, 20, 20, 24, 24, 28, 28, 32, 36, 36, 40, 44, 48, 52, 52, 64, 64, 64, 64, 64};
    private static final int[] LONG_16 = {8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 12, 12, 12, 12, 12, 12, 12, 12, 12, 16, 16, 16, 16,
            20, 20, 20, 24, 24, 28, 28, 32, 36, 40, 40, 44, 48, 52, 56, 60, 64, 64, 64};
    private static final int[] LONG_8 = {12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 16, 16, 16, 16, 16, 16, 16, 20, 20,
            20, 20, 24, 24, 24, 28, 28, 32, 36, 36, 40, 44, 48, 52, 56, 60, 64, 80};

    /** The tables of a sampling rate, those of the nearest listed one where it is not listed (table 4.82). */
    static AacScaleFactorBands of(int sampleRate) {
        if (sampleRate >= 75132) {
            return new AacScaleFactorBands(LONG_96, SHORT_96);
        }
        if (sampleRate >= 55426) {
            return new AacScaleFactorBands(LONG_64, SHORT_96);
        }
        if (sampleRate >= 37566) {
            return new AacScaleFactorBands(LONG_48, SHORT_48);
        }
        if (sampleRate >= 27713) {
            return new AacScaleFactorBands(LONG_32, SHORT_48);
        }
        if (sampleRate >= 18783) {
            return new AacScaleFactorBands(LONG_24, SHORT_24);
        }
        return sampleRate >= 9391
                ? new AacScaleFactorBands(LONG_16, SHORT_16)
                : new AacScaleFactorBands(LONG_8, SHORT_8);
    }
}
