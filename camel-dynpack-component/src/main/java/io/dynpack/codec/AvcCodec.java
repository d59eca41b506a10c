package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.stream.Stream;

/**
 * H.264 in {@code avc1} or {@code avc3}.
 *
 * @param sampleEntry   {@code avc1} or {@code avc3}
 * @param configuration of the sample entry
 * @param active        the same with the parameter sets that the first key frame activates: what manifests speak of
 * @param stated        what the sample entry says of its pictures
 * @param picture       what is known of them
 */
public record AvcCodec(String sampleEntry, AvcConfiguration configuration, AvcConfiguration active, Picture stated,
        Picture picture) implements NalUnitCodec, SmoothCodec {

    /**
     * @param configuration of the sample entry; the first of its sequence parameter sets counts until a picture was looked at
     * @param stated        by the sample entry; its size is for a configuration without parameter sets
     * @throws CodecException when the parameter set is damaged
     */
    public static AvcCodec of(String sampleEntry, AvcConfiguration configuration, Picture stated) {
        return of(sampleEntry, configuration, configuration, stated);
    }

    private static AvcCodec of(String sampleEntry, AvcConfiguration configuration, AvcConfiguration active, Picture stated) {
        Picture picture = active.sequenceParameterSets().isEmpty()
                ? stated
                : AvcSequenceParameterSet.parse(active.sequenceParameterSets().get(0)).complete(stated);
        return new AvcCodec(sampleEntry, configuration, active, stated, picture);
    }

    @Override
    public AvcCodec activating(AccessUnit keyFrame) {
        return with(configuration.activated(keyFrame));
    }

    @Override
    public AvcCodec withActiveRecord(ByteBuffer activeRecord) {
        return with(AvcConfiguration.parse(activeRecord));
    }

    private AvcCodec with(AvcConfiguration sets) {
        return sets.equals(active) ? this : of(sampleEntry, configuration, sets, stated);
    }

    @Override
    public ByteBuffer activeRecord() {
        return active.equals(configuration) ? ByteBuffer.allocate(0) : active.write();
    }

    @Override
    public long activeHeapBytes() {
        return active.heapBytes();
    }

    @Override
    public AccessUnitReader accessUnits() {
        return new AccessUnitReader(NalUnitSyntax.AVC, configuration.nalLengthSize(), configuration.parameterSets());
    }

    /** The sets of the first key frame are known too, for key frames behind it that do not carry them again. */
    @Override
    public SampleLayoutReader sampleLayouts() {
        return new NalUnitLayoutReader(new AvcSliceHeaders(), configuration.nalLengthSize(),
                Stream.concat(configuration.parameterSets().stream(), active.parameterSets().stream()).toList());
    }

    @Override
    public String configurationBox() {
        return "avcC";
    }

    @Override
    public boolean allowsSetsInBand() {
        return "avc3".equals(sampleEntry);
    }

    @Override
    public boolean isDecidedByKeyFrame() {
        return configuration.sequenceParameterSets().size() != 1 || allowsSetsInBand();
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

    private static void append(StringBuilder hex, ByteBuffer set) {
        hex.append("00000001").append(Hex.upper(set));
    }

    @Override
    public long heapBytes() {
        return configuration.heapBytes() + (active == configuration ? 0 : active.heapBytes());
    }

    @Override
    public String family() {
        return sampleEntry;
    }
}
