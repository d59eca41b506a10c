package io.dynpack.text;

/** What a text document is written in. */
public enum TextFormat {
    /** W3C WebVTT. */
    WEBVTT,
    /** {@code .srt}, which no standard describes. */
    SUBRIP,
    /** W3C TTML1 and TTML2 with their profiles: IMSC, SMPTE-TT, EBU-TT-D, DFXP. */
    TTML
}
