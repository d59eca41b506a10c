package io.dynpack.codec;

import java.util.Locale;

/**
 * MPEG-1 and MPEG-2 audio layer III in {@code mp4a}.
 *
 * @param objectTypeIndication of the sample entry: 0x69 for MPEG-2, 0x6b for MPEG-1
 * @param sampleRate Hz
 * @param channels   1 or 2, where the sample entry is right
 */
public record Mp3Codec(int objectTypeIndication, int sampleRate, int channels) implements AudioCodec {
    /** objectTypeIndication of MPEG-2 audio (ISO/IEC 13818-3). */
    public static final int MPEG2 = 0x69;
    /** objectTypeIndication of MPEG-1 audio (ISO/IEC 11172-3). */
    public static final int MPEG1 = 0x6b;
    /** Hz; what is below is of MPEG-2, whatever a sample entry says. */
    private static final int SLOWEST_MPEG1 = 32000;

    public Mp3Codec {
        if (sampleRate <= 0 || channels <= 0) {
            throw new CodecException("MP3 states " + channels + " channels at " + sampleRate + " Hz");
        }
    }

    /** The object type that a sampling rate has. */
    public static int objectType(long sampleRate) {
        return sampleRate >= SLOWEST_MPEG1 ? MPEG1 : MPEG2;
    }

    /** Whether frames are of MPEG-1. */
    public boolean isMpeg1() {
        return objectType(sampleRate) == MPEG1;
    }

    /** Upper case in all manifests: players that know it compare letter by letter. */
    @Override
    public String rfc6381(boolean upperCaseHex) {
        return String.format(Locale.ROOT, "mp4a.%02X", objectTypeIndication);
    }

    @Override
    public String family() {
        return "mp3";
    }

    @Override
    public int channelConfiguration() {
        return channels <= 2 ? channels : 0;
    }

    @Override
    public int frameLength() {
        return isMpeg1() ? 1152 : 576;
    }
}
