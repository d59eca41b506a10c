package io.dynpack.codec;

/** A codec of which a {@code QualityLevel} of Smooth Streaming can say all that a decoder needs (MS-SSTR 2.2.2.5). */
public interface SmoothCodec {

    /** {@code FourCC}. */
    String smoothFourcc();

    /** {@code CodecPrivateData}: upper-case hexadecimal. */
    String codecPrivateData();

    /** {@code AudioTag}: the format tag of the WAVEFORMATEX structure; 255 for AAC. Of no account to video. */
    default int audioTag() {
        return 255;
    }
}
