package io.dynpack.codec;

/** A video codec whose samples are NAL units, each with its length in front (ISO/IEC 14496-15). */
public sealed interface NalUnitCodec extends VideoCodec permits AvcCodec {

    /** Bytes of the length in front of each NAL unit: 1, 2 or 4. */
    int nalLengthSize();
}
