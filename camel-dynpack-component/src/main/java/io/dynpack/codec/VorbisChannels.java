package io.dynpack.codec;

/** The speakers that Opus and FLAC mean by a number of channels (RFC 7845, 5.1.1.2; RFC 9639, 9.1.3). */
final class VorbisChannels {
    private static final int[] CONFIGURATIONS = {0, 1, 2, 3, 10, 5, 6, 11, 12};

    private VorbisChannels() {}

    /** ChannelConfiguration of ISO/IEC 23091-3; 0 for more than eight. */
    static int channelConfiguration(int channels) {
        return channels < CONFIGURATIONS.length ? CONFIGURATIONS[channels] : 0;
    }
}
