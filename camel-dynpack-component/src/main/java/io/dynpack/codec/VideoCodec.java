package io.dynpack.codec;

import org.jspecify.annotations.Nullable;

/** A video codec with what its pictures look like. */
public sealed interface VideoCodec extends Codec permits NalUnitCodec, Av1Codec, Vp9Codec, VvcCodec {

    /** Size, shape and colour of the pictures. */
    Picture picture();

    /**
     * Finds what is to be protected in a run of samples of the sample entry; a new one for each run. {@code null} where samples
     * of the codec are not protected.
     */
    default @Nullable SampleLayoutReader sampleLayouts() {
        return null;
    }

    /** Pixels, after cropping. */
    default int width() {
        return picture().width();
    }

    /** Pixels, after cropping. */
    default int height() {
        return picture().height();
    }

    /** As {@link #supplementalCodec} beside {@link #rfc6381OfHls}. */
    default @Nullable String supplementalCodecOfHls() {
        return supplementalCodec();
    }

    /**
     * Dolby Vision that players may add to pictures that others show without it, as {@code SUPPLEMENTAL-CODECS} of HLS has it (RFC
     * 8216bis, 4.4.6.2): {@code dvh1.08.07/db1p}. {@code null} where there is none.
     */
    default @Nullable String supplementalCodec() {
        DolbyVision dolbyVision = picture().dolbyVision();
        String entry = dolbyVision == null ? null : switch (family()) {
            case "avc1" -> "dva1";
            case "avc3" -> "dvav";
            case "hvc1" -> "dvh1";
            case "hev1" -> "dvhe";
            case "av01" -> "dav1";
            default -> null;
        };
        return dolbyVision == null || entry == null || dolbyVision.brand() == null
                ? null
                : dolbyVision.rfc6381(entry) + "/" + dolbyVision.brand();
    }
}
