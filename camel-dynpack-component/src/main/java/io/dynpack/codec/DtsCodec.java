package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * DTS: {@code dtsc} (core), {@code dtsh} (core with extensions), {@code dtsl} (lossless without core), {@code dtse} (Express),
 * {@code dtsx} (DTS-UHD); also as MPEG-4 registers them, in {@code mp4a}.
 *
 * @param family      one of these
 * @param codecs      as manifests have it: the sample entry, of {@code mp4a} with its object type
 * @param sampleRate  Hz
 * @param channels    of the decoded sound
 * @param channelMask of {@code ddts} a bit for each location or pair of locations, of {@code udts} a bit for each channel; 0
 *                    where nothing is said of them
 * @param frameLength samples of an access unit, counted at {@code sampleRate}; 0 where it is not stated
 */
public record DtsCodec(String family, String codecs, int sampleRate, int channels, int channelMask, int frameLength)
        implements
            AudioCodec {

    /** DTS-UHD. */
    public static final String UHD = "dtsx";
    /** objectTypeIndication of the first of these; the others follow. */
    private static final int FIRST_OBJECT_TYPE = 0xa9;
    private static final List<String> OBJECT_TYPES = List.of("dtsc", "dtsh", "dtsl", "dtse");

    /** Bits of ChannelLayout that stand for two channels (ETSI TS 102 114, table 7-10). */
    private static final int PAIRS = 0xae66;
    /** 512, and twice as much for each step. */
    private static final int SHORTEST_FRAME = 512;

    public DtsCodec {
        if (sampleRate <= 0 || channels <= 0) {
            throw new CodecException(codecs + " states " + channels + " channels at " + sampleRate + " Hz");
        }
    }

    /**
     * @param sampleEntry   {@code dtsc}, {@code dtsh}, {@code dtsl} or {@code dtse}
     * @param ddts          DTSSpecificBox (ETSI TS 102 114, E.2.2.3); its position stays
     * @param entryChannels of the sample entry, for a configuration that does not tell
     */
    public static DtsCodec of(String sampleEntry, ByteBuffer ddts, int entryChannels) {
        BitReader in = new BitReader(ddts, "ddts");
        long rate = in.bits(32);
        in.skip(32 + 32 + 8);
        int length = SHORTEST_FRAME << (int) in.bits(2);
        in.skip(5 + 1 + 6 + 14 + 1 + 3);
        int mask = (int) in.bits(16);
        in.skip(1);
        boolean longer = in.bit() == 1;
        int channels = Integer.bitCount(mask) + Integer.bitCount(mask & PAIRS);
        return new DtsCodec(sampleEntry, sampleEntry, (int) rate, channels == 0 ? entryChannels : channels, mask,
                longer ? length * 3 / 2 : length);
    }

    /**
     * @param udts          DTS-UHD specific box (ETSI TS 103 491, B.2.3); its position stays
     * @param entryChannels of the sample entry, for a configuration that does not tell
     */
    public static DtsCodec ofUhd(ByteBuffer udts, int entryChannels) {
        BitReader in = new BitReader(udts, "udts");
        in.skip(6);
        int length = SHORTEST_FRAME << (int) in.bits(2);
        in.skip(3 + 5);
        int mask = (int) in.bits(32);
        int rate = (in.bit() == 1 ? 48000 : 44100) << (int) in.bits(2);
        return new DtsCodec(UHD, UHD, rate, mask == 0 ? entryChannels : Integer.bitCount(mask), mask, length);
    }

    /** What a sample entry alone tells, which has no configuration. */
    public static DtsCodec ofEntry(String sampleEntry, int entryChannels, long entryRate) {
        return new DtsCodec(sampleEntry, sampleEntry, (int) entryRate, entryChannels, 0, 0);
    }

    /** @param objectType objectTypeIndication of an ES_Descriptor */
    static boolean isObjectType(int objectType) {
        return objectType >= FIRST_OBJECT_TYPE && objectType < FIRST_OBJECT_TYPE + OBJECT_TYPES.size();
    }

    /** In {@code mp4a}, whose descriptor says which DTS it is and nothing else of it. */
    static DtsCodec ofMpeg4(int objectType, int entryChannels, long entryRate) {
        return new DtsCodec(OBJECT_TYPES.get(objectType - FIRST_OBJECT_TYPE),
                String.format(Locale.ROOT, "mp4a.%02X", objectType), (int) entryRate, entryChannels, 0, 0);
    }

    @Override
    public String rfc6381(boolean upperCaseHex) {
        return codecs;
    }

    @Override
    public String rfc6381OfTransportStream() {
        return family;
    }

    @Override
    public int channelConfiguration() {
        if (UHD.equals(family)) {
            return switch (channelMask) {
                case 0x1 -> 1;
                case 0x6 -> 2;
                case 0x7 -> 3;
                case 0x1e -> 10;
                case 0x1f -> 5;
                case 0x3f -> 6;
                case 0x1bf, 0x7a7 -> 12;
                default -> 0;
            };
        }
        return switch (channelMask) {
            case 0x1 -> 1;
            case 0x2 -> 2;
            case 0x3 -> 3;
            case 0x12 -> 9;
            case 0x13 -> 4;
            case 0x6 -> 10;
            case 0x7 -> 5;
            case 0xf -> 6;
            case 0x1f -> 11;
            case 0x20f -> 7;
            case 0x4f, 0x84b -> 12;
            case 0x2f -> 14;
            default -> 0;
        };
    }

    /** Players of DTS ask for its own scheme: a count, of DTS-UHD the bits. */
    @Override
    public List<Descriptor> channelDescriptors() {
        List<Descriptor> both = new ArrayList<>(AudioCodec.super.channelDescriptors());
        both.add(UHD.equals(family) && channelMask != 0
                ? new Descriptor("tag:dts.com,2018:uhd:audio_channel_configuration",
                        String.format(Locale.ROOT, "%08X", channelMask))
                : new Descriptor("tag:dts.com,2014:dash:audio_channel_configuration:2012", Integer.toString(channels)));
        return both;
    }
}
