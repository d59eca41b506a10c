package io.dynpack.codec;

/** Which codec {@code mp4a} is: its ES_Descriptor says by a number that the MP4 registration authority gives out. */
public final class Mpeg4Audio {
    private Mpeg4Audio() {}

    /**
     * @param esds          of the sample entry
     * @param entryChannels of the sample entry, for what the descriptor does not tell
     * @param entryRate     Hz, of the sample entry, likewise
     * @throws CodecException when the codec is not served, or its configuration is damaged
     */
    public static AudioCodec of(ElementaryStreamDescriptor esds, int entryChannels, long entryRate) {
        int type = esds.objectType();
        if (type == Mp3Codec.MPEG1 || type == Mp3Codec.MPEG2) {
            return new Mp3Codec(type, (int) entryRate, entryChannels);
        }
        if (type == AacCodec.MPEG4_AUDIO && UsacCodec.isConfiguration(esds.specificInfo())) {
            return UsacCodec.of(esds.specificInfo());
        }
        return DtsCodec.isObjectType(type)
                ? DtsCodec.ofMpeg4(type, entryChannels, entryRate)
                : AacCodec.of(esds, entryChannels);
    }
}
