package io.dynpack.codec;

import java.util.List;
import java.util.Locale;

/** An audio codec with the facts that manifests state. */
public sealed interface AudioCodec extends Codec
        permits AacCodec, DolbyCodec, DtsCodec, OpusCodec, FlacCodec, AlacCodec, PcmCodec, Mp3Codec, UsacCodec, Ac4Codec,
        MpegHCodec, IamfCodec {

    /** Channels of the decoded sound, the low-frequency one counted. */
    int channels();

    /** Channels that the sample entry tells of. Names are made of them: a name must not hang on what access units told. */
    default int announcedChannels() {
        return channels();
    }

    /** ChannelConfiguration of ISO/IEC 23091-3: which speakers the channels are for; 0 where it has no number for them. */
    int channelConfiguration();

    /** Hz of the decoded sound. */
    int sampleRate();

    /** Samples of one access unit, counted at {@link #frameRateBase()}; 0 where access units differ in length. */
    int frameLength();

    /** Hz at which {@link #frameLength()} counts; the core's rate of HE-AAC. */
    default int frameRateBase() {
        return sampleRate();
    }

    /** Milliseconds that a decoder that begins anywhere needs before it sounds right; 0 where every access unit stands alone. */
    default int preRoll() {
        return 0;
    }

    /** Whether decoders can begin with a sync sample alone; those of other codecs begin anywhere, whatever a file says. */
    default boolean beginsAtSync() {
        return false;
    }

    /** What names of tracks begin with: {@code aac}, {@code ec3}. */
    default String nameInTracks() {
        return family().replace("-", "").toLowerCase(Locale.ROOT);
    }

    /** {@code CHANNELS} of HLS (RFC 8216bis, 4.4.6.1): a count, and what is more than channels behind a slash. */
    default String hlsChannels() {
        return Integer.toString(channels());
    }

    /**
     * {@code AudioChannelConfiguration} of DASH: ISO/IEC 23091-3 where it has a number for the arrangement, else how many channels
     * there are (ISO/IEC 23003-3), and the codec's own scheme where players ask for that.
     */
    default List<Descriptor> channelDescriptors() {
        return List.of(channelConfiguration() > 0
                ? new Descriptor("urn:mpeg:mpegB:cicp:ChannelConfiguration", Integer.toString(channelConfiguration()))
                : new Descriptor("urn:mpeg:dash:23003:3:audio_channel_configuration:2011", Integer.toString(channels())));
    }

    /** {@code SupplementalProperty} of DASH; mostly none. */
    default List<Descriptor> supplementalProperties() {
        return List.of();
    }
}
