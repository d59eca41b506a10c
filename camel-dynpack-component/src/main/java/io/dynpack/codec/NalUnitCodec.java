package io.dynpack.codec;

import java.nio.ByteBuffer;

/**
 * A video codec whose samples are NAL units, each with its length in front (ISO/IEC 14496-15). Its parameter sets lie in the
 * sample entry or, where that allows it, in band.
 */
public sealed interface NalUnitCodec extends VideoCodec permits AvcCodec, HevcCodec {

    /** Bytes of the length in front of each NAL unit: 1, 2 or 4. */
    int nalLengthSize();

    /** Reads samples of the sample entry. */
    AccessUnitReader accessUnits();

    @Override
    SampleLayoutReader sampleLayouts();

    /** Type of the box with the configuration record: {@code avcC}, {@code hvcC}. */
    String configurationBox();

    /** Whether the sample entry allows parameter sets in band that are none of the configuration's. */
    boolean allowsSetsInBand();

    /** Whether only the first key frame tells which parameter sets count. */
    boolean isDecidedByKeyFrame();

    /**
     * The codec with the parameter sets that its first key frame activates; itself where they are those of the sample entry,
     * or where it cannot be told which they are.
     *
     * @throws CodecException when the sequence parameter set is damaged
     */
    NalUnitCodec activating(AccessUnit keyFrame);

    /** A configuration record with the active parameter sets; empty where they are those of the sample entry. */
    ByteBuffer activeRecord();

    /**
     * The codec with the active parameter sets of {@link #activeRecord}.
     *
     * @throws CodecException when the record or its sequence parameter set is damaged
     */
    NalUnitCodec withActiveRecord(ByteBuffer activeRecord);

    /** Bytes on the heap of the active parameter sets, roughly. */
    long activeHeapBytes();

    /** The codec when every parameter set that was seen in band is one of the configuration's. */
    default NalUnitCodec withSetsAnnounced() {
        return this;
    }
}
