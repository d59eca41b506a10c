package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * MPEG-H 3D Audio in {@code mha1}, or in {@code mhm1} with the framing of MHAS (ISO/IEC 23008-3, clause 20). Decoders begin at sync
 * samples alone.
 *
 * @param sampleEntry {@code mha1} or {@code mhm1}
 * @param profileLevel mpegh3daProfileLevelIndication
 * @param channels    of the layout that it was made for
 * @param sampleRate  Hz
 * @param channelConfiguration referenceChannelLayout, of ISO/IEC 23091-3; 0 where there is none
 */
public record MpegHCodec(String sampleEntry, int profileLevel, int channels, int sampleRate, int channelConfiguration)
        implements
            AudioCodec {

    private static final int LEAST = 1 + 1 + 1 + 2;
    /** By ChannelConfiguration of ISO/IEC 23091-3; 0 where it is none. */
    private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8, 0, 3, 4, 7, 8, 24, 8, 12, 10, 12, 14, 12, 14};

    /**
     * @param mhaC          payload of the box, MHADecoderConfigurationRecord; its position stays
     * @param entryChannels of the sample entry, which counts where the record names no layout
     * @param entryRate     Hz, of the sample entry
     */
    public static MpegHCodec of(String sampleEntry, ByteBuffer mhaC, int entryChannels, long entryRate) {
        ByteBuffer in = mhaC.slice();
        if (in.remaining() < LEAST) {
            throw new CodecException("mhaC has " + in.remaining() + " bytes, at least " + LEAST + " are needed");
        }
        if (in.get(0) != 1) {
            throw new CodecException("mhaC has version " + (in.get(0) & 0xff) + ", only 1 is known");
        }
        int layout = in.get(2) & 0xff;
        int channels = layout < CHANNELS.length ? CHANNELS[layout] : 0;
        int counted = channels == 0 ? entryChannels : channels;
        if (counted <= 0 || entryRate <= 0) {
            throw new CodecException("the sample entry of mhaC states " + counted + " channels at " + entryRate + " Hz");
        }
        return new MpegHCodec(sampleEntry, in.get(1) & 0xff, counted, (int) entryRate, channels == 0 ? 0 : layout);
    }

    /** ISO/IEC 23008-3, 21.2. */
    @Override
    public boolean beginsAtSync() {
        return true;
    }

    @Override
    public String rfc6381(boolean upperCaseHex) {
        return String.format(Locale.ROOT, "%s.0x%02X", sampleEntry, profileLevel);
    }

    @Override
    public String family() {
        return sampleEntry;
    }

    @Override
    public String nameInTracks() {
        return "mpegh";
    }

    /** Truncated at where another configuration begins. */
    @Override
    public int frameLength() {
        return 0;
    }
}
