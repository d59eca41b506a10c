package io.dynpack.url;

import org.jspecify.annotations.Nullable;

/** The output formats, with the words that Azure Media Services uses for them in {@code format=}. */
public enum Format {
    /** Smooth Streaming 2.2: no {@code format} at all, or {@code fmp4}. */
    FMP4(Protocol.SMOOTH, "fmp4"),
    /** Smooth Streaming 2.0, which differs in its manifest only. */
    FMP4_V20(Protocol.SMOOTH, "fmp4-v20"),
    HLS_CMAF(Protocol.HLS, "m3u8-cmaf"),
    /** HLS version 4 in MPEG-2 TS; {@code m3u8-aapl-v4} is accepted as well. */
    HLS_TS_V4(Protocol.HLS, "m3u8-aapl"),
    HLS_TS_V3(Protocol.HLS, "m3u8-aapl-v3"),
    DASH_CMAF(Protocol.DASH, "mpd-time-cmaf"),
    /** DASH with segments of the ISO base media file format live profile. */
    DASH_CSF(Protocol.DASH, "mpd-time-csf");

    /** What a player has to speak. */
    public enum Protocol {
        SMOOTH,
        HLS,
        DASH
    }

    private static final String HLS_TS_V4_ALIAS = "m3u8-aapl-v4";

    private final Protocol protocol;
    private final String word;

    Format(Protocol protocol, String word) {
        this.protocol = protocol;
        this.word = word;
    }

    public Protocol protocol() {
        return protocol;
    }

    /** As printed in URLs, in lower case. */
    public String word() {
        return word;
    }

    /** The format that the word names, whatever its case; {@code null} for an unknown word. */
    public static @Nullable Format of(String word) {
        for (Format format : values()) {
            if (Ascii.equalsIgnoreCase(format.word, word)) {
                return format;
            }
        }
        return Ascii.equalsIgnoreCase(HLS_TS_V4_ALIAS, word) ? HLS_TS_V4 : null;
    }
}
