package io.dynpack.codec;

import java.util.Arrays;

/**
 * How many frequency bands an SBR header makes (ISO/IEC 14496-3, 4.6.18.3.2).
 *
 * @param low   bands of an envelope of low frequency resolution
 * @param high  bands of an envelope of high frequency resolution
 * @param noise noise floor bands
 */
record SbrBands(int low, int high, int noise) {
    private static final int[][] OFFSETS = {{-8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7},
            {-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 9, 11, 13}, {-5, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 9, 11, 13, 16},
            {-6, -4, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 9, 11, 13, 16}, {-4, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 9, 11, 13, 16, 20},
            {-2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 9, 11, 13, 16, 20, 24}};
    private static final int SUBBANDS = 64;
    private static final int STOP_STEPS = 13;

    /**
     * @param rate       Hz after replication
     * @param startFreq  bs_start_freq
     * @param stopFreq   bs_stop_freq
     * @param xoverBand  bs_xover_band
     * @param freqScale  bs_freq_scale
     * @param alterScale bs_alter_scale
     * @param noiseBands bs_noise_bands
     */
    static SbrBands of(int rate, int startFreq, int stopFreq, int xoverBand, int freqScale, int alterScale, int noiseBands) {
        int start = start(rate, startFreq);
        int stop = stop(rate, stopFreq, start);
        int most = rate <= 32000 ? 48 : rate <= 44100 ? 35 : 32;
        if (start < 1 || stop <= start || stop - start > most) {
            throw new CodecException("SBR header goes from subband " + start + " to " + stop);
        }
        int[] borders = freqScale == 0 ? linear(start, stop, alterScale) : warped(start, stop, freqScale, alterScale);
        int high = borders.length - 1 - xoverBand;
        if (high < 1) {
            throw new CodecException("SBR header has its crossover behind its last band");
        }
        int crossover = borders[xoverBand];
        if (crossover > SUBBANDS / 2) {
            throw new CodecException("SBR header has its crossover at subband " + crossover);
        }
        int noise = Math.max(1, (int) Math.rint(noiseBands * log2(stop, crossover)));
        if (noise > 5) {
            throw new CodecException("SBR header makes " + noise + " noise floor bands");
        }
        return new SbrBands((high + 1) / 2, high, noise);
    }

    private static double log2(int to, int from) {
        return Math.log((double) to / from) / Math.log(2);
    }

    private static int lowest(int rate) {
        return rate < 32000 ? 3000 : rate < 64000 ? 4000 : 5000;
    }

    private static int start(int rate, int startFreq) {
        int[] offsets = switch (rate) {
            case 16000 -> OFFSETS[0];
            case 22050 -> OFFSETS[1];
            case 24000 -> OFFSETS[2];
            case 32000 -> OFFSETS[3];
            case 44100, 48000, 64000 -> OFFSETS[4];
            case 88200, 96000 -> OFFSETS[5];
            default -> throw new CodecException("SBR has no tables for " + rate + " Hz");
        };
        return (lowest(rate) * 2 * SUBBANDS + rate / 2) / rate + offsets[startFreq];
    }

    private static int stop(int rate, int stopFreq, int start) {
        if (stopFreq >= 14) {
            return Math.min(SUBBANDS, (stopFreq - 12) * start);
        }
        int stop = (2 * lowest(rate) * 2 * SUBBANDS + rate / 2) / rate;
        int[] steps = widths(stop, SUBBANDS, STOP_STEPS);
        for (int i = 0; i < stopFreq; i++) {
            stop += steps[i];
        }
        return Math.min(SUBBANDS, stop);
    }

    private static int[] linear(int start, int stop, int alterScale) {
        int width = alterScale + 1;
        int count = width == 1 ? (stop - start) / 2 * 2 : (stop - start + 2) / 4 * 2;
        if (count < 1) {
            throw new CodecException("SBR header makes no band");
        }
        int[] widths = new int[count];
        Arrays.fill(widths, width);
        int rest = stop - start - count * width;
        if (rest < 0) {
            widths[0]--;
            widths[1] -= rest < -1 ? 1 : 0;
        } else if (rest > 0) {
            widths[count - 1]++;
        }
        return borders(start, widths);
    }

    private static int[] warped(int start, int stop, int freqScale, int alterScale) {
        int bandsPerOctave = 14 - 2 * freqScale;
        boolean twoRegions = 49 * stop > 110 * start;
        int middle = twoRegions ? 2 * start : stop;
        int[] lower = widths(start, middle, 2 * (int) Math.rint(bandsPerOctave * log2(middle, start) / 2));
        if (!twoRegions) {
            return borders(start, lower);
        }
        double warp = alterScale == 1 ? 1.3 : 1;
        int[] upper = widths(middle, stop, 2 * (int) Math.rint(bandsPerOctave * log2(stop, middle) / (2 * warp)));
        int widestBelow = lower[lower.length - 1];
        if (upper[0] < widestBelow) {
            int change = Math.min(widestBelow - upper[0], (upper[upper.length - 1] - upper[0]) / 2);
            upper[0] += change;
            upper[upper.length - 1] -= change;
            Arrays.sort(upper);
        }
        int[] all = Arrays.copyOf(lower, lower.length + upper.length);
        System.arraycopy(upper, 0, all, lower.length, upper.length);
        return borders(start, all);
    }

    /** Widths, ascending, of bands between whose borders lies the same ratio. */
    private static int[] widths(int start, int stop, int count) {
        if (count < 1) {
            throw new CodecException("SBR header makes no band");
        }
        int[] widths = new int[count];
        int previous = start;
        for (int i = 1; i <= count; i++) {
            int border = (int) Math.rint(start * Math.pow((double) stop / start, (double) i / count));
            widths[i - 1] = border - previous;
            previous = border;
        }
        Arrays.sort(widths);
        return widths;
    }

    private static int[] borders(int start, int[] widths) {
        int[] borders = new int[widths.length + 1];
        borders[0] = start;
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] < 1) {
                throw new CodecException("SBR header makes an empty band");
            }
            borders[i + 1] = borders[i] + widths[i];
        }
        return borders;
    }
}
