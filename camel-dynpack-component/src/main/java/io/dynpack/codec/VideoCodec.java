package io.dynpack.codec;

/** A video codec with its picture size. */
public sealed interface VideoCodec extends Codec permits AvcCodec {

    /** Pixels, after cropping. */
    int width();

    /** Pixels, after cropping. */
    int height();

    /** Bytes of the length in front of each NAL unit: 1, 2 or 4. */
    int nalLengthSize();
}
