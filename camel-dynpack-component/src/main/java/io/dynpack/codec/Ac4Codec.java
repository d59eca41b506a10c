package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * AC-4 in {@code ac-4} (ETSI TS 103 190-2, annex E). Decoders begin at sync samples alone. What manifests say is of the first
 * presentation, which players choose where nobody chooses.
 *
 * @param bitstreamVersion    bitstream_version
 * @param presentationVersion presentation_version; 2 is an immersive stereo presentation
 * @param compatibility       mdcompat: the decoder it needs, 0 to 7
 * @param channelMask         presentation_channel_mask_v1; 0 where sound is coded as objects
 * @param channels            by the mask, else by the sample entry
 * @param sampleRate          Hz
 */
public record Ac4Codec(int bitstreamVersion, int presentationVersion, int compatibility, int channelMask, int channels,
        int sampleRate) implements AudioCodec {

    private static final int DSI_VERSION = 1;
    private static final int BITRATE = 2 + 32 + 32;
    /** presentation_config_v1 of a presentation that carries data alone. */
    private static final int NO_SOUND = 6;
    private static final int IMMERSIVE_STEREO = 2;
    private static final String MASK = "tag:dolby.com,2015:dash:audio_channel_configuration:2015";
    private static final int OBJECTS = 0x800000;
    /** Bits of the mask that stand for two speakers (table A.27); each other one stands for one. */
    private static final int PAIRS = 0x0721bd;
    private static final int SPEAKERS = 0x07ffff;
    /** ChannelConfiguration of ISO/IEC 23091-3 by mask (table G.1). */
    private static final Map<Integer, Integer> CONFIGURATIONS = Map.ofEntries(Map.entry(0x2, 1), Map.entry(0x1, 2),
            Map.entry(0x3, 3), Map.entry(0x8003, 4), Map.entry(0x7, 5), Map.entry(0x47, 6), Map.entry(0x20047, 7),
            Map.entry(0x8001, 9), Map.entry(0x5, 10), Map.entry(0x8047, 11), Map.entry(0x4f, 12), Map.entry(0x2ff7f, 13),
            Map.entry(0x6ff6f, 13), Map.entry(0x57, 14), Map.entry(0x40047, 14), Map.entry(0x145f, 15),
            Map.entry(0x4144f, 15), Map.entry(0x77, 16), Map.entry(0x40067, 16), Map.entry(0xa77, 17), Map.entry(0x40a67, 17),
            Map.entry(0xa7f, 18), Map.entry(0x40a6f, 18), Map.entry(0x7f, 19), Map.entry(0x4006f, 19),
            Map.entry(0x1007f, 20), Map.entry(0x5006f, 20));

    /**
     * @param dac4          payload of the box, ac4_dsi_v1; its position stays
     * @param entryChannels of the sample entry
     */
    public static Ac4Codec of(ByteBuffer dac4, int entryChannels) {
        BitReader in = new BitReader(dac4, "dac4");
        int version = (int) in.bits(3);
        if (version != DSI_VERSION) {
            throw new CodecException("dac4 has version " + version + ", only " + DSI_VERSION + " is known");
        }
        int bitstreamVersion = (int) in.bits(7);
        int rate = in.bit() == 1 ? 48000 : 44100;
        in.skip(4);
        int presentations = (int) in.bits(9);
        if (presentations == 0) {
            throw new CodecException("dac4 states no presentation");
        }
        if (bitstreamVersion > 1 && in.bit() == 1) {
            in.skip(16);
            in.skip(in.bit() == 1 ? 128 : 0);
        }
        in.skip(BITRATE);
        in.skip(-in.position() & 7);
        int presentationVersion = (int) in.bits(8);
        long size = in.bits(8);
        size += size == 0xff ? in.bits(16) : 0;
        if (size * 8 > in.remaining()) {
            throw new CutOffException("dac4");
        }
        BitReader presentation = in.part((int) size * 8);
        int config = (int) presentation.bits(5);
        if (config == NO_SOUND) {
            throw new CodecException.NotServed("dac4 begins with a presentation without sound, which is not served");
        }
        int compatibility = (int) presentation.bits(3);
        int mask = presentationVersion == 0 ? 0 : channelMask(presentation);
        int channels = mask == 0 ? entryChannels : count(mask);
        if (channels <= 0) {
            throw new CodecException("dac4 states no channels, nor does its sample entry");
        }
        return new Ac4Codec(bitstreamVersion, presentationVersion, compatibility, mask, channels, rate);
    }

    /** Of ac4_presentation_v1_dsi, behind mdcompat (E.10). */
    private static int channelMask(BitReader in) {
        in.skip(in.bit() == 1 ? 5 : 0);
        in.skip(2 + 2 + 5 + 10);
        if (in.bit() == 0) {
            return 0;
        }
        int mode = (int) in.bits(5);
        in.skip(mode >= 11 && mode <= 14 ? 3 : 0);
        return (int) in.bits(24) & SPEAKERS;
    }

    private static int count(int mask) {
        return Integer.bitCount(mask) + Integer.bitCount(mask & PAIRS);
    }

    /** ETSI TS 103 190-2, E.13. */
    @Override
    public boolean beginsAtSync() {
        return true;
    }

    @Override
    public String rfc6381(boolean upperCaseHex) {
        return String.format(Locale.ROOT, "ac-4.%02x.%02x.%02x", bitstreamVersion, presentationVersion, compatibility);
    }

    @Override
    public String family() {
        return "ac-4";
    }

    @Override
    public int channelConfiguration() {
        return CONFIGURATIONS.getOrDefault(channelMask, 0);
    }

    /** It follows the frame rate of pictures. */
    @Override
    public int frameLength() {
        return 0;
    }

    @Override
    public String hlsChannels() {
        return presentationVersion == IMMERSIVE_STEREO ? channels + "/IMSA" : Integer.toString(channels);
    }

    @Override
    public List<Descriptor> channelDescriptors() {
        Descriptor own = new Descriptor(MASK, String.format(Locale.ROOT, "%06X", channelMask == 0 ? OBJECTS : channelMask));
        return channelConfiguration() == 0
                ? List.of(own)
                : List.of(AudioCodec.super.channelDescriptors().get(0), own);
    }

    @Override
    public List<Descriptor> supplementalProperties() {
        return presentationVersion == IMMERSIVE_STEREO
                ? List.of(new Descriptor("tag:dolby.com,2016:dash:virtualized_content:2016", "1"))
                : List.of();
    }
}
