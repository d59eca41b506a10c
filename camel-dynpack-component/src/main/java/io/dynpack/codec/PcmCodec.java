package io.dynpack.codec;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Uncompressed sound in {@code ipcm} or {@code fpcm} (ISO/IEC 23003-5), or in a sample entry of QuickTime that says the same.
 *
 * @param floating      whether samples are numbers of IEEE 754 ({@code fpcm}), else signed integers ({@code ipcm})
 * @param littleEndian  byte order of a sample
 * @param bitDepth      16, 24 or 32 of integers, 32 or 64 of floating point
 * @param channels      1 to 255
 * @param sampleRate    Hz
 * @param channelConfiguration of ISO/IEC 23091-3; 0 where nothing says which channels these are
 */
public record PcmCodec(boolean floating, boolean littleEndian, int bitDepth, int channels, int sampleRate,
        int channelConfiguration) implements AudioCodec {

    /** formatSpecificFlags of QuickTime's {@code lpcm}. */
    private static final int FLOATING = 1;
    private static final int BIG_ENDIAN = 2;
    private static final int SIGNED = 4;
    private static final int PACKED = 8;
    private static final int NON_INTERLEAVED = 0x20;
    private static final int PCM_CONFIG = 6;
    private static final int MAX_CHANNELS = 255;
    /** The last ChannelConfiguration that is no reserved number. */
    private static final int MAX_LAYOUT = 20;

    public PcmCodec {
        boolean known = floating ? bitDepth == 32 || bitDepth == 64 : bitDepth == 16 || bitDepth == 24 || bitDepth == 32;
        if (!known) {
            throw new CodecException.NotServed("PCM of " + bitDepth + (floating ? " bits, floating point," : " bits")
                    + " has no sample entry of ISO/IEC 23003-5 and is not served");
        }
        if (channels <= 0 || channels > MAX_CHANNELS || sampleRate <= 0) {
            throw new CodecException("PCM states " + channels + " channels at " + sampleRate + " Hz");
        }
    }

    /**
     * @param sampleEntry {@code ipcm} or {@code fpcm}
     * @param pcmc        payload of its {@code pcmC}: version, flags, format_flags and PCM_sample_size; its position stays
     * @param chnl        payload of its {@code chnl}; {@code null} where there is none
     */
    public static PcmCodec of(String sampleEntry, ByteBuffer pcmc, @Nullable ByteBuffer chnl, int channels, long sampleRate) {
        ByteBuffer in = pcmc.slice();
        if (in.remaining() < PCM_CONFIG) {
            throw new CodecException("pcmC has " + in.remaining() + " bytes, at least " + PCM_CONFIG + " are needed");
        }
        return new PcmCodec("fpcm".equals(sampleEntry), (in.get(4) & 1) == 1, in.get(5) & 0xff, channels, (int) sampleRate,
                chnl == null ? usual(channels) : layout(chnl.slice()));
    }

    /**
     * As QuickTime has it in sample entries of its own.
     *
     * @param sampleEntry {@code sowt}, {@code twos}, {@code in24}, {@code in32}, {@code fl32} or {@code fl64}
     * @param swapped     whether an {@code enda} box says that samples are little endian, which {@code sowt} is by itself
     * @param bits        sampleSize of the entry, which counts where the name does not tell
     */
    public static PcmCodec ofQuickTime(String sampleEntry, boolean swapped, int bits, int channels, long sampleRate) {
        int depth = switch (sampleEntry) {
            case "in24" -> 24;
            case "in32", "fl32" -> 32;
            case "fl64" -> 64;
            default -> bits;
        };
        return new PcmCodec(sampleEntry.startsWith("fl"), swapped || "sowt".equals(sampleEntry), depth, channels,
                (int) sampleRate, usual(channels));
    }

    /**
     * QuickTime's {@code lpcm}.
     *
     * @param flags formatSpecificFlags
     * @param bits  constBitsPerChannel
     * @param frame constBytesPerAudioPacket
     */
    public static PcmCodec ofLpcm(int flags, int bits, long frame, int channels, long sampleRate) {
        PcmCodec codec = new PcmCodec((flags & FLOATING) != 0, (flags & BIG_ENDIAN) == 0, bits, channels, (int) sampleRate,
                usual(channels));
        if (!codec.floating && (flags & SIGNED) == 0 || (flags & PACKED) == 0 || (flags & NON_INTERLEAVED) != 0
                || frame != codec.frameBytes()) {
            throw new CodecException.NotServed("lpcm of unsigned, padded or planar samples is not served");
        }
        return codec;
    }

    private static int usual(int channels) {
        return channels <= 2 ? channels : 0;
    }

    /** definedLayout where {@code chnl} is of its first version and structured by channels (ISO/IEC 14496-12, 12.2.4). */
    private static int layout(ByteBuffer chnl) {
        boolean defined = chnl.remaining() >= 6 && chnl.get(0) == 0 && (chnl.get(4) & 1) == 1;
        int layout = defined ? chnl.get(5) & 0xff : 0;
        return layout <= MAX_LAYOUT ? layout : 0;
    }

    /** Bytes of one sample of each channel. */
    public int frameBytes() {
        return channels * bitDepth / 8;
    }

    @Override
    public String rfc6381(boolean upperCaseHex) {
        return family();
    }

    @Override
    public String family() {
        return floating ? "fpcm" : "ipcm";
    }

    @Override
    public String nameInTracks() {
        return "pcm";
    }

    /** A sample of the file holds any number of them. */
    @Override
    public int frameLength() {
        return 0;
    }
}
