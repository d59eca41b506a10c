package io.dynpack.codec;

import java.nio.ByteBuffer;

/**
 * AAC-LC, HE-AAC or HE-AAC v2 in {@code mp4a}.
 *
 * @param objectTypeIndication of the sample entry: 0x40, or 0x66 to 0x68 for MPEG-2 AAC
 * @param config     of the sample entry
 * @param configBytes the AudioSpecificConfig as it lies in the file
 * @param sbr        whether band replication is used, announced or found in the access units
 * @param ps         whether parametric stereo is used
 * @param channels   of the decoded sound
 * @param sampleRate Hz of the decoded sound
 */
public record AacCodec(
        int objectTypeIndication,
        AudioSpecificConfig config,
        ByteBuffer configBytes,
        boolean sbr,
        boolean ps,
        int channels,
        int sampleRate) implements AudioCodec, SmoothCodec {

    static final int MPEG4_AUDIO = 0x40;

    /**
     * @param esds          of the sample entry
     * @param entryChannels of the sample entry, for a configuration that does not tell
     */
    public static AacCodec of(ElementaryStreamDescriptor esds, int entryChannels) {
        if (esds.objectType() != MPEG4_AUDIO && (esds.objectType() < 0x66 || esds.objectType() > 0x68)) {
            throw UnservedCodecs.objectType(esds.objectType());
        }
        if (!esds.specificInfo().hasRemaining()) {
            throw new CodecException("mp4a has no AudioSpecificConfig");
        }
        AudioSpecificConfig config = AudioSpecificConfig.parse(esds.specificInfo());
        if (config.objectType() != 2) {
            throw UnservedCodecs.audioObjectType(config.objectType());
        }
        if (config.sampleRate() == 0) {
            throw new CodecException("AudioSpecificConfig states a sampling rate of 0");
        }
        int channels = config.channels() != 0 ? config.channels() : entryChannels;
        return new AacCodec(esds.objectType(), config, esds.specificInfo(), config.sbr(), config.ps(),
                config.ps() && channels == 1 ? 2 : channels, config.sbr() ? config.extensionRate() : config.sampleRate());
    }

    /** The same track after its access units were seen to carry what the configuration neither announces nor rules out. */
    public AacCodec withImplicit(boolean foundSbr, boolean foundPs) {
        boolean replicated = sbr || foundSbr && !config.sbrExcluded();
        boolean stereo = ps || replicated && foundPs && channels == 1 && !config.psExcluded();
        if (replicated == sbr && stereo == ps) {
            return this;
        }
        return new AacCodec(objectTypeIndication, config, configBytes, replicated, stereo,
                stereo && channels == 1 ? 2 : channels, sbr ? sampleRate : Math.multiplyExact(config.sampleRate(), 2));
    }

    /**
     * Whether access units may carry band replication or parametric stereo of which the configuration says nothing. Not so for
     * cores above 24 kHz: what is implicit there raises the sampling rate in some decoders and not in others.
     */
    public boolean isImplicitPossible() {
        boolean sbrOpen = !sbr && !config.sbrExcluded();
        boolean psOpen = sbr && !ps && channels == 1 && !config.psExcluded();
        return config.sampleRate() <= 24000 && !config.shortFrames() && (sbrOpen || psOpen);
    }

    /** Players compare this with the object type of the sample entry, so MPEG-2 AAC has to be called by its own. */
    @Override
    public String rfc6381(boolean upperCaseHex) {
        if (objectTypeIndication != MPEG4_AUDIO) {
            return "mp4a." + Integer.toHexString(objectTypeIndication);
        }
        return ps ? "mp4a.40.29" : sbr ? "mp4a.40.5" : "mp4a.40.2";
    }

    @Override
    public String smoothFourcc() {
        return sbr ? "AACH" : "AACL";
    }

    /** Announces band replication even where the file leaves it to the access units. */
    @Override
    public String codecPrivateData() {
        return Hex.upper(sbr && !config.sbr() ? config.announcing(configBytes, ps) : configBytes);
    }

    @Override
    public long heapBytes() {
        return configBytes.remaining();
    }

    @Override
    public String family() {
        return "mp4a";
    }

    @Override
    public String nameInTracks() {
        return "aac";
    }

    /** The numbers of AAC are those of ISO/IEC 23091-3 (ISO/IEC 14496-3, table 1.19). */
    @Override
    public int channelConfiguration() {
        return ps && config.channels() == 1 ? 2 : config.channelConfiguration();
    }

    @Override
    public int announcedChannels() {
        return ps && !config.ps() ? 1 : channels;
    }

    @Override
    public int frameLength() {
        return config.shortFrames() ? 960 : 1024;
    }

    @Override
    public int frameRateBase() {
        return config.sampleRate();
    }
}
