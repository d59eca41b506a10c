package io.dynpack.codec;

/**
 * H.264 in {@code avc1} or {@code avc3}.
 *
 * @param sampleEntry   {@code avc1} or {@code avc3}
 * @param configuration of the sample entry
 * @param width         pixels, after cropping
 * @param height        pixels, after cropping
 */
public record AvcCodec(String sampleEntry, AvcConfiguration configuration, int width, int height) implements VideoCodec {

    @Override
    public String rfc6381(boolean upperCaseHex) {
        String format = upperCaseHex ? "%s.%02X%02X%02X" : "%s.%02x%02x%02x";
        return String.format(java.util.Locale.ROOT, format, sampleEntry, configuration.profile(),
                configuration.compatibility(), configuration.level());
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
        configuration.sequenceParameterSets().forEach(set -> append(hex, set));
        configuration.pictureParameterSets().forEach(set -> append(hex, set));
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
