package io.dynpack.presentation;

import org.jspecify.annotations.Nullable;

/** What the cues of a text stream are written as. */
public enum TextForm {
    /** Documents of IMSC 1.1 text, one a fragment, in fragmented MP4 ({@code stpp}, ISO/IEC 14496-30, 5). */
    IMSC1,
    /** Cues of WebVTT in fragmented MP4 ({@code wvtt}, ISO/IEC 14496-30, 6). */
    WVTT,
    /** Files of WebVTT (RFC 8216bis, 3.1.4). */
    WEBVTT;

    /** Whether there are initialization segments. */
    public boolean isMp4() {
        return this != WEBVTT;
    }

    /**
     * For {@code CODECS} and {@code codecs}; {@code null} where these say nothing of it. Documents with ruby are said to be of the
     * first version too: hls.js reads those of no other name, and who does not know ruby shows the text under it.
     */
    public @Nullable String codec() {
        return switch (this) {
            case IMSC1 -> "stpp.ttml.im1t";
            case WVTT -> "wvtt";
            case WEBVTT -> null;
        };
    }
}
