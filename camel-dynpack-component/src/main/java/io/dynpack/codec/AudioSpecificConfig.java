package io.dynpack.codec;

import java.nio.ByteBuffer;

/**
 * AudioSpecificConfig of MPEG-4 audio (ISO/IEC 14496-3, 1.6.2.1), in every way that HE-AAC is signalled: hierarchical (object
 * type 5 or 29 in front), backward compatible (behind the core's configuration) and implicit (not at all; then only the access
 * units or the file's own sample rate can tell), or ruled out.
 *
 * @param objectType        of the core: 2 for AAC-LC
 * @param sampleRate        Hz, of the core
 * @param channels          of the core as coded; 0 where a program config element inside the access units tells
 * @param shortFrames       960 samples a frame rather than 1024
 * @param sbr               whether spectral band replication is announced
 * @param ps                whether parametric stereo is announced
 * @param extensionRate     Hz after band replication; equal to {@code sampleRate} without it
 * @param channelConfiguration the coded field, 0 to 15
 * @param sbrExcluded       whether it is stated that access units carry no band replication
 * @param psExcluded        whether it is stated that they carry no parametric stereo
 * @param coreBits          bits up to the end of GASpecificConfig, behind which an extension is announced
 */
public record AudioSpecificConfig(
        int objectType,
        int sampleRate,
        int channels,
        boolean shortFrames,
        boolean sbr,
        boolean ps,
        int extensionRate,
        int channelConfiguration,
        boolean sbrExcluded,
        boolean psExcluded,
        int coreBits) {

    private static final int[] RATES = {96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000,
            7350};
    private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8, 0, 0, 0, 7, 8, 24, 8, 0};

    private static final int AAC_LC = 2;
    private static final int SBR = 5;
    private static final int PS = 29;
    private static final int SYNC_SBR = 0x2b7;
    private static final int SYNC_PS = 0x548;

    /** @param bytes its position stays */
    public static AudioSpecificConfig parse(ByteBuffer bytes) {
        BitReader in = new BitReader(bytes, "AudioSpecificConfig");
        int objectType = objectType(in);
        int rate = rate(in);
        int configuration = (int) in.bits(4);
        boolean sbr = false;
        boolean ps = false;
        int extensionRate = rate;
        if (objectType == SBR || objectType == PS) {
            sbr = true;
            ps = objectType == PS;
            extensionRate = rate(in);
            objectType = objectType(in);
        }
        boolean shortFrames = false;
        int channels = CHANNELS[configuration];
        if (isGeneralAudio(objectType)) {
            shortFrames = in.bit() == 1;
            if (in.bit() == 1) {
                in.skip(14);
            }
            boolean extension = in.bit() == 1;
            if (configuration == 0) {
                channels = programConfigChannels(in);
            }
            if (objectType == 6 || objectType == 20) {
                in.skip(3);
            }
            if (extension) {
                in.skip(1);
            }
        }
        int coreBits = in.position();
        boolean sbrExcluded = false;
        boolean psExcluded = false;
        if (isGeneralAudio(objectType) && !sbr && in.remaining() >= 16 && in.bits(11) == SYNC_SBR && objectType(in) == SBR) {
            sbr = in.bit() == 1;
            sbrExcluded = !sbr;
            if (sbr) {
                extensionRate = rate(in);
                if (in.remaining() >= 12 && in.bits(11) == SYNC_PS) {
                    ps = in.bit() == 1;
                    psExcluded = !ps;
                }
            }
        }
        return new AudioSpecificConfig(objectType, rate, channels, shortFrames, sbr, ps, extensionRate, configuration,
                sbrExcluded, psExcluded, coreBits);
    }

    /**
     * Bytes that announce in the backward compatible way what the access units of this configuration were found to carry.
     *
     * @param bytes that {@link #parse} made this of, and that announce nothing
     * @param stereo whether parametric stereo was found besides band replication
     */
    ByteBuffer announcing(ByteBuffer bytes, boolean stereo) {
        BitWriter out = new BitWriter();
        BitReader core = new BitReader(bytes, "AudioSpecificConfig");
        for (int i = 0; i < coreBits; i++) {
            out.bits(1, core.bit());
        }
        out.bits(11, SYNC_SBR).bits(5, SBR).bits(1, 1);
        int rateIndex = 0;
        while (rateIndex < RATES.length && RATES[rateIndex] != 2 * sampleRate) {
            rateIndex++;
        }
        if (rateIndex < RATES.length) {
            out.bits(4, rateIndex);
        } else {
            out.bits(4, 15).bits(24, 2L * sampleRate);
        }
        if (stereo) {
            out.bits(11, SYNC_PS).bits(1, 1);
        }
        return out.toBytes();
    }

    private static boolean isGeneralAudio(int objectType) {
        return switch (objectType) {
            case 1, AAC_LC, 3, 4, 6, 7, 17, 19, 20, 21, 22, 23 -> true;
            default -> false;
        };
    }

    private static int objectType(BitReader in) {
        int type = (int) in.bits(5);
        return type == 31 ? 32 + (int) in.bits(6) : type;
    }

    private static int rate(BitReader in) {
        int index = (int) in.bits(4);
        if (index == 15) {
            return (int) in.bits(24);
        }
        if (index >= RATES.length) {
            throw new CodecException("AudioSpecificConfig has the reserved sampling frequency index " + index);
        }
        return RATES[index];
    }

    /** Counts the channels of a program config element and steps over all of it (ISO/IEC 14496-3, 4.4.1.1). */
    static int programConfigChannels(BitReader in) {
        in.skip(4 + 2 + 4);
        int front = (int) in.bits(4);
        int side = (int) in.bits(4);
        int back = (int) in.bits(4);
        int lfe = (int) in.bits(2);
        int associatedData = (int) in.bits(3);
        int coupling = (int) in.bits(4);
        if (in.bit() == 1) {
            in.skip(4);
        }
        if (in.bit() == 1) {
            in.skip(4);
        }
        if (in.bit() == 1) {
            in.skip(3);
        }
        int channels = lfe;
        for (int i = 0; i < front + side + back; i++) {
            channels += in.bit() == 1 ? 2 : 1;
            in.skip(4);
        }
        in.skip(4 * lfe + 4 * associatedData + 5 * coupling);
        // what follows is aligned to bytes, counted from the start of the AudioSpecificConfig or access unit
        in.skip(-in.position() & 7);
        in.skip(8 * (int) in.bits(8));
        return channels;
    }
}
