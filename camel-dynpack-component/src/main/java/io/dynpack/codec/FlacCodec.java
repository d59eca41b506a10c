package io.dynpack.codec;

import java.nio.ByteBuffer;

/**
 * FLAC in {@code fLaC}. Access units are frames, whose length may change from one to the next.
 *
 * @param sampleRate Hz, 1 to 1048575
 * @param channels   1 to 8
 */
public record FlacCodec(int sampleRate, int channels) implements AudioCodec {
    private static final int STREAMINFO = 0;
    private static final int STREAMINFO_SIZE = 34;

    /** @param dfLa FLACSpecificBox from its version on, which begins with STREAMINFO (RFC 9639, 8.2); its position stays */
    public static FlacCodec of(ByteBuffer dfLa) {
        BitReader in = new BitReader(dfLa, "dfLa");
        in.skip(32 + 1);
        int type = (int) in.bits(7);
        int size = (int) in.bits(24);
        if (type != STREAMINFO || size != STREAMINFO_SIZE) {
            throw new CodecException(
                    "dfLa begins with a block of type " + type + " and " + size + " bytes, not with STREAMINFO");
        }
        BitReader info = in.part(size * 8);
        info.skip(16 + 16 + 24 + 24);
        int rate = (int) info.bits(20);
        if (rate == 0) {
            throw new CodecException("STREAMINFO states a sampling rate of 0");
        }
        return new FlacCodec(rate, (int) info.bits(3) + 1);
    }

    @Override
    public String rfc6381(boolean upperCaseHex) {
        return "fLaC";
    }

    @Override
    public String family() {
        return "fLaC";
    }

    @Override
    public int channelConfiguration() {
        return VorbisChannels.channelConfiguration(channels);
    }

    @Override
    public int frameLength() {
        return 0;
    }
}
