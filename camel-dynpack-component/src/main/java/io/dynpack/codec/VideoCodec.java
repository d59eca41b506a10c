package io.dynpack.codec;

/** A video codec with what its pictures look like. */
public sealed interface VideoCodec extends Codec permits NalUnitCodec {

    /** Size, shape and colour of the pictures. */
    Picture picture();

    /** Pixels, after cropping. */
    default int width() {
        return picture().width();
    }

    /** Pixels, after cropping. */
    default int height() {
        return picture().height();
    }
}
