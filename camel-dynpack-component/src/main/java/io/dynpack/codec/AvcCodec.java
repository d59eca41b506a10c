package io.dynpack.codec;

/**
 * H.264 in {@code avc1} or {@code avc3}.
 *
 * @param sampleEntry   {@code avc1} or {@code avc3}
 * @param configuration of the sample entry
 * @param active        the same with the parameter sets that the first key frame activates: what manifests speak of
 * @param width         pixels, after cropping
 * @param height        pixels, after cropping
 */
public record AvcCodec(String sampleEntry, AvcConfiguration configuration, AvcConfiguration active, int width, int height)
        implements
            VideoCodec {

    /**
     * @param configuration of the sample entry; the first of its sequence parameter sets counts until a picture was looked at
     * @param width         pixels, for a configuration without parameter sets
     * @param height        pixels, for a configuration without parameter sets
     * @throws CodecException when the parameter set is damaged
     */
    public static AvcCodec of(String sampleEntry, AvcConfiguration configuration, int width, int height) {
        return of(sampleEntry, configuration, configuration, width, height);
    }

    private static AvcCodec of(String sampleEntry, AvcConfiguration configuration, AvcConfiguration active, int width,
            int height) {
        if (active.sequenceParameterSets().isEmpty()) {
            return new AvcCodec(sampleEntry, configuration, active, width, height);
        }
        AvcSequenceParameterSet sps = AvcSequenceParameterSet.parse(active.sequenceParameterSets().get(0));
        return new AvcCodec(sampleEntry, configuration, active, sps.width(), sps.height());
    }

    /**
     * The codec after its first key frame was looked at.
     *
     * @throws CodecException when the parameter set is damaged
     */
    public AvcCodec activating(AvcConfiguration sets) {
        return sets.equals(active) ? this : of(sampleEntry, configuration, sets, width, height);
    }

    @Override
    public String rfc6381(boolean upperCaseHex) {
        return rfc6381(sampleEntry, upperCaseHex);
    }

    /** A byte stream has no sample entry: its parameter sets are always in band (ISO/IEC 14496-15, annex E). */
    @Override
    public String rfc6381OfTransportStream() {
        return rfc6381("avc1", false);
    }

    private String rfc6381(String entry, boolean upperCaseHex) {
        String format = upperCaseHex ? "%s.%02X%02X%02X" : "%s.%02x%02x%02x";
        return String.format(java.util.Locale.ROOT, format, entry, active.profile(), active.compatibility(), active.level());
    }

    @Override
    public int nalLengthSize() {
        return configuration.nalLengthSize();
    }

    @Override
    public String smoothFourcc() {
        return "H264";
    }

    /** Each parameter set with a four-byte start code in front. */
    @Override
    public String codecPrivateData() {
        StringBuilder hex = new StringBuilder(128);
        active.sequenceParameterSets().forEach(set -> append(hex, set));
        active.pictureParameterSets().forEach(set -> append(hex, set));
        return hex.toString();
    }

    private static void append(StringBuilder hex, java.nio.ByteBuffer set) {
        hex.append("00000001").append(Hex.upper(set));
    }

    @Override
    public String family() {
        return sampleEntry;
    }
}
