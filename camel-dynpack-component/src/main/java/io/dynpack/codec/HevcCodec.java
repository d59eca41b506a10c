package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * HEVC in {@code hvc1} or {@code hev1}, or with Dolby Vision for all who play it in {@code dvh1} or {@code dvhe}.
 *
 * @param sampleEntry   {@code hvc1}, {@code hev1}, {@code dvh1} or {@code dvhe}
 * @param configuration of the sample entry
 * @param active        the same with the parameter sets that the first key frame activates: what manifests speak of
 * @param setsAnnounced whether every parameter set that was seen in band is one of the configuration's; only said of sample
 *                      entries that allow others
 * @param stated        what the sample entry says of its pictures
 * @param picture       what is known of them
 */
public record HevcCodec(String sampleEntry, HevcConfiguration configuration, HevcConfiguration active, boolean setsAnnounced,
        Picture stated, Picture picture) implements NalUnitCodec {

    /**
     * @param hvcC   payload of the sample entry's configuration; the first of its sequence parameter sets counts until a picture
     *               was looked at
     * @param stated by the sample entry; its size is for a configuration without parameter sets
     * @throws CodecException when the configuration or its parameter set is damaged, or an entry of Dolby Vision does not say
     *                        which
     */
    public static HevcCodec of(String sampleEntry, ByteBuffer hvcC, Picture stated) {
        HevcConfiguration configuration = HevcConfiguration.parse(hvcC);
        HevcCodec codec = of(sampleEntry, configuration, configuration, false, stated);
        if (codec.isDolbyVision() && stated.dolbyVision() == null) {
            throw new CodecException(sampleEntry + " has no configuration of Dolby Vision");
        }
        return codec;
    }

    private static HevcCodec of(String sampleEntry, HevcConfiguration configuration, HevcConfiguration active,
            boolean setsAnnounced, Picture stated) {
        List<ByteBuffer> sequences = active.units(HevcConfiguration.SPS);
        Picture picture = sequences.isEmpty() ? stated : HevcSequenceParameterSet.parse(sequences.get(0)).complete(stated);
        return new HevcCodec(sampleEntry, configuration, active, setsAnnounced, stated, picture);
    }

    /** Whether its pictures are for players of Dolby Vision alone. */
    public boolean isDolbyVision() {
        return sampleEntry.startsWith("dv");
    }

    /** Video, sequence and picture parameter sets of the sample entry, in this order. */
    public List<ByteBuffer> parameterSets() {
        return configuration.parameterSets();
    }

    /** Hexadecimal parts have upper case everywhere (ISO/IEC 14496-15, annex E.3). */
    @Override
    public String rfc6381(boolean upperCaseHex) {
        return rfc6381(sampleEntry);
    }

    /**
     * Apple's players want {@code hvc1} and {@code dvh1}, which are true where what is in band is in the sample entry as
     * well.
     */
    @Override
    public String rfc6381OfHls() {
        return setsAnnounced ? rfc6381(isDolbyVision() ? "dvh1" : "hvc1") : rfc6381(sampleEntry);
    }

    /** A byte stream has no sample entry. */
    @Override
    public String rfc6381OfTransportStream() {
        return rfc6381("hvc1");
    }

    private String rfc6381(String entry) {
        DolbyVision dolbyVision = picture.dolbyVision();
        return isDolbyVision() && dolbyVision != null
                ? dolbyVision.rfc6381(entry)
                : entry + '.' + active.general().rfc6381();
    }

    @Override
    public @Nullable String supplementalCodecOfHls() {
        String stated = supplementalCodec();
        return stated != null && setsAnnounced ? stated.replace("dvhe.", "dvh1.") : stated;
    }

    /**
     * What Smooth Streaming says of it (MS-SSTR, amendment for HEVC, 2.2.5).
     *
     * @param fourcc {@code HEV1} or {@code HVC1} in any case, as it is written
     */
    public SmoothCodec smooth(String fourcc) {
        StringBuilder hex = new StringBuilder(256);
        boolean announced = "HVC1".equalsIgnoreCase(fourcc);
        // packagers that write HVC1 put all sets there; by the amendment, which knows HEV1, the video parameter sets stay out
        List<ByteBuffer> sets = announced
                ? active.parameterSets()
                : Stream.concat(active.units(HevcConfiguration.SPS).stream(), active.units(HevcConfiguration.PPS).stream())
                        .toList();
        sets.forEach(set -> hex.append("00000001").append(Hex.upper(set)));
        return new Smooth(fourcc, hex.toString(), rfc6381(announced ? "hvc1" : "hev1"));
    }

    private record Smooth(String smoothFourcc, String codecPrivateData, String codecs) implements SmoothCodec {}

    @Override
    public String family() {
        return sampleEntry;
    }

    @Override
    public int nalLengthSize() {
        return configuration.nalLengthSize();
    }

    @Override
    public AccessUnitReader accessUnits() {
        return new AccessUnitReader(NalUnitSyntax.HEVC, configuration.nalLengthSize(), parameterSets());
    }

    @Override
    public SampleLayoutReader sampleLayouts() {
        return new NalUnitLayoutReader(new HevcSliceHeaders(), configuration.nalLengthSize(),
                Stream.concat(parameterSets().stream(), active.parameterSets().stream()).toList());
    }

    @Override
    public String configurationBox() {
        return "hvcC";
    }

    @Override
    public boolean allowsSetsInBand() {
        return "hev1".equals(sampleEntry) || "dvhe".equals(sampleEntry);
    }

    @Override
    public boolean isDecidedByKeyFrame() {
        return configuration.units(HevcConfiguration.SPS).size() != 1 || allowsSetsInBand();
    }

    @Override
    public HevcCodec activating(AccessUnit keyFrame) {
        return with(configuration.activated(keyFrame));
    }

    @Override
    public HevcCodec withActiveRecord(ByteBuffer activeRecord) {
        return with(HevcConfiguration.parse(activeRecord));
    }

    private HevcCodec with(HevcConfiguration sets) {
        return sets.equals(active) ? this : of(sampleEntry, configuration, sets, setsAnnounced, stated);
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
    public HevcCodec withSetsAnnounced() {
        return configuration.units(HevcConfiguration.SPS).isEmpty()
                ? this
                : new HevcCodec(sampleEntry, configuration, active, true, stated, picture);
    }

    @Override
    public long heapBytes() {
        return configuration.heapBytes() + (active == configuration ? 0 : active.heapBytes());
    }
}
