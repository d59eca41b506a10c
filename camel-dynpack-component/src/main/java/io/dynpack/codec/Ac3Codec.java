package io.dynpack.codec;

import java.nio.ByteBuffer;

/**
 * AC-3 in {@code ac-3}. An access unit is one frame of six blocks.
 *
 * @param channelMap which channels there are
 * @param sampleRate Hz
 */
public record Ac3Codec(DolbyChannelMap channelMap, int sampleRate) implements DolbyCodec {
    private static final int[] RATES = {48000, 44100, 32000};

    /**
     * @param dac3      AC3SpecificBox (ETSI TS 102 366, F.4); its position stays
     * @param entryRate Hz, of the sample entry, for a configuration that does not tell
     */
    public static Ac3Codec of(ByteBuffer dac3, long entryRate) {
        BitReader in = new BitReader(dac3, "dac3");
        int rate = sampleRate((int) in.bits(2), entryRate);
        in.skip(5 + 3);
        return new Ac3Codec(DolbyChannelMap.of((int) in.bits(3), in.bit() == 1), rate);
    }

    /** @param code {@code fscod}; 3 is reserved, or one of the reduced rates, of which the configuration says no more */
    static int sampleRate(int code, long entryRate) {
        if (code == RATES.length && (entryRate <= 0 || entryRate > RATES[0])) {
            throw new CodecException("states a reserved sampling rate, and its sample entry one of " + entryRate + " Hz");
        }
        return code == RATES.length ? (int) entryRate : RATES[code];
    }

    @Override
    public String rfc6381(boolean upperCaseHex) {
        return "ac-3";
    }

    @Override
    public String family() {
        return "ac-3";
    }
}
