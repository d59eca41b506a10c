package io.dynpack.codec;

import java.nio.ByteBuffer;

/**
 * Opus in {@code Opus}. Access units last 2.5 to 120 ms, and may differ. Decoded sound has 48 kHz always; how much of its start
 * is skipped stands in the edit list as well.
 *
 * @param channels      of the decoded sound, 1 to 255
 * @param mappingFamily ChannelMappingFamily: 0 and 1 say which channels these are (RFC 7845, 5.1.1)
 */
public record OpusCodec(int channels, int mappingFamily) implements AudioCodec {
    /** Milliseconds until a decoder that begins anywhere sounds right (RFC 7845, 4.6). */
    private static final int PRE_ROLL = 80;

    /** @param dOps OpusSpecificBox (Encapsulation of Opus in ISO Base Media File Format, 4.3.2); its position stays */
    public static OpusCodec of(ByteBuffer dOps) {
        BitReader in = new BitReader(dOps, "dOps");
        int version = (int) in.bits(8);
        if (version != 0) {
            throw new CodecException("dOps has version " + version);
        }
        int channels = (int) in.bits(8);
        if (channels == 0) {
            throw new CodecException("dOps states no channels");
        }
        in.skip(16 + 32 + 16);
        int family = (int) in.bits(8);
        if (family != 0) {
            in.skip(8 + 8 + 8 * channels);
        }
        return new OpusCodec(channels, family);
    }

    @Override
    public String rfc6381(boolean upperCaseHex) {
        return "opus";
    }

    @Override
    public String family() {
        return "Opus";
    }

    @Override
    public int sampleRate() {
        return 48000;
    }

    @Override
    public int channelConfiguration() {
        return mappingFamily <= 1 ? VorbisChannels.channelConfiguration(channels) : 0;
    }

    @Override
    public int frameLength() {
        return 0;
    }

    @Override
    public int preRoll() {
        return PRE_ROLL;
    }
}
