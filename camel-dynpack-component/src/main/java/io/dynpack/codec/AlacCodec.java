package io.dynpack.codec;

import java.nio.ByteBuffer;

/**
 * Apple Lossless in {@code alac}. Every frame but the last has the same length.
 *
 * @param frameLength samples of a frame, 4096 as a rule
 * @param bitDepth    of a decoded sample: 16, 20, 24 or 32
 * @param channels    1 to 8
 * @param sampleRate  Hz; the sample entry has no room for more than 65535
 */
public record AlacCodec(int frameLength, int bitDepth, int channels, int sampleRate) implements AudioCodec {
    /** Behind the version and flags of the box. */
    private static final int SPECIFIC_CONFIG = 24;
    /** No encoder makes longer frames, and no decoder has room for them. */
    private static final int MAX_FRAME_LENGTH = 1 << 16;
    /**
     * ChannelConfiguration of ISO/IEC 23091-3 of the one arrangement that ALAC has for each number of channels: with seven it
     * is 6.1, with eight 7.1 with two more in front.
     */
    private static final int[] CONFIGURATIONS = {0, 1, 2, 3, 4, 5, 6, 11, 7};

    /** @param alac payload of the box inside of the sample entry: version, flags and ALACSpecificConfig; its position stays */
    public static AlacCodec of(ByteBuffer alac) {
        ByteBuffer in = alac.slice();
        if (in.remaining() < 4 + SPECIFIC_CONFIG) {
            throw new CodecException(
                    "alac has " + in.remaining() + " bytes, at least " + (4 + SPECIFIC_CONFIG) + " are needed");
        }
        int frameLength = in.getInt(4);
        int channels = in.get(4 + 9) & 0xff;
        int sampleRate = in.getInt(4 + 20);
        if (frameLength <= 0 || frameLength > MAX_FRAME_LENGTH) {
            throw new CodecException("alac states frames of " + Integer.toUnsignedString(frameLength) + " samples");
        }
        if (channels == 0 || channels >= CONFIGURATIONS.length || sampleRate <= 0) {
            throw new CodecException(
                    "alac states " + channels + " channels at " + Integer.toUnsignedString(sampleRate) + " Hz");
        }
        return new AlacCodec(frameLength, in.get(4 + 5) & 0xff, channels, sampleRate);
    }

    @Override
    public String rfc6381(boolean upperCaseHex) {
        return "alac";
    }

    @Override
    public String family() {
        return "alac";
    }

    @Override
    public int channelConfiguration() {
        return CONFIGURATIONS[channels];
    }
}
