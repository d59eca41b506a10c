package io.dynpack.codec;

/** An audio codec with the facts that manifests state. */
public sealed interface AudioCodec extends Codec permits AacCodec {

    /** Channels of the decoded sound, the low-frequency one counted. */
    int channels();

    /** Channels that the sample entry tells of. Names are made of them: a name must not hang on what access units told. */
    int announcedChannels();

    /** ChannelConfiguration of ISO/IEC 23091-3: which speakers the channels are for; 0 where it has no number for them. */
    int channelConfiguration();

    /** Hz of the decoded sound. */
    int sampleRate();

    /** Samples of one access unit, counted at {@link #frameRateBase()}. */
    int frameLength();

    /** Hz at which {@link #frameLength()} counts; the core's rate of HE-AAC. */
    int frameRateBase();
}
