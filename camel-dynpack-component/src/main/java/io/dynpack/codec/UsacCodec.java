package io.dynpack.codec;

import java.nio.ByteBuffer;

/**
 * xHE-AAC: unified speech and audio coding in {@code mp4a} (ISO/IEC 23003-3). Decoders begin at sync samples alone.
 *
 * @param frameLength samples that a frame is decoded to: 768, 1024, 2048 or 4096
 * @param channels    of the decoded sound
 * @param sampleRate  Hz of the decoded sound
 * @param channelConfiguration of ISO/IEC 23091-3; 0 where it has no number for the channels
 */
public record UsacCodec(int frameLength, int channels, int sampleRate, int channelConfiguration) implements AudioCodec {
    private static final int OBJECT_TYPE = 42;
    /** Its eleven bits in AudioSpecificConfig: five of them ones, and six for what is above 32. */
    private static final int OBJECT_TYPE_BITS = 0x1f << 6 | OBJECT_TYPE - 32;
    /** usacSamplingFrequencyIndex (ISO/IEC 23003-3, table 67); 0 is reserved. */
    private static final int[] RATES = {96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000,
            7350, 0, 0, 57600, 51200, 40000, 38400, 34150, 28800, 25600, 20000, 19200, 17075, 14400, 12800, 9600, 0, 0, 0};
    private static final int OTHER_RATE = 31;
    /** By coreSbrFrameLengthIndex (table 70). */
    private static final int[] FRAME_LENGTHS = {768, 1024, 2048, 2048, 4096};
    /** By channelConfigurationIndex (table 68); the eighth is dual mono. */
    private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8, 2, 3, 4, 7, 8, 24};
    private static final int DUAL_MONO = 8;
    private static final int MAX_CHANNELS = 255;

    /** Whether this is its configuration. */
    static boolean isConfiguration(ByteBuffer audioSpecificConfig) {
        return audioSpecificConfig.remaining() >= 2
                && (audioSpecificConfig.getShort(audioSpecificConfig.position()) & 0xffff) >> 5 == OBJECT_TYPE_BITS;
    }

    /** @param audioSpecificConfig with UsacConfig in it (ISO/IEC 23003-3, 5.2); its position stays */
    public static UsacCodec of(ByteBuffer audioSpecificConfig) {
        BitReader in = new BitReader(audioSpecificConfig, "UsacConfig of esds");
        in.skip(11);
        if (in.bits(4) == 15) {
            in.skip(24);
        }
        in.skip(4);
        int rateIndex = (int) in.bits(5);
        int rate = rateIndex == OTHER_RATE ? (int) in.bits(24) : RATES[rateIndex];
        int length = (int) in.bits(3);
        int configuration = (int) in.bits(5);
        if (rate == 0 || length >= FRAME_LENGTHS.length || configuration >= CHANNELS.length) {
            throw new CodecException("UsacConfig of esds has a reserved value: sampling frequency index " + rateIndex
                    + ", frame length index " + length + ", channel configuration index " + configuration);
        }
        int channels = configuration == 0 ? listed(in) : CHANNELS[configuration];
        if (channels == 0 || channels > MAX_CHANNELS) {
            throw new CodecException("UsacConfig of esds states " + channels + " channels");
        }
        return new UsacCodec(FRAME_LENGTHS[length], channels, rate, configuration == DUAL_MONO ? 0 : configuration);
    }

    /** numOutChannels of UsacChannelConfig, an escapedValue. */
    private static int listed(BitReader in) {
        int value = (int) in.bits(5);
        if (value == 0x1f) {
            int more = (int) in.bits(8);
            value += more == 0xff ? more + (int) in.bits(16) : more;
        }
        return value;
    }

    @Override
    public boolean beginsAtSync() {
        return true;
    }

    @Override
    public String rfc6381(boolean upperCaseHex) {
        return "mp4a.40.42";
    }

    @Override
    public String family() {
        return "usac";
    }
}
