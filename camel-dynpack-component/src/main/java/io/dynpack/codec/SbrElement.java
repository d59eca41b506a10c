package io.dynpack.codec;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Follows sbr_extension_data() of a single channel (ISO/IEC 14496-3, 4.4.2.8) up to its extended data, where parametric stereo
 * lies. Keeps the header, which is not in every access unit. Frames of 1024 samples.
 */
final class SbrElement {
    private static final int FIXFIX = 0;
    private static final int FIXVAR = 1;
    private static final int VARFIX = 2;

    private static final int MAX_ENVELOPES = 5;
    private static final int PARAMETRIC_STEREO = 2;

    /** Envelopes in steps of 1.5 dB and of 3 dB, along time and along frequency; noise along time (tables 4.A.78 and on). */
    private static final HuffmanCode TIME_1_5 = new HuffmanCode(0, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 2, 3, 4, 2, 7, 4, 8, 72);
    private static final HuffmanCode FREQUENCY_1_5 = new HuffmanCode(0, 2, 2, 2, 2, 2, 1, 3, 3, 2, 4, 4, 4, 3, 2, 5, 6, 13, 15,
            46);
    private static final HuffmanCode TIME_3 = new HuffmanCode(1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 2, 1, 2, 5, 1, 4, 2, 3, 34);
    private static final HuffmanCode FREQUENCY_3 = new HuffmanCode(1, 1, 1, 1, 1, 1, 0, 2, 2, 2, 2, 2, 1, 2, 3, 4, 4, 7, 10,
            16);
    private static final HuffmanCode NOISE_TIME = new HuffmanCode(1, 1, 1, 1, 1, 1, 0, 2, 0, 1, 1, 0, 51, 2);

    private final int rate;
    private boolean fineSteps;
    private @Nullable SbrBands bands;

    /** @param rate Hz after replication */
    SbrElement(int rate) {
        this.rate = rate;
    }

    /** The codes, for a check that each is complete. */
    static HuffmanCode[] codes() {
        return new HuffmanCode[]{TIME_1_5, FREQUENCY_1_5, TIME_3, FREQUENCY_3, NOISE_TIME};
    }

    /**
     * Reads the extension of one access unit.
     *
     * @param in      behind extension_type
     * @param checked whether a checksum is in front
     * @return whether its extended data hold parametric stereo; not, as long as no header has come
     * @throws CodecException when it cannot be followed
     */
    boolean readsParametricStereo(BitReader in, boolean checked) {
        if (checked) {
            in.skip(10);
        }
        if (in.bit() == 1) {
            bands = null;
            header(in);
        }
        if (bands == null) {
            return false;
        }
        if (in.bit() == 1) {
            in.skip(4);
        }
        channel(in, bands);
        return in.bit() == 1 && extendedDataIsStereo(in);
    }

    private void header(BitReader in) {
        fineSteps = in.bit() == 0;
        int startFreq = (int) in.bits(4);
        int stopFreq = (int) in.bits(4);
        int xoverBand = (int) in.bits(3);
        in.skip(2);
        boolean scales = in.bit() == 1;
        boolean limiter = in.bit() == 1;
        int freqScale = scales ? (int) in.bits(2) : 2;
        int alterScale = scales ? in.bit() : 1;
        int noiseBands = scales ? (int) in.bits(2) : 2;
        if (limiter) {
            in.skip(6);
        }
        bands = SbrBands.of(rate, startFreq, stopFreq, xoverBand, freqScale, alterScale, noiseBands);
    }

    /** sbr_grid() and what follows it in the order of sbr_single_channel_element(). */
    private void channel(BitReader in, SbrBands bands) {
        int frameClass = (int) in.bits(2);
        boolean[] high;
        boolean fine = fineSteps;
        if (frameClass == FIXFIX) {
            high = new boolean[1 << (int) in.bits(2)];
            requireEnvelopes(high.length);
            Arrays.fill(high, in.bit() == 1);
            fine |= high.length == 1;
        } else {
            high = variable(in, frameClass);
        }
        int floors = high.length > 1 ? 2 : 1;
        boolean[] envelopeAlongTime = flags(in, high.length);
        boolean[] noiseAlongTime = flags(in, floors);
        in.skip(2 * bands.noise());
        for (int i = 0; i < high.length; i++) {
            int count = high[i] ? bands.high() : bands.low();
            values(in, envelopeAlongTime[i], count, fine ? 7 : 6, fine ? TIME_1_5 : TIME_3,
                    fine ? FREQUENCY_1_5 : FREQUENCY_3);
        }
        for (boolean alongTime : noiseAlongTime) {
            values(in, alongTime, bands.noise(), 5, NOISE_TIME, FREQUENCY_3);
        }
        if (in.bit() == 1) {
            in.skip(bands.high());
        }
    }

    private static boolean[] variable(BitReader in, int frameClass) {
        in.skip(frameClass == FIXVAR || frameClass == VARFIX ? 2 : 4);
        int borders = (int) in.bits(2);
        if (frameClass != FIXVAR && frameClass != VARFIX) {
            borders += (int) in.bits(2);
        }
        int envelopes = borders + 1;
        requireEnvelopes(envelopes);
        in.skip(2 * borders);
        // bs_pointer has as many values as there are envelopes, and one more
        in.skip(32 - Integer.numberOfLeadingZeros(envelopes));
        boolean[] high = flags(in, envelopes);
        if (frameClass == FIXVAR) {
            // stated from the last envelope to the first
            for (int i = 0; i < envelopes / 2; i++) {
                boolean flag = high[i];
                high[i] = high[envelopes - 1 - i];
                high[envelopes - 1 - i] = flag;
            }
        }
        return high;
    }

    private static void requireEnvelopes(int count) {
        if (count > MAX_ENVELOPES) {
            throw new CodecException("SBR data have " + count + " envelopes");
        }
    }

    private static boolean[] flags(BitReader in, int count) {
        boolean[] flags = new boolean[count];
        for (int i = 0; i < count; i++) {
            flags[i] = in.bit() == 1;
        }
        return flags;
    }

    private static void values(BitReader in, boolean alongTime, int count, int startBits, HuffmanCode time,
            HuffmanCode frequency) {
        if (alongTime) {
            time.skip(in, count);
        } else {
            in.skip(startBits);
            frequency.skip(in, count - 1);
        }
    }

    private static boolean extendedDataIsStereo(BitReader in) {
        int bytes = (int) in.bits(4);
        if (bytes == 15) {
            bytes += (int) in.bits(8);
        }
        BitReader data = in.part(8 * bytes);
        return data.remaining() >= 8 && data.bits(2) == PARAMETRIC_STEREO;
    }
}
