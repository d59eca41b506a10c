package io.dynpack.codec;

/** What a track's samples are coded with. */
public sealed interface Codec permits VideoCodec, AudioCodec, TextCodec {

    /**
     * The codec's entry of a {@code codecs} parameter (RFC 6381).
     *
     * @param upperCaseHex {@code avc1.64001F} as DASH manifests of AMS have it, else {@code avc1.64001f} as in HLS
     */
    String rfc6381(boolean upperCaseHex);

    /** As {@link #rfc6381} in playlists of HLS with segments of MP4. */
    default String rfc6381OfHls() {
        return rfc6381(false);
    }

    /** As {@link #rfc6381} for segments of transport streams, in HLS's lower case. */
    default String rfc6381OfTransportStream() {
        return rfc6381(false);
    }

    /** Sample entry and codec family; renditions that agree may share an adaptation set or an HLS group. */
    String family();

    /** Bytes on the heap, roughly, of what is kept besides the sample entry. */
    default long heapBytes() {
        return 0;
    }
}
