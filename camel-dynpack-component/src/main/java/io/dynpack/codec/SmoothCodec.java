package io.dynpack.codec;

import org.jspecify.annotations.Nullable;

/** A codec of which a {@code QualityLevel} of Smooth Streaming can say all that a decoder needs (MS-SSTR 2.2.2.5). */
public interface SmoothCodec {

    /** {@code FourCC}. */
    String smoothFourcc();

    /** {@code CodecPrivateData}: upper-case hexadecimal. */
    String codecPrivateData();

    /** The custom attribute {@code codecs} (RFC 6381); {@code null} where the two above say it all. */
    default @Nullable String codecs() {
        return null;
    }

    /** {@code AudioTag}: the format tag of the WAVEFORMATEX structure; 255 for AAC. Of no account to video. */
    default int audioTag() {
        return 255;
    }
}
